// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rl/policies/policy.h"

namespace cleave {

/// The same decision for every request; device-only and edge-only are two of these.
class FixedPolicy final : public Policy {
 public:
  explicit FixedPolicy(int index) : index_(index) {}
  int decide(const Observation&) override { return index_; }

 private:
  int index_;
};

}  // namespace cleave
