// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QRectF>
#include <functional>
#include <optional>

#include "ui/charts/time_axis.h"

QT_BEGIN_NAMESPACE
class QKeyEvent;
class QMouseEvent;
class QWheelEvent;
class QWidget;
QT_END_NAMESPACE

namespace cleave::ui {

/// What mouse and keyboard do to a chart's TimeAxis, the same for every chart: wheel zooms around the pointer (Shift or
/// sideways: pans), drag pans, Shift+drag selects a span, double click shows all; Left and Right pan, + and - zoom,
/// Home shows all, L or End goes back to live; a click picks the request there, comma and full stop the ones beside it.
/// Ctrl+wheel, Up and Down zoom the chart's own height, which it does
/// itself. Holds the axis: the shared one, or one of its own.
class PlotGestures : public QObject {
  Q_OBJECT

 public:
  /// `surface` gets the mouse, `focus` the keys (both may be one widget and are its owners'); `plotArea` lies in
  /// the surface's pixels. The axis learns of `source`.
  PlotGestures(QWidget* focus, QWidget* surface, const AxisSource* source, std::function<QRectF()> plotArea);
  ~PlotGestures() override;

  /// nullptr: one of its own.
  void setAxis(TimeAxis* axis);
  [[nodiscard]] TimeAxis& axis() const { return *axis_; }

  /// The span that is being selected, in pixels of the surface.
  [[nodiscard]] std::optional<std::pair<double, double>> band() const;
  /// The axis moved below a resting pointer: the crosshair stays under it.
  void holdCrosshair();
  [[nodiscard]] bool chipShown() const { return chip_ && !axis_->isLive() && axis_->isFollowing(); }
  /// Off for plots that stand over another one, which has it.
  void setChip(bool on) { chip_ = on; }

 Q_SIGNALS:
  void rangeChanged();  ///< or unit, or live
  void crosshairChanged();
  void markChanged();
  void allShown();
  /// By `factor` around `place`: 0 at the plot's bottom, 1 at its top.
  void heightZoomed(double factor, double place);
  void bandChanged();

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  [[nodiscard]] double xAt(double pixel) const;
  bool wheel(const QWheelEvent& event);
  bool press(const QMouseEvent& event);
  bool move(const QMouseEvent& event);
  bool release(const QMouseEvent& event);
  bool doubleClick(const QMouseEvent& event);
  bool handlesKey(const QKeyEvent& event) const;
  bool key(const QKeyEvent& event);
  void endDrag();

  enum class Drag { None, Pressed, Pan, Band };

  QWidget* focus_;
  QWidget* surface_;
  const AxisSource* source_;
  std::function<QRectF()> plotArea_;
  QPointer<TimeAxis> axis_;
  Drag drag_ = Drag::None;
  QPointF pressedAt_;
  QPointF pointer_;
  bool hovering_ = false;
  bool chip_ = true;
  TimeAxis::Range pressedRange_;
  std::optional<AxisMark> markBefore_;  ///< the click, for a double click begins with one
};

}  // namespace cleave::ui
