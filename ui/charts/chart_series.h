// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>

#include "ui/charts/series_spec.h"
#include "ui/theme/colours.h"

QT_BEGIN_NAMESPACE
class QAbstractAxis;
class QAreaSeries;
class QChartView;
class QLineSeries;
class QPainter;
QT_END_NAMESPACE

namespace cleave::ui {

/// From values to pixels.
struct ChartScale {
  QRectF plot;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  bool logarithmic = false;

  [[nodiscard]] QPointF toPixels(const QPointF& value) const;
};

/// One series in a ChartView. Qt Charts draws its lines and areas; bars and markers are painted here.
class ChartSeries {
 public:
  /// Adds itself to the view's chart; both own what Qt Charts draws.
  ChartSeries(const SeriesSpec& spec, QChartView& view, const Colours& colours);

  void attach(QAbstractAxis* x, QAbstractAxis* y);
  void setVisible(bool visible);
  void setColours(const Colours& colours);
  /// Markers are not: who changes them has to repaint the view.
  [[nodiscard]] bool isDrawnByQtCharts() const { return line_ != nullptr; }
  /// @param low a band's lower edge
  void setPoints(const QList<QPointF>& points, const QList<QPointF>& low);
  /// Of an area, in place of its points: from zero to each y, from each x to the next one, or as far as `widest`.
  void setBars(const QList<QPointF>& tops, double widest);

  /// @param room for the rectangles, kept by the caller from series to series
  void paintBars(QPainter& painter, const ChartScale& scale, QList<QRect>& room) const;
  void paintMarkers(QPainter& painter, const ChartScale& scale, const QColor& rim, double ratio) const;

 private:
  SeriesSpec spec_;
  QColor colour_;  ///< of lines, areas and bars
  QColor markerColour_;
  QLineSeries* line_ = nullptr;  ///< the line itself, or an area's upper edge
  QLineSeries* low_ = nullptr;
  QAreaSeries* area_ = nullptr;
  QList<QPointF> markers_;
  QList<QPointF> bars_;
  double widestBar_ = 0;
  bool visible_ = true;
};

}  // namespace cleave::ui
