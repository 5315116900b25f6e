// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "core/types/fast_random.h"

namespace cleave::test {

/// A series whose neighbours correlate: the first-order autoregressive process, with mean 0 and variance 1.
/// @param correlation of one value with the next, 0..1
inline std::vector<double> walk(FastRandom& random, double correlation, std::size_t count) {
  std::vector<double> values;
  double at = random.normal();
  for (std::size_t i = 0; i < count; ++i) {
    at = correlation * at + std::sqrt(1 - correlation * correlation) * random.normal();
    values.push_back(at);
  }
  return values;
}

}  // namespace cleave::test
