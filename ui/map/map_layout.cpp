// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_layout.h"

#include <QStringList>
#include <algorithm>
#include <cmath>

namespace cleave::ui {
namespace {

bool computes(const LayerDescription& layer) {
  return layer.op == LayerOp::Conv2d || layer.op == LayerOp::Linear;
}

QString shapeText(const Shape& shape) {
  QStringList parts;
  for (const auto size : shape) parts << QString::number(size);
  return parts.join(QStringLiteral("×"));
}

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
  const double text = compact ? 28 : 32;
  const double pill = compact ? 30 : 36;
  const double branches = static_cast<double>(deepest) * (compact ? 9 : 15) + (compact ? 8 : 16);
  pitch = area.width() / (static_cast<double>(network.trunk.size()) + 1.35);
  cardTop = area.top() + (compact ? 4 : 30);
  const double bottom = area.bottom() - (compact ? 5 : 10);
  const double blocks = std::max(24.0, bottom - pill - branches - text - area.top() - head);
  axis = area.top() + head + blocks / 2;
  labels = axis + blocks / 2 + 2;
  placeTrunk(network, blocks);
  placeExits(network, labels + text, bottom - pill);
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
                     QString::fromStdString(network.trunk[i].name), shapeText(shape), computes(network.trunk[i])});
  }
}

void MapLayout::placeExits(const NetworkDescription& network, double top, double bottom) {
  const double pillWidth = std::min(pitch - 5, 74.0);
  const double pillHeight = compact ? 30 : 36;
  for (int e = 1; e <= network.exitCount(); ++e) {
    MapExit exit;
    exit.trunkLayers = static_cast<std::size_t>(network.trunkLayers(e));
    exit.x = (boundary(exit.trunkLayers - 1) + boundary(exit.trunkLayers)) / 2;
    exit.pill = QRectF(exit.x - pillWidth / 2, bottom, pillWidth, pillHeight);
    const auto shapes = network.shapes(e);
    const auto& branch = network.exits[static_cast<std::size_t>(e - 1)].branch;
    const double step = (bottom - top - 4) / static_cast<double>(std::max<std::size_t>(1, branch.size()));
    for (std::size_t i = 0; i < branch.size(); ++i) {
      const Shape& shape = shapes[exit.trunkLayers + i + 1];
      const double width = std::min(pitch * 0.5, 8 + channelPart(shape) * pitch * 0.36);
      const double height = std::min(step - 3, 11.0);
      const double y = top + step * (static_cast<double>(i) + 0.5);
      exit.branch.push_back({QRectF(exit.x - width / 2, y - height / 2, width, height), 0,
                             QString::fromStdString(branch[i].name), shapeText(shape), computes(branch[i])});
    }
    exits.push_back(std::move(exit));
  }
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
