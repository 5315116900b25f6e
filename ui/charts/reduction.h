// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace cleave::ui {

/// Min-max reduction: of the indices [first, last), whose x ascend, at most two for each of `columns` equal columns of
/// [x0, x1] survive: the ones with the least and the greatest y, so that no spike is lost. Non-finite y are dropped.
template <class X, class Y>
std::vector<std::size_t> reduceMinMax(std::size_t first, std::size_t last, double x0, double x1, int columns, X x,
                                      Y y) {
  std::vector<std::size_t> kept;
  if (columns < 1 || !(x1 > x0)) return kept;
  kept.reserve(std::min(last - first, 2 * static_cast<std::size_t>(columns)));
  const double scale = columns / (x1 - x0);
  std::size_t low = 0;
  std::size_t high = 0;
  int column = -1;
  const auto flush = [&] {
    if (column < 0) return;
    kept.push_back(std::min(low, high));
    if (low != high) kept.push_back(std::max(low, high));
  };
  for (std::size_t i = first; i < last; ++i) {
    if (!std::isfinite(y(i))) continue;
    const int at = std::clamp(static_cast<int>((x(i) - x0) * scale), 0, columns - 1);
    if (at != column) {
      flush();
      column = at;
      low = high = i;
    } else if (y(i) < y(low)) {
      low = i;
    } else if (y(i) > y(high)) {
      high = i;
    }
  }
  flush();
  return kept;
}

}  // namespace cleave::ui
