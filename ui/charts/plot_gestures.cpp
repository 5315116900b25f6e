// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_gestures.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <QWidget>
#include <algorithm>
#include <cmath>

#include "ui/charts/plot_overlay.h"

namespace cleave::ui {
namespace {

constexpr double kDragPixels = 4;  // less is a click
constexpr double kZoomOfKey = 1.5;
constexpr double kPanOfKey = 0.1;        // of what is shown
constexpr double kZoomOfWheel = 1.0015;  // per eighth of a degree: 1.2 a notch

}  // namespace

PlotGestures::PlotGestures(QWidget* focus, QWidget* surface, const AxisSource* source, std::function<QRectF()> plotArea)
    : QObject(focus), focus_(focus), surface_(surface), source_(source), plotArea_(std::move(plotArea)) {
  focus_->setFocusPolicy(Qt::StrongFocus);
  surface_->setMouseTracking(true);
  surface_->installEventFilter(this);
  if (focus_ != surface_) focus_->installEventFilter(this);
  setAxis(nullptr);
}

PlotGestures::~PlotGestures() {
  if (axis_) axis_->detach(source_);
}

void PlotGestures::setAxis(TimeAxis* axis) {
  if (axis && axis == axis_) return;
  TimeAxis* old = axis_;
  if (old) {
    old->detach(source_);
    old->disconnect(this);
  }
  axis_ = axis ? axis : new TimeAxis(this);
  if (old && old->parent() == this) delete old;
  axis_->attach(source_);
  connect(axis_, &TimeAxis::rangeChanged, this, &PlotGestures::rangeChanged);
  connect(axis_, &TimeAxis::liveChanged, this, &PlotGestures::rangeChanged);
  connect(axis_, &TimeAxis::crosshairChanged, this, &PlotGestures::crosshairChanged);
  connect(axis_, &TimeAxis::markChanged, this, &PlotGestures::markChanged);
  connect(axis_, &TimeAxis::allShown, this, &PlotGestures::allShown);
  if (axis) {
    connect(axis, &QObject::destroyed, this, [this, axis] {
      if (axis_.isNull() || axis_ == axis) setAxis(nullptr);
    });
  }
  Q_EMIT rangeChanged();
}

double PlotGestures::xAt(double pixel) const {
  const QRectF plot = plotArea_();
  const TimeAxis::Range range = axis_->range();
  return range.low + std::clamp((pixel - plot.left()) / std::max(1.0, plot.width()), 0.0, 1.0) * range.span();
}

std::optional<std::pair<double, double>> PlotGestures::band() const {
  if (drag_ != Drag::Band) return std::nullopt;
  const QRectF plot = plotArea_();
  const auto inside = [&](double x) { return std::clamp(x, plot.left(), plot.right()); };
  return std::minmax({inside(pressedAt_.x()), inside(pointer_.x())});
}

void PlotGestures::holdCrosshair() {
  if (hovering_) axis_->setCrosshair(xAt(pointer_.x()));
}

bool PlotGestures::eventFilter(QObject* object, QEvent* event) {
  if (object == surface_) {
    switch (event->type()) {
      case QEvent::Wheel:
        return wheel(static_cast<QWheelEvent&>(*event));
      case QEvent::MouseButtonPress:
        return press(static_cast<QMouseEvent&>(*event));
      case QEvent::MouseMove:
        return move(static_cast<QMouseEvent&>(*event));
      case QEvent::MouseButtonRelease:
        return release(static_cast<QMouseEvent&>(*event));
      case QEvent::MouseButtonDblClick:
        return doubleClick(static_cast<QMouseEvent&>(*event));
      case QEvent::Leave:
        hovering_ = false;
        axis_->setCrosshair(std::nullopt);
        return false;
      default:
        break;
    }
  }
  if (object == focus_) {
    if (event->type() == QEvent::ShortcutOverride && handlesKey(static_cast<QKeyEvent&>(*event))) event->accept();
    if (event->type() == QEvent::KeyPress && key(static_cast<QKeyEvent&>(*event))) return true;
  }
  return false;
}

bool PlotGestures::wheel(const QWheelEvent& event) {
  const QPoint turned = event.angleDelta();
  if (event.modifiers().testFlag(Qt::ControlModifier)) {
    const QRectF plot = plotArea_();
    Q_EMIT heightZoomed(std::pow(kZoomOfWheel, turned.y()),
                        (plot.bottom() - event.position().y()) / std::max(1.0, plot.height()));
    return true;
  }
  const bool sideways = std::abs(turned.x()) > std::abs(turned.y());
  if (sideways || event.modifiers().testFlag(Qt::ShiftModifier)) {
    const double step = sideways ? turned.x() : turned.y();
    axis_->pan(-step / 120 * kPanOfKey * axis_->range().span());
  } else {
    axis_->zoom(std::pow(kZoomOfWheel, turned.y()), xAt(event.position().x()));
  }
  return true;
}

bool PlotGestures::press(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return false;
  focus_->setFocus(Qt::MouseFocusReason);
  if (chipShown() && frozenChipRect(plotArea_()).contains(event.position())) {
    axis_->goLive();
    markBefore_.reset();
    return true;
  }
  markBefore_ = axis_->mark();
  pressedAt_ = pointer_ = event.position();
  pressedRange_ = axis_->range();
  drag_ = event.modifiers().testFlag(Qt::ShiftModifier) ? Drag::Band : Drag::Pressed;
  return true;
}

bool PlotGestures::move(const QMouseEvent& event) {
  pointer_ = event.position();
  if (drag_ == Drag::Pressed && std::abs(pointer_.x() - pressedAt_.x()) >= kDragPixels) {
    drag_ = Drag::Pan;
    pressedRange_ = axis_->range();
    pressedAt_ = pointer_;
    surface_->setCursor(Qt::ClosedHandCursor);
  }
  if (drag_ == Drag::Pan) {
    const double delta = (pressedAt_.x() - pointer_.x()) / std::max(1.0, plotArea_().width()) * pressedRange_.span();
    axis_->setRange(pressedRange_.low + delta, pressedRange_.high + delta);
    return true;
  }
  if (drag_ == Drag::Band) Q_EMIT bandChanged();
  const QRectF plot = plotArea_();
  hovering_ = pointer_.x() >= plot.left() && pointer_.x() <= plot.right();
  axis_->setCrosshair(hovering_ ? std::optional(xAt(pointer_.x())) : std::nullopt);
  if (drag_ == Drag::None) {
    const bool onChip = chipShown() && frozenChipRect(plot).contains(pointer_);
    surface_->setCursor(onChip ? Qt::PointingHandCursor : Qt::ArrowCursor);
  }
  return true;
}

bool PlotGestures::release(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return false;
  pointer_ = event.position();
  if (drag_ == Drag::Pressed && plotArea_().contains(pointer_)) axis_->pick(xAt(pointer_.x()));
  if (const auto span = band(); span && span->second - span->first >= kDragPixels) {
    axis_->setRange(xAt(span->first), xAt(span->second));
  }
  endDrag();
  return true;
}

bool PlotGestures::doubleClick(const QMouseEvent& event) {
  if (event.button() != Qt::LeftButton) return false;
  endDrag();
  axis_->setMark(markBefore_);
  axis_->showAll();
  return true;
}

void PlotGestures::endDrag() {
  drag_ = Drag::None;
  surface_->setCursor(Qt::ArrowCursor);
  Q_EMIT bandChanged();
}

bool PlotGestures::handlesKey(const QKeyEvent& event) const {
  if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
  switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_L:
    case Qt::Key_Comma:
    case Qt::Key_Period:
      return true;
    case Qt::Key_Escape:
      return drag_ == Drag::Band;
    default:
      return false;
  }
}

bool PlotGestures::key(const QKeyEvent& event) {
  if (!handlesKey(event)) return false;
  const double step = kPanOfKey * axis_->range().span();
  switch (event.key()) {
    case Qt::Key_Left:
      axis_->pan(-step);
      break;
    case Qt::Key_Right:
      axis_->pan(step);
      break;
    case Qt::Key_Up:
      Q_EMIT heightZoomed(kZoomOfKey, 0.5);
      break;
    case Qt::Key_Down:
      Q_EMIT heightZoomed(1 / kZoomOfKey, 0.5);
      break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:  // the same key without Shift
      axis_->zoom(kZoomOfKey);
      break;
    case Qt::Key_Minus:
      axis_->zoom(1 / kZoomOfKey);
      break;
    case Qt::Key_Home:
      axis_->showAll();
      break;
    case Qt::Key_Comma:
      axis_->step(-1);
      break;
    case Qt::Key_Period:
      axis_->step(1);
      break;
    case Qt::Key_Escape:
      endDrag();
      break;
    default:
      axis_->goLive();
  }
  return true;
}

}  // namespace cleave::ui
