// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace cleave::ui {

struct Interval {
  double low = 0;
  double high = 1;
};

/// Wilson's 95 % score interval of a proportion; 0..1 when nothing was observed.
Interval wilson95(std::uint64_t successes, std::uint64_t trials);

/// The q-quantile (0..1) with linear interpolation; 0 of nothing. Takes a copy, because it sorts.
double quantile(std::vector<float> values, double q);

}  // namespace cleave::ui
