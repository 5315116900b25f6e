// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/random.h"
#include "rl/policy.h"

namespace cleave {

/// Any decision of the model, each equally likely.
class RandomPolicy final : public Policy {
 public:
  RandomPolicy(const DecisionSpace& space, std::uint64_t seed) : space_(space), random_(seed, 0) {}
  Decision decide(const Observation&) override {
    return space_.at(static_cast<int>(random_.below(static_cast<std::uint64_t>(space_.size()))));
  }

 private:
  const DecisionSpace& space_;
  SplitMix random_;
};

}  // namespace cleave
