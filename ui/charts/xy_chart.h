// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QSet>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"
#include "ui/charts/xy_legend.h"
#include "ui/charts/xy_readout.h"

namespace cleave::ui {

/// A chart of a few curves that stand still or grow slowly, painted here: Qt Charts has no bands, labels, readout or
/// zoom of this kind. The wheel zooms (Ctrl: x only, Shift: y only), a drag zooms into its rectangle, a double click
/// shows everything again; while zoomed, new data does not move the view. A click in the legend hides or shows.
class XyChart : public QWidget {
  Q_OBJECT

 public:
  explicit XyChart(QWidget* parent = nullptr);

  /// What its figure and files are called; none: by its axes.
  void setTitle(const QString& title);
  [[nodiscard]] QString title() const;
  /// With units: "latency (ms)".
  void setAxisTitles(const QString& x, const QString& y);
  [[nodiscard]] const QString& xTitle() const { return xTitle_; }
  [[nodiscard]] const QString& yTitle() const { return yTitle_; }
  void setLogX(bool on);
  void setLogY(bool on);
  [[nodiscard]] bool logX() const { return logX_; }
  [[nodiscard]] bool logY() const { return logY_; }
  /// What an axis shows while not zoomed; nothing: all that there is.
  void setXRange(std::optional<XyRange> range);
  void setYRange(std::optional<XyRange> range);
  /// Where an axis does not simply show all that there is.
  [[nodiscard]] std::optional<XyRange> chosenX() const { return zoomX_ ? zoomX_ : rangeX_; }
  [[nodiscard]] std::optional<XyRange> chosenY() const { return zoomY_ ? zoomY_ : rangeY_; }
  /// Names should differ: hiding and highlighting go by them, and outlast new curves.
  void setCurves(std::vector<XyCurve> curves);
  [[nodiscard]] const std::vector<XyCurve>& curves() const { return curves_; }
  void setMarks(std::vector<XyMark> marks);
  [[nodiscard]] const std::vector<XyMark>& marks() const { return marks_; }
  /// What stands in the middle while no curve has a point.
  void setEmptyText(const QString& text);
  /// Without it where names are known from elsewhere.
  void setLegendVisible(bool visible);
  /// Draws the curve of this name stronger and all others fainter; empty, or unknown: all alike.
  void setHighlighted(const QString& name);
  [[nodiscard]] QString highlighted() const { return highlighted_; }
  void setCurveVisible(const QString& name, bool visible);
  [[nodiscard]] bool isCurveVisible(const QString& name) const { return !hidden_.contains(name); }

  void zoomTo(const XyRange& x, const XyRange& y);
  void showAll();
  [[nodiscard]] bool isZoomed() const { return zoomX_ || zoomY_; }

  /// Where what is, in this widget's pixels.
  [[nodiscard]] const XyFrame& frame() const;
  [[nodiscard]] const XyLegend& legend() const;
  /// What is told at the cursor now; no rows while it is elsewhere.
  [[nodiscard]] XyReadout readout() const;
  /// As shown, without the cursor, twice as fine, on the panel's colour.
  [[nodiscard]] QPixmap picture() const;
  /// The curves that are shown.
  [[nodiscard]] std::vector<XyCurve> shownCurves() const;
  [[nodiscard]] QString csv() const;
  [[nodiscard]] QSize sizeHint() const override { return {420, 260}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, 84}; }

 Q_SIGNALS:
  /// Of the curve at the click; empty for a click on nothing.
  void curveClicked(const QString& name);
  void curveVisibleChanged(const QString& name, bool visible);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  void changed();
  void layOut() const;
  void layOutAxes(double left, double top) const;
  [[nodiscard]] XyRange wholeX() const;
  [[nodiscard]] XyRange wholeY() const;
  [[nodiscard]] XyRange whole(bool x) const;
  [[nodiscard]] std::vector<bool> shown() const;
  [[nodiscard]] bool isEmpty() const;
  [[nodiscard]] QColor colourOf(std::size_t curve) const;
  void paintStill(QPainter& painter) const;
  void paintAxes(QPainter& painter) const;
  std::vector<QRectF> paintMarks(QPainter& painter) const;  ///< where their labels are
  void paintLegend(QPainter& painter) const;
  void paintCursor(QPainter& painter) const;
  void makeActions();
  void openCurvesMenu(const QPoint& at);

  QString title_, xTitle_, yTitle_, emptyText_, highlighted_;
  bool logX_ = false, logY_ = false, legendVisible_ = true;
  std::optional<XyRange> rangeX_, rangeY_, zoomX_, zoomY_;
  std::vector<XyCurve> curves_;
  std::vector<XyMark> marks_;
  QSet<QString> hidden_;
  std::optional<QPointF> cursor_, dragFrom_;
  QAction* logXAction_ = nullptr;
  QAction* logYAction_ = nullptr;
  // What follows from the above and the size; made when needed.
  mutable bool laidOut_ = false;
  mutable XyFrame frame_;
  mutable XyLegend legend_;
  mutable std::vector<double> ticksX_, ticksY_;
  mutable QPixmap still_;  ///< all but the cursor
};

}  // namespace cleave::ui
