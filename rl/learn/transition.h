// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/types/fast_random.h"
#include "rl/nn/state_file.h"
#include "rl/observe/observation.h"

namespace cleave::learn {

/// One request as a learner sees it.
struct Transition {
  Observation state;
  std::uint32_t action = 0;  ///< taken, of the ActionSpace
  float reward = 0;
  Observation nextState;
};

/// The latest transitions up to a capacity, sampled uniformly.
class ReplayBuffer {
 public:
  explicit ReplayBuffer(std::size_t capacity) : capacity_(capacity) {}

  void add(const Transition& transition) {
    if (items.size() < capacity_) {
      items.push_back(transition);
    } else {
      items[oldest] = transition;
      oldest = (oldest + 1) % capacity_;
    }
  }
  [[nodiscard]] const Transition& draw(FastRandom& random) const { return items[random.below(items.size())]; }
  void save(StateWriter& state) const {
    state.put(items);
    state.put(oldest);
  }
  void load(StateReader& state) {
    state.getAny(items);
    state.get(oldest);
  }

  std::vector<Transition> items;  ///< state, public for checkpoints
  std::size_t oldest = 0;         ///< state

 private:
  std::size_t capacity_;
};

/// Transitions by column, as networks need them.
struct Batch {
  std::vector<Observation> states, nextStates;
  std::vector<std::size_t> actions;
  std::vector<float> rewards;  ///< scaled

  void resize(std::size_t count) {
    states.resize(count);
    nextStates.resize(count);
    actions.resize(count);
    rewards.resize(count);
  }
  void set(std::size_t i, const Transition& one, double rewardScale) {
    states[i] = one.state;
    nextStates[i] = one.nextState;
    actions[i] = one.action;
    rewards[i] = one.reward * static_cast<float>(rewardScale);
  }
  void draw(const ReplayBuffer& replay, std::size_t count, double rewardScale, FastRandom& random) {
    resize(count);
    for (std::size_t i = 0; i < count; ++i) set(i, replay.draw(random), rewardScale);
  }
};

}  // namespace cleave::learn
