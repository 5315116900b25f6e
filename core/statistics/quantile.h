// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace cleave {

/// Where a quantile lies among sorted values: linear interpolation between the two order statistics around rank
/// share * (n - 1), counted from 0 (definition 7 of Hyndman and Fan, The American Statistician 1996; the default of
/// numpy and R). It is the only definition that Cleave uses.
struct QuantileRank {
  std::size_t below = 0;
  double part = 0;  ///< of the way to the next value

  /// @param share 0..1; what lies outside counts as the nearer end
  /// @param count of the values, 1 or more
  QuantileRank(double share, std::size_t count) {
    const double rank = std::clamp(share, 0.0, 1.0) * static_cast<double>(count - 1);
    below = static_cast<std::size_t>(rank);
    part = rank - static_cast<double>(below);
  }
};

/// Of values that ascend; NaN of none.
double quantileOfSorted(std::span<const double> sorted, double share);

/// Of values in any order, which it takes a copy of; NaN of none.
template <class Number>
double quantile(std::vector<Number> values, double share) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  const QuantileRank rank(share, values.size());
  const auto below = values.begin() + static_cast<std::ptrdiff_t>(rank.below);
  std::nth_element(values.begin(), below, values.end());
  const auto low = static_cast<double>(*below);
  if (rank.part <= 0) return low;
  const auto high = static_cast<double>(*std::min_element(below + 1, values.end()));
  return low + rank.part * (high - low);
}

struct QuantilePoint {
  double percent = 0;
  double value = 0;
};

/// What a distribution's charts are drawn from: the least value, the percentiles 1, 2..99, 99.5, 99.9 and 99.99, and
/// the greatest value. Empty for no values.
std::vector<QuantilePoint> quantileCurve(std::vector<double> values);

}  // namespace cleave
