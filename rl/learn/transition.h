// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "rl/observation.h"
#include "rl/world/fast_random.h"

namespace cleave::learn {

/// One request as a learner sees it.
struct Transition {
  Observation now;
  std::uint32_t slot = 0;  ///< which of the Choices was taken
  float reward = 0;
  Observation next;
};

/// The last so many transitions, drawn from uniformly.
class Replay {
 public:
  explicit Replay(std::size_t capacity) : capacity_(capacity) {}

  void add(const Transition& transition) {
    if (items.size() < capacity_) {
      items.push_back(transition);
    } else {
      items[oldest] = transition;
      oldest = (oldest + 1) % capacity_;
    }
  }
  [[nodiscard]] const Transition& draw(FastRandom& random) const { return items[random.below(items.size())]; }

  std::vector<Transition> items;  ///< state, public for checkpoints
  std::size_t oldest = 0;         ///< state

 private:
  std::size_t capacity_;
};

}  // namespace cleave::learn
