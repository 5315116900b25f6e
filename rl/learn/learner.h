// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "rl/learn/encoding.h"
#include "rl/learn/transition.h"
#include "rl/nn/state_file.h"

namespace cleave::learn {

/// Named figures of one update, for metrics and charts.
using Metrics = std::map<std::string, double>;

/// A learning algorithm. Whatever it learns with, its result is one network of scores whose best allowed action is the
/// decision.
class Learner {
 public:
  virtual ~Learner() = default;

  /// Actions to explore with. @param actions one per observation
  virtual void act(std::span<const Observation> observations, std::vector<std::size_t>& actions) = 0;
  /// The outcomes. @param rewards of every action, where wantsEveryReward(), else empty
  virtual void observe(const Transition& transition, std::span<const float> rewards) = 0;
  /// Only of the full-feedback reference: the rewards of actions that were not taken, which no real system knows.
  [[nodiscard]] virtual bool wantsEveryReward() const { return false; }
  /// One gradient step. @param progress share of the training that is done, 0..1, for schedules
  virtual void update(double progress) = 0;
  /// Of the last updates.
  [[nodiscard]] virtual Metrics metrics() const = 0;
  /// The network that decides: parameters of an ActionScorer.
  [[nodiscard]] virtual std::span<const float> parameters() const = 0;
  /// Two networks more, of the same shape and one after the other, that say what an action is worth; empty: it has
  /// none.
  [[nodiscard]] virtual std::span<const float> critics() const { return {}; }
  /// Everything that an exact resume needs.
  virtual void save(StateWriter& state) const = 0;
  virtual void load(StateReader& state) = 0;
};

}  // namespace cleave::learn
