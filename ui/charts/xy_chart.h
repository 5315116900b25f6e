// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"
#include "ui/charts/xy_layout.h"
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
  [[nodiscard]] const QString& xTitle() const { return content_.xTitle; }
  [[nodiscard]] const QString& yTitle() const { return content_.yTitle; }
  void setLogX(bool on);
  void setLogY(bool on);
  [[nodiscard]] bool logX() const { return content_.logX; }
  [[nodiscard]] bool logY() const { return content_.logY; }
  /// What an axis shows while not zoomed; nothing: all that there is.
  void setXRange(std::optional<XyRange> range);
  void setYRange(std::optional<XyRange> range);
  /// Where an axis does not simply show all that there is.
  [[nodiscard]] std::optional<XyRange> chosenX() const { return content_.zoomX ? content_.zoomX : content_.rangeX; }
  [[nodiscard]] std::optional<XyRange> chosenY() const { return content_.zoomY ? content_.zoomY : content_.rangeY; }
  /// Names should differ: hiding and highlighting go by them, and outlast new curves.
  void setCurves(std::vector<XyCurve> curves);
  [[nodiscard]] const std::vector<XyCurve>& curves() const { return content_.curves; }
  void setMarks(std::vector<XyMark> marks);
  [[nodiscard]] const std::vector<XyMark>& marks() const { return content_.marks; }
  /// What stands in the middle while no curve has a point.
  void setEmptyText(const QString& text);
  /// Without it where names are known from elsewhere.
  void setLegendVisible(bool visible);
  /// Draws the curve of this name stronger and all others fainter; empty, or unknown: all alike.
  void setHighlighted(const QString& name);
  [[nodiscard]] QString highlighted() const { return content_.highlighted; }
  void setCurveVisible(const QString& name, bool visible);
  [[nodiscard]] bool isCurveVisible(const QString& name) const { return !content_.hidden.contains(name); }

  void zoomTo(const XyRange& x, const XyRange& y);
  void showAll();
  [[nodiscard]] bool isZoomed() const { return content_.zoomX || content_.zoomY; }

  /// Where what is, in this widget's pixels.
  [[nodiscard]] const XyFrame& frame() const { return layOut().frame; }
  [[nodiscard]] const XyLegend& legend() const { return layOut().legend; }
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
  /// Of what there is now.
  const XyLayout& layOut() const;
  void makeActions();
  void openCurvesMenu(const QPoint& at);

  QString title_;
  XyContent content_;
  std::optional<QPointF> cursor_, dragFrom_;
  QAction* logXAction_ = nullptr;
  QAction* logYAction_ = nullptr;
  // What follows from the content and the size; made when needed.
  mutable std::optional<XyLayout> layout_;
  QPixmap still_;  ///< all but what follows the pointer
};

}  // namespace cleave::ui
