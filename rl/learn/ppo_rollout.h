// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "rl/learn/transition.h"

namespace cleave::learn {

/// One request of a rollout.
struct PpoSample {
  Transition step;
  float logChance = 0;     ///< of what was taken, when it was taken
  std::uint32_t lane = 0;  ///< which of the worlds side by side it was in
};

struct PpoTraces {
  float discount = 0;
  float lambda = 0;
};

/// Generalised advantage estimation. A world may be replaced by another at any request, and nothing says so: a sample
/// goes on into the next of its lane only where that one begins with what this one saw last. Elsewhere the value of
/// what it saw last stands for all that would have come, as no world ends by what is done in it.
/// @param rewards scaled as the values are
/// @param values of each sample's `now`, @param nextValues of its `next`; unused at discount 0
/// @returns one advantage a sample, not normalised
std::vector<float> advantages(std::span<const PpoSample> samples, std::span<const float> rewards,
                              std::span<const float> values, std::span<const float> nextValues,
                              const PpoTraces& traces);

}  // namespace cleave::learn
