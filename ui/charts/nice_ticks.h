// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace cleave::ui {

/// An axis whose ends and ticks are numbers that people write: 1, 2, 2.5 or 5 times a power of ten.
struct Ticks {
  double low = 0;
  double high = 1;
  std::vector<double> values;  ///< from low to high, both included

  [[nodiscard]] int count() const { return static_cast<int>(values.size()); }
};

/// Covers [low, high] with at most `most` ticks (three at least). Bad input gives 0..1.
Ticks niceTicks(double low, double high, int most);

/// Covers [low, high], both above zero: from and to 1, 2 or 5 times a power of ten, with ticks there over up to two
/// decades and at the powers of ten alone over more.
Ticks logTicks(double low, double high);

}  // namespace cleave::ui
