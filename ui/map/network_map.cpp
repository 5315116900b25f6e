// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/network_map.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/map/map_card.h"
#include "ui/map/map_inspector.h"
#include "ui/map/map_painter.h"

namespace cleave::ui {
namespace {

constexpr int kPaceMs = 120;   // between two requests shown: below that, nobody could tell one from the next
constexpr int kGlideMs = 180;  // begins fast, so that a new decision takes over from where the seam is

}  // namespace

using Kind = MapTarget::Kind;

NetworkMap::NetworkMap(QWidget* parent)
    : QWidget(parent), inspector_(new MapInspector(*this, network_, layout_, state_, times_)) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Network map"));
  setAccessibleDescription(tr("Left and Right select a layer, Up and Down enter a branch, Enter shows its feature."));
  glide_.setStartValue(0.0);
  glide_.setEndValue(1.0);
  glide_.setDuration(kGlideMs);
  glide_.setEasingCurve(QEasingCurve::OutCubic);
  connect(&glide_, &QVariantAnimation::valueChanged, this, [this](const QVariant& t) {
    state_.seam = interpolated(seamFrom_, seamTo_, t.toDouble());
    update();
  });
  pace_.setSingleShot(true);
  pace_.setInterval(kPaceMs);
  connect(&pace_, &QTimer::timeout, this, [this] {
    if (!waiting_) return;
    present(*std::exchange(waiting_, std::nullopt));
    pace_.start();
  });
  connect(inspector_, &MapInspector::closed, this, [this] { select({}); });
}

NetworkMap::~NetworkMap() {
  inspector_->disconnect(this);  // an open popup closes when this is no map any more
}

void NetworkMap::setNetwork(const NetworkDescription& network, std::vector<double> exitAccuracy) {
  network_ = network;
  state_.exitAccuracy = std::move(exitAccuracy);
  times_.reset(network_);
  state_.hovered = state_.selected = {};
  clearRun();
  relayout();
}

void NetworkMap::setDeviceName(const QString& name) {
  state_.deviceName = name;
  update();
}

void NetworkMap::clearRun() {
  glide_.stop();
  pace_.stop();
  waiting_.reset();
  added_.reset();
  inspector_->close();
  state_.record.reset();
  state_.frame = {};
  state_.cutShares.clear();
  recentCuts_.clear();
  times_.clear();
  latestTrunkMs_.assign(network_.trunk.size(), -1.0);
  latestBranchMs_.clear();
  for (const auto& exit : network_.exits) latestBranchMs_.emplace_back(exit.branch.size(), -1.0);
  state_.trunkMs = latestTrunkMs_;
  state_.branchMs = latestBranchMs_;
  update();
}

void NetworkMap::add(const RequestRecord& record) {
  count(record.decision);
  times_.add(record);
  takeTimes(record, latestTrunkMs_, latestBranchMs_);
  added_ = record.id;
}

void NetworkMap::count(const Decision& decision) {
  if (decision.exit < 1 || decision.exit > network_.exitCount()) return;
  // Cuts inside a branch count for the layer that it hangs from.
  recentCuts_.push(std::min(decision.partition, network_.trunkLayers(decision.exit)));
}

void NetworkMap::showRequest(const RequestRecord& record, const QImage& frame) {
  if (record.decision.exit < 1 || record.decision.exit > network_.exitCount()) return;
  if (added_ != record.id) {
    times_.add(record);
    takeTimes(record, latestTrunkMs_, latestBranchMs_);
  }
  added_ = record.id;
  if (pace_.isActive() && isVisible()) {
    waiting_ = Shown{record, frame};
    return;
  }
  waiting_.reset();
  present({record, frame});
  pace_.start();
}

void NetworkMap::lookBackAt(const RequestRecord& record, const QImage& frame) {
  if (record.decision.exit < 1 || record.decision.exit > network_.exitCount()) return;
  waiting_.reset();
  present({record, frame});
}

void NetworkMap::showPast(LayerTimes times, const std::vector<RequestRecord>& last) {
  clearRun();
  times_ = std::move(times);
  for (const RequestRecord& record : last) {
    count(record.decision);
    takeTimes(record, latestTrunkMs_, latestBranchMs_);
    added_ = record.id;
  }
}

void NetworkMap::present(const Shown& shown) {
  const bool first = !state_.record;
  state_.record = shown.record;
  state_.decision = shown.record.decision;
  state_.frame = shown.frame;
  state_.trunkMs = latestTrunkMs_;
  state_.branchMs = latestBranchMs_;
  takeTimes(shown.record, state_.trunkMs, state_.branchMs);  // all of its own are of one request
  state_.cutShares.assign(network_.trunk.size(), 0.0);
  for (std::size_t i = 0; i < recentCuts_.size(); ++i) {
    const auto cut = static_cast<std::size_t>(recentCuts_[i]);
    if (cut < state_.cutShares.size()) state_.cutShares[cut] += 1.0 / static_cast<double>(recentCuts_.size());
  }
  const Seam to = layout_.seam(state_.decision);
  if (first || !isVisible()) {
    glide_.stop();
    state_.seam = seamTo_ = to;
  } else {
    moveSeam(to);
  }
  inspector_->followRequest();
  update();
}

