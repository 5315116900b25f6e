// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <vector>

#include "ui/policy/policy_insight.h"

namespace cleave::ui {

/// Where each decision lies: one map of exits (rows) by partitions (columns) for each bits, or for one bits alone.
class HeatLayout {
 public:
  struct Map {
    int bits = 0;
    QRectF area;   ///< with its title
    QRectF cells;  ///< what the cells fill
  };

  HeatLayout() = default;
  /// @param bits 0 = a map for each @param area without the legend
  HeatLayout(const std::vector<DecisionInsight>& decisions, int bits, const QRectF& area);

  [[nodiscard]] const std::vector<Map>& maps() const { return maps_; }
  [[nodiscard]] int exits() const { return static_cast<int>(pathLengths_.size()); }
  /// Of the path to that exit; partitions 0..pathLength exist.
  [[nodiscard]] int pathLength(int exit) const { return pathLengths_[static_cast<std::size_t>(exit - 1)]; }
  [[nodiscard]] int longest() const { return longest_; }
  [[nodiscard]] QRectF cell(const Map& map, int exit, int partition) const;
  /// Where the decision is drawn; null where its bits are not shown.
  [[nodiscard]] QRectF cellOf(const Decision& decision) const;
  /// Index of the decision there; -1 where there is none.
  [[nodiscard]] int at(const QPointF& position) const;
  /// The nearest shown decision in that direction, dx or dy being -1, 0 or 1; `from` itself where there is none.
  [[nodiscard]] int neighbour(int from, int dx, int dy) const;
  /// Of the first decision that is shown; -1 where none is.
  [[nodiscard]] int first() const;
  [[nodiscard]] bool isSmall() const { return maps_.size() > 1; }

 private:
  std::vector<Decision> decisions_;
  std::vector<Map> maps_;
  std::vector<int> pathLengths_;
  int longest_ = 0;
};

}  // namespace cleave::ui
