// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/policy.h"

namespace cleave {

/// The same decision for every request; device-only and edge-only are two of these.
class FixedPolicy final : public Policy {
 public:
  explicit FixedPolicy(Decision decision) : decision_(decision) {}
  Decision decide(const Observation&) override { return decision_; }

 private:
  Decision decision_;
};

}  // namespace cleave