void NetworkMap::moveSeam(const Seam& to) {
  if (to == seamTo_) return;
  seamFrom_ = state_.seam;
  seamTo_ = to;
  glide_.stop();
  glide_.start();
}

void NetworkMap::takeTimes(const RequestRecord& record, std::vector<double>& trunk,
                           std::vector<std::vector<double>>& branches) const {
  if (record.decision.exit < 1 || record.decision.exit > network_.exitCount()) return;
  auto& branch = branches[static_cast<std::size_t>(record.decision.exit - 1)];
  const auto trunkLayers = static_cast<std::size_t>(network_.trunkLayers(record.decision.exit));
  for (std::size_t i = 0; i < record.layerMs.size(); ++i) {
    const double ms = static_cast<double>(record.layerMs[i]);
    if (i < trunkLayers) {
      if (i < trunk.size()) trunk[i] = ms;
    } else if (i - trunkLayers < branch.size()) {
      branch[i - trunkLayers] = ms;
    }
  }
}

void NetworkMap::relayout() {
  layout_ = MapLayout(network_, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  glide_.stop();
  state_.seam = seamTo_ = layout_.seam(state_.decision);
  inspector_->followLayout();
  update();
}

void NetworkMap::paintEvent(QPaintEvent*) {
  if (layout_.trunk.empty()) return;
  QPainter painter(this);
  MapPainter(painter, layout_, state_, coloursOf(*this)).paint();
}

void NetworkMap::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  relayout();
}

void NetworkMap::showFeature(const FeatureView& view) {
  inspector_->showFeature(view);
}

MapTarget NetworkMap::targetAt(const QPointF& point) const {
  if (layout_.trunk.empty()) return {};
  if (state_.record && !deviceOnly(layout_, state_.decision)) {
    const Seam& seam = state_.seam;
    const double x = point.y() < seam.step ? seam.top : seam.bottom;
    if (std::abs(point.x() - x) < 4 && point.y() < layout_.labels + layout_.labelHeight) return {Kind::Seam};
    if (MapCard::of(layout_, state_).box.contains(point)) return {Kind::Seam};
  }
  return layout_.targetAt(point);
}

void NetworkMap::point(const MapTarget& target) {
  if (target == state_.hovered) return;
  state_.hovered = target;
  const bool opens = target && state_.record;
  setCursor(opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
  if (!target || target.kind == Kind::Seam) {
    inspector_->hideCard();
  } else {
    inspector_->showCardSoon();
  }
}

void NetworkMap::select(const MapTarget& target) {
  if (target == state_.selected) return;
  state_.selected = target;
  update();
  if (!target) return;
  setAccessibleDescription(textOf(inspector_->factsOf(target)));
  QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&changed);
}

void NetworkMap::inspect(const MapTarget& target) {
  if (!target || !state_.record) return;
  if (target.kind == Kind::Seam && deviceOnly(layout_, state_.decision)) return;
  const FeatureQuery query = inspector_->open(target);
  select(target);
  Q_EMIT featureWanted(query);
}

void NetworkMap::mouseMoveEvent(QMouseEvent* event) {
  point(targetAt(event->position()));
}

void NetworkMap::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  const MapTarget target = targetAt(event->position());
  if (target) {
    inspect(target);
  } else {
    inspector_->close();
    select({});
  }
}

void NetworkMap::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  point({});
}

void NetworkMap::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  if (!state_.hovered) inspector_->hideCard();
}

bool NetworkMap::takesKey(const QKeyEvent& event) const {
  if (event.modifiers() & ~Qt::KeypadModifier) return false;
  switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
      return !layout_.trunk.empty();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return static_cast<bool>(state_.selected);
    case Qt::Key_Escape:  // else it stops the run
      return inspector_->isOpen() || state_.selected;
    default:
      return false;
  }
}

bool NetworkMap::event(QEvent* event) {
  // While the map can use a key, the window's shortcuts do not get it.
  if (event->type() == QEvent::ShortcutOverride && takesKey(*static_cast<QKeyEvent*>(event))) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

void NetworkMap::keyPressEvent(QKeyEvent* event) {
  if (!takesKey(*event)) return QWidget::keyPressEvent(event);
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return inspect(state_.selected);
  if (event->key() == Qt::Key_Escape) {
    const bool wasOpen = inspector_->isOpen();
    const MapTarget kept = state_.selected;
    inspector_->close();
    select(wasOpen ? kept : MapTarget{});
    return;
  }
  state_.hovered = {};
  select(layout_.neighbour(state_.selected, event->key()));
  if (inspector_->isOpen()) {
    inspect(state_.selected);  // goes with the selection
  } else {
    inspector_->showCard();
  }
}

}  // namespace cleave::ui
