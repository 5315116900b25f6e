// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/network_map.h"

#include <QPainter>

#include "ui/map/feature_popup.h"
#include "ui/map/layer_card.h"
#include "ui/map/map_painter.h"

namespace cleave::ui {
namespace {

constexpr int kPaceMs = 120;   // between two requests shown: below that, nobody could tell one from the next
constexpr int kGlideMs = 180;  // begins fast, so that a new decision takes over from where the seam is
constexpr int kCardDelayMs = 120;

}  // namespace

NetworkMap::NetworkMap(QWidget* parent) : QWidget(parent), card_(new LayerCard(this)), popup_(new FeaturePopup(this)) {
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
  cardDelay_.setSingleShot(true);
  cardDelay_.setInterval(kCardDelayMs);
  connect(&cardDelay_, &QTimer::timeout, this, &NetworkMap::showCard);
  connect(popup_, &FeaturePopup::closed, this, [this] { select({}); });
}

NetworkMap::~NetworkMap() {
  popup_->disconnect(this);  // an open one closes when this is no map any more
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
  popup_->hide();
  card_->hide();
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
  if (card_->isVisible()) showCard();
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
  if (card_->isVisible()) showCard();
  if (popup_->isVisible()) popup_->showAt(anchorOf(state_.selected));
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
  popup_->showFeature(view);
}

}  // namespace cleave::ui
