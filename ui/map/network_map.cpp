// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/network_map.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/map/map_painter.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

constexpr int kGlideMs = 220;

}  // namespace

NetworkMap::NetworkMap(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  glide_.setStartValue(0.0);
  glide_.setEndValue(1.0);
  glide_.setDuration(kGlideMs);
  glide_.setEasingCurve(QEasingCurve::InOutCubic);
  connect(&glide_, &QVariantAnimation::valueChanged, this, [this](const QVariant& t) {
    state_.seam = interpolated(seamFrom_, seamTo_, t.toDouble());
    update();
  });
}

void NetworkMap::setNetwork(const NetworkDescription& network, std::vector<double> exitAccuracy) {
  network_ = network;
  state_.exitAccuracy = std::move(exitAccuracy);
  clearRun();
  relayout();
}

void NetworkMap::setDeviceName(const QString& name) {
  state_.deviceName = name;
  update();
}

void NetworkMap::clearRun() {
  glide_.stop();
  state_.record.reset();
  state_.frame = {};
  state_.cutShares.clear();
  recentCuts_.clear();
  state_.trunkMs.assign(network_.trunk.size(), -1.0);
  state_.branchMs.clear();
  for (const auto& exit : network_.exits) state_.branchMs.emplace_back(exit.branch.size(), -1.0);
  update();
}

void NetworkMap::count(const Decision& decision) {
  if (decision.exit < 1 || decision.exit > network_.exitCount()) return;
  // Cuts inside a branch count for the layer that it hangs from.
  recentCuts_.push(std::min(decision.partition, network_.trunkLayers(decision.exit)));
}

void NetworkMap::showRequest(const RequestRecord& record, const QImage& frame) {
  if (record.decision.exit < 1 || record.decision.exit > network_.exitCount()) return;
  const bool first = !state_.record;
  state_.record = record;
  state_.decision = record.decision;
  state_.frame = frame;
  takeTimes(record);
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
  update();
}

void NetworkMap::moveSeam(const Seam& to) {
  if (to == seamTo_) return;
  seamFrom_ = state_.seam;
  seamTo_ = to;
  glide_.stop();
  glide_.start();
}

void NetworkMap::takeTimes(const RequestRecord& record) {
  const auto exit = static_cast<std::size_t>(record.decision.exit - 1);
  const auto trunkLayers = static_cast<std::size_t>(network_.trunkLayers(record.decision.exit));
  for (std::size_t i = 0; i < record.layerMs.size(); ++i) {
    const double ms = static_cast<double>(record.layerMs[i]);
    if (i < trunkLayers) {
      if (i < state_.trunkMs.size()) state_.trunkMs[i] = ms;
    } else if (i - trunkLayers < state_.branchMs[exit].size()) {
      state_.branchMs[exit][i - trunkLayers] = ms;
    }
  }
}

void NetworkMap::relayout() {
  layout_ = MapLayout(network_, QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  glide_.stop();
  state_.seam = seamTo_ = layout_.seam(state_.decision);
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

bool NetworkMap::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
    return true;
  }
  return QWidget::event(event);
}

QString NetworkMap::toolTipAt(const QPointF& position) const {
  const auto text = [](const MapBlock& block, double ms) {
    return tr("%1: %2 elements%3").arg(block.name, block.shape, ms < 0 ? QString() : tr(", %1").arg(formatMs(ms)));
  };
  for (std::size_t i = 0; i < layout_.trunk.size(); ++i) {
    if (layout_.trunk[i].face.adjusted(-3, -9, 9, 3).contains(position))
      return text(layout_.trunk[i], state_.trunkMs[i]);
  }
  for (std::size_t e = 0; e < layout_.exits.size(); ++e) {
    for (std::size_t i = 0; i < layout_.exits[e].branch.size(); ++i) {
      if (layout_.exits[e].branch[i].face.adjusted(-3, -2, 3, 2).contains(position)) {
        return text(layout_.exits[e].branch[i], state_.branchMs[e][i]);
      }
    }
  }
  return {};
}

}  // namespace cleave::ui
