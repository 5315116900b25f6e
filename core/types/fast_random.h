// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

#include "core/types/random.h"

namespace cleave {

/// SplitMix with the distributions that worlds and learners draw from: the same numbers on every platform.
class FastRandom {
 public:
  FastRandom(std::uint64_t seed, std::uint64_t stream) : random_(seed, stream) {}

  std::uint64_t next() { return random_.next(); }
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(random_.next() >> 11) * 0x1p-53; }
  /// Mean 0, variance 1, within +-4.9: the sum of eight 16-bit uniforms (Irwin-Hall), which is near enough to a normal
  /// for measurement noise and needs no logarithm.
  double roughNormal() {
    const std::uint64_t a = random_.next();
    const std::uint64_t b = random_.next();
    std::uint64_t sum = 0;
    for (int shift = 0; shift < 64; shift += 16) sum += ((a >> shift) & 0xffff) + ((b >> shift) & 0xffff);
    constexpr double kScale = 1.2247448713915890 / 65536;  // the sum of 8 uniforms has variance 8 / 12
    return (static_cast<double>(sum) - 4 * 65535.0) * kScale;
  }
  /// Standard normal by Box and Muller.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }
  /// Mean 1.
  double exponential() { return -std::log(1 - uniform()); }

 private:
  SplitMix random_;
};

}  // namespace cleave
