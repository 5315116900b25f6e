// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/random.h"
#include "rl/policies/policy.h"

// Policies that look at nothing: what every other one is compared with.
namespace cleave {

/// The same decision for every request; device-only and edge-only are two of these.
class FixedPolicy final : public Policy {
 public:
  explicit FixedPolicy(int index) : index_(index) {}
  int decide(const Observation&) override { return index_; }
  [[nodiscard]] double probability() const override { return 1; }

 private:
  int index_;
};

/// Any decision of the model, each equally likely; those whose accuracy nobody measured too, since it claims nothing.
class RandomPolicy final : public Policy {
 public:
  RandomPolicy(const DecisionTable& table, std::uint64_t seed)
      : count_(static_cast<std::uint64_t>(table.size())), random_(seed, 0) {}
  int decide(const Observation&) override { return static_cast<int>(random_.below(count_)); }
  [[nodiscard]] double probability() const override { return 1 / static_cast<double>(count_); }

 private:
  std::uint64_t count_;
  SplitMix random_;
};

}  // namespace cleave
