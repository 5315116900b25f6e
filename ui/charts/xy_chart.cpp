// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_chart.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPaintEngine>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/charts/xy_chart_painter.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kLeastDrag = 6;    // pixels; less is a click
constexpr double kClickReach = 14;  // pixels around a line
constexpr double kWheelStep = 0.8;  // of the range, a notch

}  // namespace

XyChart::XyChart(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::ClickFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  makeActions();
}

void XyChart::changed() {
  layout_.reset();
  still_ = QPixmap();
  update();
}

void XyChart::setTitle(const QString& title) {
  title_ = title;
  setAccessibleName(this->title());
}

QString XyChart::title() const {
  return title_.isEmpty() ? tr("%1 against %2").arg(content_.yTitle, content_.xTitle) : title_;
}

void XyChart::setAxisTitles(const QString& x, const QString& y) {
  content_.xTitle = x;
  content_.yTitle = y;
  setAccessibleName(title());
  changed();
}

void XyChart::setLogX(bool on) {
  if (content_.logX == on) return;
  content_.logX = on;
  logXAction_->setChecked(on);
  content_.zoomX.reset();
  changed();
}

void XyChart::setLogY(bool on) {
  if (content_.logY == on) return;
  content_.logY = on;
  logYAction_->setChecked(on);
  content_.zoomY.reset();
  changed();
}

void XyChart::setXRange(std::optional<XyRange> range) {
  content_.rangeX = range;
  changed();
}

void XyChart::setYRange(std::optional<XyRange> range) {
  content_.rangeY = range;
  changed();
}

void XyChart::setCurves(std::vector<XyCurve> curves) {
  content_.curves = std::move(curves);
  changed();
}

void XyChart::setMarks(std::vector<XyMark> marks) {
  content_.marks = std::move(marks);
  changed();
}

void XyChart::setEmptyText(const QString& text) {
  content_.emptyText = text;
  changed();
}

void XyChart::setLegendVisible(bool visible) {
  content_.legendVisible = visible;
  changed();
}

void XyChart::setHighlighted(const QString& name) {
  if (content_.highlighted == name) return;
  content_.highlighted = name;
  changed();
}

void XyChart::setCurveVisible(const QString& name, bool visible) {
  if (isCurveVisible(name) == visible) return;
  if (visible) {
    content_.hidden.remove(name);
  } else {
    content_.hidden.insert(name);
  }
  changed();
  Q_EMIT curveVisibleChanged(name, visible);
}

void XyChart::zoomTo(const XyRange& x, const XyRange& y) {
  content_.zoomX = x;
  content_.zoomY = y;
  changed();
}

void XyChart::showAll() {
  content_.zoomX.reset();
  content_.zoomY.reset();
  changed();
}

const XyLayout& XyChart::layOut() const {
  if (!layout_) layout_ = XyLayout::of(content_, size());
  return *layout_;
}

XyReadout XyChart::readout() const {
  if (!cursor_ || dragFrom_ || !frame().plot.contains(*cursor_)) return {};
  const double room = std::max(frame().plot.height() / 16 - 2, 1.0);
  return XyReadout::of(hitsAt(*cursor_, content_.curves, content_.visible(), frame()), content_.curves, content_.xTitle,
                       content_.yTitle, static_cast<std::size_t>(room));
}

QPixmap XyChart::picture() const {
  constexpr double kFiner = 2;
  QPixmap picture(size() * kFiner);
  picture.setDevicePixelRatio(kFiner);
  picture.fill(coloursOf(*this).panel);
  QPainter painter(&picture);
  XyChartPainter(painter, content_, layOut(), coloursOf(*this)).paint();
  return picture;
}

std::vector<XyCurve> XyChart::shownCurves() const {
  std::vector<XyCurve> seen;
  for (const XyCurve& curve : content_.curves) {
    if (content_.isVisible(curve)) seen.push_back(curve);
  }
  return seen;
}

QString XyChart::csv() const {
  return toCsv(shownCurves(), content_.xTitle, content_.yTitle);
}

void XyChart::paintEvent(QPaintEvent*) {
  const double ratio = devicePixelRatioF();
  QPainter painter(this);
  // Into a larger picture or a vector file: what is kept for the screen would be coarse there.
  const bool screen = painter.paintEngine()->type() == QPaintEngine::Raster && painter.deviceTransform().m11() == ratio;
  if (!screen) {
    XyChartPainter(painter, content_, layOut(), coloursOf(*this)).paint();
    return;
  }
  if (still_.isNull() || still_.devicePixelRatio() != ratio) {
    still_ =
        QPixmap(QSize(static_cast<int>(std::ceil(width() * ratio)), static_cast<int>(std::ceil(height() * ratio))));
    still_.setDevicePixelRatio(ratio);
    still_.fill(Qt::transparent);
    QPainter keeps(&still_);
    XyChartPainter(keeps, content_, layOut(), coloursOf(*this)).paint();
  }
  painter.drawPixmap(0, 0, still_);
  painter.setRenderHint(QPainter::Antialiasing);
  XyChartPainter pointer(painter, content_, layOut(), coloursOf(*this));
  if (dragFrom_ && cursor_) {
    pointer.paintDrag(*dragFrom_, *cursor_);
  } else if (cursor_) {
    pointer.paintCursor(*cursor_, readout());
  }
}

void XyChart::resizeEvent(QResizeEvent*) {
  changed();
}

void XyChart::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) changed();
  QWidget::changeEvent(event);
}

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
  QAction* pictureAction = add(tr("Copy &image"), QStringLiteral("copyPicture"));
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
  QAction* all = add(tr("Show &all"), QStringLiteral("showAll"));
  all->setShortcut(Qt::Key_Home);
  connect(all, &QAction::triggered, this, &XyChart::showAll);
}

void XyChart::openCurvesMenu(const QPoint& at) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const XyCurve& curve : content_.curves) {
    QAction* action = menu->addAction(curve.name);
    action->setCheckable(true);
    action->setChecked(content_.isVisible(curve));
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
    const QString name = content_.curves[*curve].name;
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
    const QPointF low = frame().placeOf(box.bottomLeft());
    const QPointF high = frame().placeOf(box.topRight());
    zoomTo(frame().x.part(low.x(), high.x()), frame().y.part(low.y(), high.y()));
    return;
  }
  const auto hits = hitsAt(event->position(), content_.curves, content_.visible(), frame());
  const bool near = !hits.empty() && hits.front().distance <= kClickReach;
  Q_EMIT curveClicked(near ? content_.curves[hits.front().curve].name : QString());
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
  if (!frame().plot.contains(event->position()) || notches == 0 || content_.isEmpty()) return event->ignore();
  const double factor = std::pow(kWheelStep, notches);
  const auto around = [factor](const XyAxis& axis, double at) {
    return axis.part(at - at * factor, at + (1 - at) * factor);
  };
  if (!event->modifiers().testFlag(Qt::ShiftModifier)) content_.zoomX = around(frame().x, place.x());
  if (!event->modifiers().testFlag(Qt::ControlModifier)) content_.zoomY = around(frame().y, place.y());
  changed();
  event->accept();
}

}  // namespace cleave::ui
