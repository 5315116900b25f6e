// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "ui/map/map_state.h"
#include "ui/theme/colours.h"

namespace cleave::ui {

/// Where a layer runs in the request shown.
enum class MapSide { Idle, Device, Edge };

/// Draws a layer's block in the colour of the side that runs it. Made for one drawing of the map.
class BlockPainter {
 public:
  BlockPainter(QPainter& painter, const MapLayout& layout, const MapState& state, const Colours& colours);

  /// @param ms its latest time, which is its colour's strength; negative = unknown
  void paint(const MapBlock& block, MapSide side, double ms);

  /// There is a request to show.
  [[nodiscard]] bool isLive() const { return state_.record.has_value(); }
  [[nodiscard]] bool isDeviceOnly() const;
  /// nullptr: none.
  [[nodiscard]] const MapExit* takenExit() const;
  [[nodiscard]] MapSide trunkSide(std::size_t layer) const;
  [[nodiscard]] MapSide branchSide(std::size_t exit, std::size_t layer) const;
  [[nodiscard]] QColor colour(MapSide side) const;

 private:
  [[nodiscard]] double strength(double ms) const;

  QPainter& p_;
  const MapLayout& layout_;
  const MapState& state_;
  const Colours& c_;
  double slowest_ = 0;  ///< layer of the request shown, in ms
};

}  // namespace cleave::ui
