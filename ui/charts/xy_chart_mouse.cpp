// SPDX-License-Identifier: GPL-3.0-or-later
// What an XyChart does when it is pointed at.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>
#include <cmath>

#include "ui/charts/xy_chart.h"

namespace cleave::ui {
namespace {

constexpr double kLeastDrag = 6;    // pixels; less is a click
constexpr double kClickReach = 14;  // pixels around a line
constexpr double kWheelStep = 0.8;  // of the range, a notch

}  // namespace

void XyChart::makeActions() {
  setContextMenuPolicy(Qt::ActionsContextMenu);
  const auto add = [this](const QString& text, const QString& name) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcutContext(Qt::WidgetShortcut);
    addAction(action);
    return action;
  };
  const auto separate = [this] {
    auto* line = new QAction(this);
    line->setSeparator(true);
    addAction(line);
  };
  QAction* pictureAction = add(tr("Copy &picture"), QStringLiteral("copyPicture"));
  connect(pictureAction, &QAction::triggered, this, [this] { QApplication::clipboard()->setPixmap(picture()); });
  QAction* csvAction = add(tr("Copy &data (CSV)"), QStringLiteral("copyData"));
  csvAction->setShortcut(QKeySequence::Copy);
  connect(csvAction, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(csv()); });
  separate();
  logXAction_ = add(tr("Logarithmic &x axis"), QStringLiteral("logX"));
  logYAction_ = add(tr("Logarithmic &y axis"), QStringLiteral("logY"));
  for (QAction* action : {logXAction_, logYAction_}) action->setCheckable(true);
  connect(logXAction_, &QAction::toggled, this, &XyChart::setLogX);
  connect(logYAction_, &QAction::toggled, this, &XyChart::setLogY);
  separate();
  QAction* all = add(tr("Show &everything"), QStringLiteral("showAll"));
  all->setShortcut(Qt::Key_Home);
  connect(all, &QAction::triggered, this, &XyChart::showAll);
}

void XyChart::openCurvesMenu(const QPoint& at) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const XyCurve& curve : curves_) {
    QAction* action = menu->addAction(curve.name);
    action->setCheckable(true);
    action->setChecked(isCurveVisible(curve.name));
    connect(action, &QAction::toggled, this, [this, name = curve.name](bool on) { setCurveVisible(name, on); });
  }
  menu->popup(mapToGlobal(at));
}

void XyChart::leaveEvent(QEvent*) {
  cursor_.reset();
  update();
}

void XyChart::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  if (const auto curve = legend().curveAt(event->position())) {
    const QString name = curves_[*curve].name;
    setCurveVisible(name, !isCurveVisible(name));
  } else if (legend().more.contains(event->position())) {
    openCurvesMenu(event->pos());
  } else if (frame().plot.contains(event->position())) {
    dragFrom_ = event->position();
    cursor_ = event->position();
  }
}

void XyChart::mouseMoveEvent(QMouseEvent* event) {
  cursor_ = event->position();
  const bool onLegend = legend().curveAt(event->position()) || legend().more.contains(event->position());
  setCursor(onLegend ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void XyChart::mouseReleaseEvent(QMouseEvent* event) {
  if (!dragFrom_ || event->button() != Qt::LeftButton) return QWidget::mouseReleaseEvent(event);
  const QPointF from = *dragFrom_;
  dragFrom_.reset();
  const QRectF box = QRectF(from, event->position()).normalized().intersected(frame().plot);
  if (box.width() >= kLeastDrag && box.height() >= kLeastDrag) {
    const QPointF low = frame_.placeOf(box.bottomLeft());
    const QPointF high = frame_.placeOf(box.topRight());
    zoomTo(frame_.x.part(low.x(), high.x()), frame_.y.part(low.y(), high.y()));
    return;
  }
  const auto hits = hitsAt(event->position(), curves_, shown(), frame_);
  const bool near = !hits.empty() && hits.front().distance <= kClickReach;
  Q_EMIT curveClicked(near ? curves_[hits.front().curve].name : QString());
  update();
}

void XyChart::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (legend().curveAt(event->position())) return mousePressEvent(event);  // two quick clicks are two clicks
  showAll();
}

void XyChart::wheelEvent(QWheelEvent* event) {
  const QPointF place = frame().placeOf(event->position());
  const QPoint delta = event->angleDelta();  // some desktops turn a wheel with Shift or Alt sideways
  const double notches = (delta.y() != 0 ? delta.y() : delta.x()) / 120.0;
  if (!frame_.plot.contains(event->position()) || notches == 0 || isEmpty()) return event->ignore();
  const double factor = std::pow(kWheelStep, notches);
  const auto around = [factor](const XyAxis& axis, double at) {
    return axis.part(at - at * factor, at + (1 - at) * factor);
  };
  if (!event->modifiers().testFlag(Qt::ShiftModifier)) zoomX_ = around(frame_.x, place.x());
  if (!event->modifiers().testFlag(Qt::ControlModifier)) zoomY_ = around(frame_.y, place.y());
  changed();
  event->accept();
}

}  // namespace cleave::ui
