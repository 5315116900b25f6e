// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/proportion.h"

#include <algorithm>
#include <cmath>

namespace cleave {
namespace {

constexpr double kNormal95 = 1.959963984540054;

}  // namespace

Proportion wilson(std::uint64_t hits, std::uint64_t samples) {
  if (samples == 0) return {};
  return wilsonOfShare(static_cast<double>(hits) / static_cast<double>(samples), samples);
}

Proportion wilsonOfShare(double share, std::uint64_t samples) {
  if (samples == 0) return {};
  const double p = share;
  const auto n = static_cast<double>(samples);
  const double z2 = kNormal95 * kNormal95;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kNormal95 / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  // At the ends the bounds are exact; rounding would leave 1e-18 there.
  return {p, p <= 0 ? 0.0 : std::max(0.0, centre - half), p >= 1 ? 1.0 : std::min(1.0, centre + half)};
}

}  // namespace cleave
