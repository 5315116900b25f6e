// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QPolygonF>
#include <QRectF>
#include <vector>

#include "core/types/decision.h"
#include "core/types/network_description.h"
#include "ui/map/map_target.h"

namespace cleave::ui {

/// Where device and edge part: a vertical line at `top`, which steps to `bottom` at height `step` when the cut lies
/// inside a branch (branches hang below their layer). top == bottom for a cut of the trunk.
struct Seam {
  double top = 0;
  double bottom = 0;
  double step = 0;

  friend bool operator==(const Seam&, const Seam&) = default;
};

Seam interpolated(const Seam& from, const Seam& to, double t);

struct MapBlock {
  QRectF face;
  double depth = 0;  ///< of the oblique sides: spatial size; 0 for a feature vector
  QString name;
  QString shape;  ///< "192×27×27"
};

/// How a layer's name and time find room below its block.
enum class LabelStyle {
  Rows,    ///< name over time
  Tight,   ///< the same, smaller, the time without its unit
  Upright  ///< written upwards, for columns narrower than a name
};

struct MapExit {
  std::size_t trunkLayers = 0;
  double x = 0;
  std::vector<MapBlock> branch;
  QRectF pill;
};

/// Geometry of any multi-branch network in an area. The trunk runs from left to right, one column a layer; branches
/// hang below the layer that they leave, and end in their exit. Columns never move, so that only the seam does.
class MapLayout {
 public:
  MapLayout() = default;
  MapLayout(const NetworkDescription& network, const QRectF& area);

  [[nodiscard]] Seam seam(const Decision& decision) const;
  /// The device's side of the seam.
  [[nodiscard]] QPolygonF deviceSide(const Seam& seam) const;
  /// Where the path of `decision` crosses the seam: end of the last device node, begin of the first edge node.
  [[nodiscard]] QLineF crossing(const Decision& decision) const;

  /// What lies at a point, but for the seam: a layer's column, names included, or its block in a branch.
  [[nodiscard]] MapTarget targetAt(const QPointF& point) const;
  /// The block of a target; null for the seam and what is not there.
  [[nodiscard]] QRectF blockOf(const MapTarget& target) const;
  /// Where an arrow key, Home or End leads from a target (Qt::Key).
  [[nodiscard]] MapTarget neighbour(const MapTarget& from, int key) const;

  QRectF zone;
  QRectF frame;
  std::vector<MapBlock> trunk;
  std::vector<MapExit> exits;
  double pitch = 0;
  double axis = 0;    ///< y of the trunk
  double labels = 0;  ///< top of the layers' names
  double labelHeight = 0;
  LabelStyle labelStyle = LabelStyle::Rows;
  std::size_t labelEvery = 1;  ///< of so many columns one is named
  double cardTop = 0;
  bool compact = false;

 private:
  [[nodiscard]] double boundary(std::size_t column) const {
    return zone.left() + pitch * (static_cast<double>(column) + 1);
  }
  void chooseLabels(const NetworkDescription& network);
  void placeTrunk(const NetworkDescription& network, double most);
  void placeExits(const NetworkDescription& network, double top, double bottom);
};

}  // namespace cleave::ui
