// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rl/policies/policy.h"

namespace cleave::learn {

/// What the number means that a policy's own network gives a decision.
enum class ScoreKind {
  None,   ///< a rule: there is no network
  Logit,  ///< an actor's output before the softmax: its file keeps no critics
  Value,  ///< what is expected of the decision, as a reward: by SAC's critics, DQN, a bandit
};

/// Why a policy decides as it does, under one observation.
struct Explanation {
  struct Entry {
    bool allowed = false;    ///< among the decisions that the policy chooses from now
    double probability = 0;  ///< before the best is taken; 1 for the chosen one where the policy knows no chances
    double score = 0;        ///< see ScoreKind; 0 where the network says nothing of the decision
    bool scored = false;
    double predictedMs = 0;  ///< by the table, at `mbps`
    double reward = 0;       ///< of the table's accuracy and predictedMs
  };
  std::vector<Entry> entries;  ///< by index in the table
  int chosen = -1;             ///< what decide() returns; -1 where chance decides
  double entropy = 0;          ///< of the probabilities, in nats
  int allowedCount = 0;        ///< |A|: no entropy is above its logarithm
  double mbps = 0;             ///< the bandwidth that latencies are predicted with; 0 = unknown
};

/// A policy that says why. Decides exactly as makeAnyPolicy's of the same text does.
class Explainer {
 public:
  virtual ~Explainer() = default;
  [[nodiscard]] virtual ScoreKind scores() const = 0;
  /// Only the decision: cheap.
  virtual int decide(const Observation& observation) = 0;
  /// @param explanation keeps its memory from one call to the next
  virtual void explain(const Observation& observation, Explanation& explanation) = 0;
};

/// @param text one of anyPolicyForms(), but "trained:SCENARIO" @param context its table outlives the explainer
/// @throws what makeAnyPolicy throws
std::unique_ptr<Explainer> makeExplainer(const std::string& text, const PolicyContext& context);

}  // namespace cleave::learn
