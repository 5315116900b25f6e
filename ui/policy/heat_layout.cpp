// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/heat_layout.h"

#include <algorithm>
#include <cmath>

namespace cleave::ui {
namespace {

constexpr double kGap = 10;        // between maps
constexpr double kTitle = 15;      // "4 bits"
constexpr double kTicks = 13;      // partitions, below a large map
constexpr double kSide = 38;       // "exit 5"
constexpr double kSmallSide = 12;  // "5"
constexpr double kMostCell = 46;

// Columns of maps that give the largest cells.
int bestColumns(int count, const QSizeF& size, double cellsAcross, double cellsDown) {
  int best = 1;
  double largest = 0;
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const double width = ((size.width() - (columns - 1) * kGap) / columns - kSmallSide) / cellsAcross;
    const double height = ((size.height() - (rows - 1) * kGap / 2) / rows - kTitle) / cellsDown;
    const double cell = std::min(width, height);
    if (cell > largest) {
      largest = cell;
      best = columns;
    }
  }
  return best;
}

}  // namespace

HeatLayout::HeatLayout(const std::vector<DecisionInsight>& decisions, int bits, const QRectF& area) {
  std::vector<int> widths;
  for (const auto& one : decisions) {
    const Decision& decision = one.decision;
    decisions_.push_back(decision);
    if (decision.exit > exits()) pathLengths_.resize(static_cast<std::size_t>(decision.exit));
    int& length = pathLengths_[static_cast<std::size_t>(decision.exit - 1)];
    length = std::max(length, decision.partition);
    longest_ = std::max(longest_, decision.partition);
    const bool wanted = bits == 0 || decision.bits == bits;
    if (wanted && std::ranges::find(widths, decision.bits) == widths.end()) widths.push_back(decision.bits);
  }
  std::ranges::sort(widths);
  const int count = static_cast<int>(widths.size());
  if (count == 0) return;
  const bool small = count > 1;
  const int columns = small ? bestColumns(count, area.size(), longest_ + 1, exits()) : 1;
  const int rows = (count + columns - 1) / columns;
  const double rowGap = kGap / 2;
  const double width = (area.width() - (columns - 1) * kGap) / columns;
  const double height = (area.height() - (rows - 1) * rowGap) / rows;
  for (int i = 0; i < count; ++i) {
    Map map;
    map.bits = widths[static_cast<std::size_t>(i)];
    map.area = QRectF(area.left() + (i % columns) * (width + kGap), area.top() + (i / columns) * (height + rowGap),
                      width, height);
    map.cells = map.area.adjusted(small ? kSmallSide : kSide, kTitle, 0, small ? 0 : -kTicks);
    map.cells.setHeight(std::min(map.cells.height(), kMostCell * exits()));
    maps_.push_back(map);
  }
}

QRectF HeatLayout::cell(const Map& map, int exit, int partition) const {
  const double width = map.cells.width() / (longest_ + 1);
  const double height = map.cells.height() / exits();
  const double gap = std::min(width, height) < 9 ? 0.5 : 1;
  return QRectF(map.cells.left() + partition * width, map.cells.top() + (exit - 1) * height, width, height)
      .adjusted(gap, gap, -gap, -gap);
}

QRectF HeatLayout::cellOf(const Decision& decision) const {
  const auto map = std::ranges::find(maps_, decision.bits, &Map::bits);
  return map == maps_.end() ? QRectF() : cell(*map, decision.exit, decision.partition);
}

int HeatLayout::at(const QPointF& position) const {
  for (std::size_t i = 0; i < decisions_.size(); ++i) {
    if (cellOf(decisions_[i]).adjusted(-1, -1, 1, 1).contains(position)) return static_cast<int>(i);
  }
  return -1;
}

int HeatLayout::neighbour(int from, int dx, int dy) const {
  if (from < 0 || static_cast<std::size_t>(from) >= decisions_.size()) return first();
  const QPointF here = cellOf(decisions_[static_cast<std::size_t>(from)]).center();
  int best = from;
  double least = 1e12;
  for (std::size_t i = 0; i < decisions_.size(); ++i) {
    const QRectF at = cellOf(decisions_[i]);
    if (at.isNull()) continue;
    const QPointF by = at.center() - here;
    const double along = dx * by.x() + dy * by.y();
    const double across = std::abs(dx * by.y()) + std::abs(dy * by.x());
    const double far = along + 4 * across;  // straight on first
    if (along > 0.5 && far < least) {
      least = far;
      best = static_cast<int>(i);
    }
  }
  return best;
}

int HeatLayout::first() const {
  for (std::size_t i = 0; i < decisions_.size(); ++i) {
    if (!cellOf(decisions_[i]).isNull()) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace cleave::ui
