// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_layout.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/map/layer_facts.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

/// Side of a tensor relative to the frame's, flattened so that small ones stay visible.
double spatialPart(const Shape& shape, const Shape& frame) {
  if (shape.size() < 3) return 0;
  return std::pow(static_cast<double>(shape[1]) / static_cast<double>(std::max<std::int64_t>(1, frame[1])), 0.62);
}

double channelPart(const Shape& shape) {
  return std::clamp(std::log2(static_cast<double>(shape.empty() ? 1 : shape[0]) + 1) / 12, 0.15, 1.0);
}

double mixed(double a, double b, double t) {
  return (1 - t) * a + t * b;
}

}  // namespace

Seam interpolated(const Seam& from, const Seam& to, double t) {
  return {mixed(from.top, to.top, t), mixed(from.bottom, to.bottom, t), mixed(from.step, to.step, t)};
}

MapLayout::MapLayout(const NetworkDescription& network, const QRectF& area) : zone(area) {
  if (network.exits.empty() || network.trunk.empty() || area.width() < 50) return;
  compact = area.height() < 250;
  std::size_t deepest = 0;
  for (const auto& exit : network.exits) deepest = std::max(deepest, exit.branch.size());
  const double head = compact ? 42 : 78;  // names of the sides, then the seam's card
  const double pill = compact ? 30 : 36;
  const double branches = static_cast<double>(deepest) * (compact ? 9 : 15) + (compact ? 8 : 16);
  pitch = area.width() / (static_cast<double>(network.trunk.size()) + 1.35);
  chooseLabels(network);
  cardTop = area.top() + (compact ? 4 : 30);
  const double bottom = area.bottom() - (compact ? 5 : 10);
  const double blocks = std::max(24.0, bottom - pill - branches - labelHeight - area.top() - head);
  axis = area.top() + head + blocks / 2;
  labels = axis + blocks / 2 + 2;
  placeTrunk(network, blocks);
  placeExits(network, labels + labelHeight, bottom - pill);
}

void MapLayout::chooseLabels(const NetworkDescription& network) {
  const QFontMetricsF metrics(textFont(10, QFont::DemiBold));
  double longest = 0;
  for (const auto& layer : network.trunk) {
    longest = std::max(longest, metrics.horizontalAdvance(QString::fromStdString(layer.name)));
  }
  if (longest > pitch - 1) {
    labelStyle = LabelStyle::Upright;
    labelHeight = std::min(longest + 6, compact ? 46.0 : 76.0);
    labelEvery = static_cast<std::size_t>(std::max(1.0, std::ceil(12 / pitch)));
  } else {
    labelStyle = pitch < 48 ? LabelStyle::Tight : LabelStyle::Rows;
    labelHeight = compact ? 28 : 32;
  }
}

void MapLayout::placeTrunk(const NetworkDescription& network, double most) {
  const auto shapes = network.shapes(network.exitCount());
  const double side = std::min(most, pitch * 0.72);
  frame = QRectF(zone.left() + (pitch - side) / 2, axis - side / 2, side, side);
  const auto count = std::min(network.trunk.size(), static_cast<std::size_t>(network.trunkLayers(network.exitCount())));
  // The greatest feature, not the frame, fills the height.
  double greatest = 0.01;
  for (std::size_t i = 1; i <= count; ++i) greatest = std::max(greatest, spatialPart(shapes[i], shapes[0]));
  for (std::size_t i = 0; i < count; ++i) {
    const Shape& shape = shapes[i + 1];
    const double spatial = spatialPart(shape, shapes[0]) / greatest;
    const double least = compact ? 12 : 15;
    const double depth = spatial * std::min(9.0, pitch * 0.13);
    const double height = least + spatial * (most - depth - least);
    const double width = std::min(pitch * 0.6, 6 + channelPart(shape) * pitch * 0.46);
    const double x = (boundary(i) + boundary(i + 1)) / 2;
    trunk.push_back({QRectF(x - width / 2 - depth / 2, axis - height / 2 + depth / 2, width, height), depth,
                     QString::fromStdString(network.trunk[i].name), shapeText(shape)});
  }
}

void MapLayout::placeExits(const NetworkDescription& network, double top, double bottom) {
  const double pillHeight = compact ? 30 : 36;
  for (int e = 1; e <= network.exitCount(); ++e) {
    MapExit exit;
    exit.trunkLayers = static_cast<std::size_t>(network.trunkLayers(e));
    exit.x = (boundary(exit.trunkLayers - 1) + boundary(exit.trunkLayers)) / 2;
    const auto shapes = network.shapes(e);
    const auto& branch = network.exits[static_cast<std::size_t>(e - 1)].branch;
    const double step = (bottom - top - 4) / static_cast<double>(std::max<std::size_t>(1, branch.size()));
    for (std::size_t i = 0; i < branch.size(); ++i) {
      const Shape& shape = shapes[exit.trunkLayers + i + 1];
      const double width = std::min(pitch * 0.5, 8 + channelPart(shape) * pitch * 0.36);
      const double height = std::min(step - 3, 11.0);
      const double y = top + step * (static_cast<double>(i) + 0.5);
      exit.branch.push_back({QRectF(exit.x - width / 2, y - height / 2, width, height), 0,
                             QString::fromStdString(branch[i].name), shapeText(shape)});
    }
    exits.push_back(std::move(exit));
  }
  for (std::size_t e = 0; e < exits.size(); ++e) {  // as wide as the neighbours let it be
    double room = 2 * std::min(exits[e].x - zone.left(), zone.right() - exits[e].x);
    if (e > 0) room = std::min(room, exits[e].x - exits[e - 1].x);
    if (e + 1 < exits.size()) room = std::min(room, exits[e + 1].x - exits[e].x);
    const double width = std::clamp(room - 5, 4.0, 74.0);
    exits[e].pill = QRectF(exits[e].x - width / 2, bottom, width, pillHeight);
  }
}

