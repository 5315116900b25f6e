// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <string>

#include "rl/learn/action_scorer.h"
#include "rl/learn/encoding.h"
#include "rl/learn/policy_file.h"
#include "rl/policies/policy.h"

namespace cleave::learn {

/// A trained network that decides: the best score, no randomness. After the first decision none allocates.
///
/// A request that is late before it begins, with others waiting behind it, is not the network's: a learner that counts
/// its own request's reward alone is indifferent there, and the queue would never drain. It gets the quickest decision.
class LearnedPolicy final : public Policy {
 public:
  /// @param table outlives the policy @param model the table's model, for errors; may be empty
  /// @throws UsageError naming both models when the policy has one output a decision and was trained for other
  /// decisions
  ///         or accuracies; one that scores features of decisions works on any table
  LearnedPolicy(std::shared_ptr<const PolicyFile> file, const DecisionTable& table, const std::string& model);
  LearnedPolicy(const LearnedPolicy&) = delete;
  LearnedPolicy& operator=(const LearnedPolicy&) = delete;

  int decide(const Observation& observation) override;

  /// Whether decide() catches up in place of asking the network.
  [[nodiscard]] static bool mustCatchUp(const Observation& o) {
    return o.targetMs > 0 && o.waitedMs >= o.targetMs && o.queueLength > 0;
  }
  /// The scores of all actions of actionSpace(); valid until the next call of any function.
  const float* scores(const Observation& observation);
  /// The same of critic 0 or 1, for the observation of the last scores(). The file has critics.
  const float* criticScores(std::size_t which);
  [[nodiscard]] const ActionSpace& actionSpace() const { return actionSpace_; }
  [[nodiscard]] const PolicyFile& file() const { return *file_; }

 private:
  [[nodiscard]] int quickest(const Observation& observation) const;

  std::shared_ptr<const PolicyFile> file_;
  ActionSpace actionSpace_;
  Encoding encoding_;
  ActionScorer net_;
  Matrix input_;
  Matrix scores_;
  std::array<Matrix, 2> criticScores_;
  ActionScorer::Tape tape_;
};

}  // namespace cleave::learn
