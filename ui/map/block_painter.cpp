// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/block_painter.h"

#include <algorithm>
#include <cmath>

#include "ui/map/map_card.h"

namespace cleave::ui {

BlockPainter::BlockPainter(QPainter& painter, const MapLayout& layout, const MapState& state, const Colours& colours)
    : p_(painter), layout_(layout), state_(state), c_(colours) {
  if (!isLive()) return;
  for (const float ms : state_.record->layerMs) slowest_ = std::max(slowest_, static_cast<double>(ms));
}

// Over two decades below the slowest layer of the request, so that a pool of a tenth of its convolution's time is
// paler, and one of a hundredth the palest.
double BlockPainter::strength(double ms) const {
  if (ms < 0 || slowest_ <= 0) return 0.5;
  return std::clamp(1 + std::log10(std::max(ms, 1e-6) / slowest_) / 2, 0.0, 1.0);
}

const MapExit* BlockPainter::takenExit() const {
  const int exit = state_.decision.exit;
  if (!isLive() || exit < 1 || exit > static_cast<int>(layout_.exits.size())) return nullptr;
  return &layout_.exits[static_cast<std::size_t>(exit - 1)];
}

bool BlockPainter::isDeviceOnly() const {
  return isLive() && deviceOnly(layout_, state_.decision);
}

MapSide BlockPainter::trunkSide(std::size_t layer) const {
  const MapExit* exit = takenExit();
  if (!exit || layer >= exit->trunkLayers) return MapSide::Idle;
  return layer < static_cast<std::size_t>(state_.decision.partition) ? MapSide::Device : MapSide::Edge;
}

MapSide BlockPainter::branchSide(std::size_t exit, std::size_t layer) const {
  if (takenExit() != &layout_.exits[exit]) return MapSide::Idle;
  const std::size_t at = layout_.exits[exit].trunkLayers + layer;
  return at < static_cast<std::size_t>(state_.decision.partition) ? MapSide::Device : MapSide::Edge;
}

QColor BlockPainter::colour(MapSide side) const {
  if (side == MapSide::Idle) return c_.faint;
  return side == MapSide::Device ? c_.device : c_.edge;
}

void BlockPainter::paint(const MapBlock& block, MapSide side, double ms) {
  const QColor ink = colour(side);
  const bool idle = side == MapSide::Idle;
  const QColor fill = idle ? mix(c_.panel, c_.faint, (c_.dark ? 0.35 : 0.16) + (ms < 0 ? 0 : 0.6 * strength(ms)))
                           : mix(c_.panel, ink, 0.22 + 0.78 * strength(ms));
  p_.setPen(QPen(idle ? c_.faint : ink, idle ? 1 : 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (block.depth > 1) {  // oblique top and right side: how wide and high the tensor is
    const QRectF& f = block.face;
    const QPointF d(block.depth, -block.depth);
    p_.setBrush(mix(fill, Qt::white, c_.dark ? 0.18 : 0.38));
    p_.drawPolygon(QPolygonF({f.topLeft(), f.topLeft() + d, f.topRight() + d, f.topRight()}));
    p_.setBrush(mix(fill, Qt::black, c_.dark ? 0.30 : 0.14));
    p_.drawPolygon(QPolygonF({f.topRight(), f.topRight() + d, f.bottomRight() + d, f.bottomRight()}));
  }
  p_.setBrush(fill);
  if (block.depth > 1) {
    p_.drawRect(block.face);
  } else {
    p_.drawRoundedRect(block.face, 2.5, 2.5);
  }
}

}  // namespace cleave::ui
