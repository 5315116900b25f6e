// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cleave {

/// A share with its 95 % Wilson score interval (Wilson, JASA 1927).
struct Proportion {
  double value = 0;
  double low = 0;
  double high = 1;
};

/// Of nothing: value 0, anything possible.
Proportion wilson(std::uint64_t hits, std::uint64_t samples);

/// Of a share that is itself a mean, with the interval that so many independent samples give it.
/// @param share 0..1
Proportion wilsonOfShare(double share, std::uint64_t samples);

}  // namespace cleave
