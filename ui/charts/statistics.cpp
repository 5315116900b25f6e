// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/statistics.h"

#include <algorithm>
#include <cmath>

#include "core/types/proportion.h"

namespace cleave::ui {

Interval wilson95(std::uint64_t successes, std::uint64_t trials) {
  const Proportion proportion = wilson(successes, trials);
  return {proportion.low, proportion.high};
}

double quantile(std::vector<float> values, double q) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double at = std::clamp(q, 0.0, 1.0) * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  const double part = at - static_cast<double>(below);
  return (1 - part) * static_cast<double>(values[below]) + part * static_cast<double>(values[above]);
}

}  // namespace cleave::ui
