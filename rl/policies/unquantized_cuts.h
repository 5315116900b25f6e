// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "rl/predict/decision_table.h"

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

}  // namespace cleave
