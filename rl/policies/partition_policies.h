// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "rl/policies/policy.h"

// Published rules that partition the network and send features as they are.
namespace cleave {

/// The decisions of those who partition but do not compress: features as 32-bit floats, the camera's 8-bit frame at
/// partition 0.
class UnquantizedCuts {
 public:
  /// @param table outlives this
  explicit UnquantizedCuts(const DecisionTable& table);

  struct Cut {
    int index = 0;  ///< in the table's decision space
    double predictedMs = 0;
  };
  /// The partition of an exit's path that is predicted to be the fastest at the mean bandwidth, among those that may be
  /// taken now; nullopt where there is none. @param exit 1..E
  [[nodiscard]] std::optional<Cut> fastest(int exit, const Observation& observation) const;

 private:
  const DecisionTable& table_;
  std::vector<std::vector<int>> byExit_;  ///< indices, by exit - 1
};

/// Kang et al., "Neurosurgeon" (ASPLOS 2017): the partition of the whole network with the lowest predicted latency, no
/// early exit, no quantization. The target does not matter to it.
class NeurosurgeonPolicy final : public Policy {
 public:
  explicit NeurosurgeonPolicy(const DecisionTable& table) : table_(table), cuts_(table) {}
  int decide(const Observation& observation) override {
    const auto cut = cuts_.fastest(table_.space().exitCount(), observation);
    return cut ? cut->index : table_.deviceOnly();
  }

 private:
  const DecisionTable& table_;
  UnquantizedCuts cuts_;
};

/// Li, Zhou and Chen, "Edge Intelligence" (Edgent; MECOMM 2018, arXiv 1806.07840): the most accurate exit whose fastest
/// partition is predicted to meet the target; where none does, the fastest of all. No quantization.
class EdgentPolicy final : public Policy {
 public:
  explicit EdgentPolicy(const DecisionTable& table) : table_(table), cuts_(table) {}
  int decide(const Observation& observation) override;

 private:
  const DecisionTable& table_;
  UnquantizedCuts cuts_;
};

}  // namespace cleave
