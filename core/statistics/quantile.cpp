// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/quantile.h"

namespace cleave {

double quantileOfSorted(std::span<const double> sorted, double share) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const QuantileRank rank(share, sorted.size());
  const double low = sorted[rank.below];
  return rank.part <= 0 ? low : low + rank.part * (sorted[rank.below + 1] - low);
}

std::vector<QuantilePoint> quantileCurve(std::vector<double> values) {
  std::vector<QuantilePoint> curve;
  if (values.empty()) return curve;
  std::ranges::sort(values);
  const auto add = [&](double percent) { curve.push_back({percent, quantileOfSorted(values, percent / 100)}); };
  for (int percent = 0; percent < 100; ++percent) add(percent);
  for (const double percent : {99.5, 99.9, 99.99, 100.0}) add(percent);
  return curve;
}

}  // namespace cleave