MapTarget MapLayout::targetAt(const QPointF& point) const {
  using Kind = MapTarget::Kind;
  for (std::size_t e = 0; e < exits.size(); ++e) {
    for (std::size_t i = 0; i < exits[e].branch.size(); ++i) {
      if (exits[e].branch[i].face.adjusted(-6, -2, 6, 2).contains(point)) return {Kind::Branch, e, i};
    }
  }
  const double top = zone.top() + (compact ? 42 : 78) - 6;
  if (point.y() < top || point.y() > labels + labelHeight) return {};
  if (point.x() < zone.left() || point.x() >= boundary(trunk.size())) return {};
  const auto column = static_cast<std::size_t>((point.x() - zone.left()) / pitch);
  return column == 0 ? MapTarget{Kind::Frame} : MapTarget{Kind::Trunk, 0, column - 1};
}

QRectF MapLayout::blockOf(const MapTarget& target) const {
  const auto whole = [](const MapBlock& block) { return block.face.adjusted(0, -block.depth, block.depth, 0); };
  if (target.kind == MapTarget::Kind::Frame) return frame;
  if (target.kind == MapTarget::Kind::Trunk && target.layer < trunk.size()) return whole(trunk[target.layer]);
  if (target.kind == MapTarget::Kind::Branch && target.exit < exits.size() &&
      target.layer < exits[target.exit].branch.size()) {
    return whole(exits[target.exit].branch[target.layer]);
  }
  return {};
}

// Along the trunk with Left and Right; a branch is entered and left with Down and Up.
MapTarget MapLayout::neighbour(const MapTarget& from, int key) const {
  using Kind = MapTarget::Kind;
  const std::size_t last = trunk.size() - 1;
  if (key == Qt::Key_Home) return {Kind::Frame};
  if (key == Qt::Key_End) return {Kind::Trunk, 0, last};
  const bool along = key == Qt::Key_Left || key == Qt::Key_Right;
  if (from.kind == Kind::Branch) {
    const MapExit& exit = exits[from.exit];
    if (along) {
      const std::size_t column = exit.trunkLayers - 1;
      return {Kind::Trunk, 0,
              key == Qt::Key_Left ? column - std::min<std::size_t>(column, 1) : std::min(column + 1, last)};
    }
    if (key == Qt::Key_Down) return {Kind::Branch, from.exit, std::min(from.layer + 1, exit.branch.size() - 1)};
    return from.layer > 0 ? MapTarget{Kind::Branch, from.exit, from.layer - 1}
                          : MapTarget{Kind::Trunk, 0, exit.trunkLayers - 1};
  }
  if (from.kind != Kind::Trunk) {
    return key == Qt::Key_Right && from.kind == Kind::Frame ? MapTarget{Kind::Trunk, 0, 0} : MapTarget{Kind::Frame};
  }
  if (key == Qt::Key_Left) return from.layer > 0 ? MapTarget{Kind::Trunk, 0, from.layer - 1} : MapTarget{Kind::Frame};
  if (key == Qt::Key_Right) return {Kind::Trunk, 0, std::min(from.layer + 1, last)};
  for (std::size_t e = 0; key == Qt::Key_Down && e < exits.size(); ++e) {
    const MapExit& exit = exits[e];
    if (exit.trunkLayers == from.layer + 1 && !exit.branch.empty()) return {Kind::Branch, e, 0};
  }
  return from;
}

Seam MapLayout::seam(const Decision& decision) const {
  if (decision.exit < 1 || decision.exit > static_cast<int>(exits.size())) return {zone.right(), zone.right(), labels};
  const MapExit& exit = exits[static_cast<std::size_t>(decision.exit - 1)];
  const auto cut = static_cast<std::size_t>(std::max(0, decision.partition));
  if (cut >= exit.trunkLayers + exit.branch.size()) return {zone.right(), zone.right(), labels};  // device-only
  if (cut < exit.trunkLayers) return {boundary(cut), boundary(cut), labels};
  const std::size_t done = cut - exit.trunkLayers;
  const double below = exit.branch[done].face.center().y();
  const double above = done == 0 ? below - 14 : exit.branch[done - 1].face.center().y();
  return {boundary(exit.trunkLayers), boundary(exit.trunkLayers - 1), (above + below) / 2};
}

QPolygonF MapLayout::deviceSide(const Seam& at) const {
  return QPolygonF({zone.topLeft(),
                    {at.top, zone.top()},
                    {at.top, at.step},
                    {at.bottom, at.step},
                    {at.bottom, zone.bottom()},
                    zone.bottomLeft()});
}

QLineF MapLayout::crossing(const Decision& decision) const {
  if (decision.exit < 1 || decision.exit > static_cast<int>(exits.size()) || decision.partition < 0) return {};
  const MapExit& exit = exits[static_cast<std::size_t>(decision.exit - 1)];
  const auto cut = static_cast<std::size_t>(decision.partition);
  if (cut >= exit.trunkLayers + exit.branch.size()) return {};
  if (cut < exit.trunkLayers) {
    const QRectF& from = cut == 0 ? frame : trunk[cut - 1].face;
    const double start = from.right() + (cut == 0 ? 0 : trunk[cut - 1].depth);
    return {start + 2, axis, trunk[cut].face.left() - 2, axis};
  }
  const std::size_t done = cut - exit.trunkLayers;
  const double start = done == 0 ? exit.branch[0].face.top() - 10 : exit.branch[done - 1].face.bottom();
  return {exit.x, start, exit.x, exit.branch[done].face.top()};
}

}  // namespace cleave::ui
