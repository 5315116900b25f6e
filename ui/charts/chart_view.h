// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QList>
#include <QPointF>
#include <QRegion>
#include <optional>
#include <utility>
#include <vector>

#include "ui/charts/chart_series.h"
#include "ui/charts/nice_ticks.h"
#include "ui/charts/series_spec.h"
#include "ui/charts/x_unit.h"
#include "ui/theme/colours.h"

QT_BEGIN_NAMESPACE
class QAbstractAxis;
class QLogValueAxis;
class QValueAxis;
QT_END_NAMESPACE

namespace cleave::ui {

/// Qt Charts, and nothing but Qt Charts: LivePlot decides what is shown. It draws the lines and areas; bars, grid,
/// numbers, markers, target and crosshair are painted by us, because Qt Charts makes a graphics item of every bar and
/// marker, rich text of every label, and in 6.4 a grid that lags behind a plot area of one's own.
class ChartView : public QChartView {
  Q_OBJECT

 public:
  explicit ChartView(QWidget* parent = nullptr);

  void addSeries(const SeriesSpec& spec);
  void setSeriesVisible(std::size_t series, bool visible);
  void setPoints(std::size_t series, const QList<QPointF>& points, const QList<QPointF>& low);
  /// Of an area, in place of its points: from zero to each y, from each x to the next one, or as far as `widest`.
  void setBars(std::size_t series, const QList<QPointF>& tops, double widest);
  void setHorizontalRange(XUnit unit, double low, double high);
  /// The axis spans `ticks`, or less when `high` cuts it off.
  void setVerticalTicks(const Ticks& ticks, double high);
  void setLogarithmic(bool on);
  void setTarget(std::optional<double> value, const QString& text);
  void setCrosshair(std::optional<double> x, const QString& text);
  /// The request that the user looks at.
  void setMark(std::optional<double> x);
  void setColours(const Colours& colours);
  void setLeftMargin(int pixels);
  /// Without the numbers below, for plots that stand over another one.
  void setTimesShown(bool on);
  /// The chip that says so.
  void setFrozen(bool on);
  void setFocusShown(bool on);
  void setBand(std::optional<std::pair<double, double>> pixels);
  [[nodiscard]] int plotWidth() const;
  [[nodiscard]] QRectF plotArea() const;

 protected:
  void drawBackground(QPainter* painter, const QRectF& rect) override;
  void drawForeground(QPainter* painter, const QRectF& rect) override;
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void paintGrid(QPainter& painter, const QRectF& plot) const;
  void paintBars(QPainter& painter) const;
  void paintTimes(QPainter& painter, const QRectF& plot) const;
  void paintTarget(QPainter& painter, const QRectF& plot) const;
  void paintCrosshair(QPainter& painter, const QRectF& plot) const;
  /// What a crosshair at x covers: only that is painted anew when the pointer moves.
  [[nodiscard]] QRegion crosshairRegion() const;

  [[nodiscard]] QAbstractAxis* yAxis() const;
  void placePlot();

  Colours colours_;
  int leftMargin_ = 40;
  std::vector<ChartSeries> series_;
  QValueAxis* x_;
  QValueAxis* y_;
  QLogValueAxis* logY_;
  bool timesShown_ = true;
  bool frozen_ = false;
  bool focusShown_ = false;
  XUnit unit_ = XUnit::Seconds;
  std::optional<std::pair<double, double>> band_;
  ChartScale scale_;
  std::vector<double> ticks_;
  std::optional<double> target_;
  QString targetText_;
  std::optional<double> mark_;
  std::optional<double> crosshair_;
  QString crosshairText_;
};

}  // namespace cleave::ui
