// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/types/fast_random.h"
#include "rl/nn/matrix.h"
#include "rl/observe/observation.h"
#include "rl/predict/decision_table.h"

namespace cleave::learn {

/// What a network sees.
enum class NetShape {
  Flat,      ///< the observation in, one score per decision out: the shape of the paper
  Features,  ///< the observation and one decision's own features in, its score out; the same weights for all decisions
};
std::string toText(NetShape shape);
/// @throws UsageError
NetShape netShapeFromText(const std::string& text);

/// The decisions that a learner chooses from, by action: the table's useful ones.
class ActionSpace {
 public:
  explicit ActionSpace(const DecisionTable& table);
  /// These decisions in this order, as a flat network was trained with. The table outlives the actions.
  /// @throws Error when the table's model lacks one or does not know its accuracy
  ActionSpace(const DecisionTable& table, const std::vector<Decision>& decisions);
  [[nodiscard]] std::size_t count() const { return indices_.size(); }
  /// Index in the table.
  [[nodiscard]] int index(std::size_t action) const { return indices_[action]; }
  /// 1 where the action may be taken under this observation, else 0 (only what tells the bandwidth, when that is
  /// stale); padded with zeros to kLane.
  [[nodiscard]] const std::vector<float>& allowed(const Observation& observation) const {
    return mustProbe(observation) ? telling_ : all_;
  }
  /// The allowed action with the highest score. @param scores of count() actions
  [[nodiscard]] std::size_t best(const Observation& observation, const float* scores) const;
  /// Any allowed action, each equally likely.
  std::size_t random(const Observation& observation, FastRandom& random) const;
  /// How many those are.
  [[nodiscard]] std::size_t allowedCount(const Observation& observation) const {
    return mustProbe(observation) ? tellingCount_ : count();
  }
  [[nodiscard]] const DecisionCost& cost(std::size_t action) const { return table_->at(indices_[action]); }

 private:
  void note();

  const DecisionTable* table_;
  std::vector<int> indices_;
  std::vector<float> all_;
  std::vector<float> telling_;
  std::size_t tellingCount_ = 0;
};

/// Observations as a network's input. Fixed transforms bring every number near 1 (logarithms of rates and times, since
/// links differ by decades); flat inputs are then standardised by what a first phase of random decisions has seen.
class Encoding {
 public:
  static constexpr std::size_t kFlatInputs = 12;
  static constexpr std::size_t kFeatureInputs = 19;

  Encoding(NetShape shape, const ActionSpace& actionSpace);

  [[nodiscard]] NetShape shape() const { return shape_; }
  [[nodiscard]] std::size_t inputs() const { return shape_ == NetShape::Flat ? kFlatInputs : kFeatureInputs; }
  /// Rows of input for one observation: 1, or one per action.
  [[nodiscard]] std::size_t rowsEach() const { return shape_ == NetShape::Flat ? 1 : actionSpace_.count(); }
  [[nodiscard]] std::size_t outputs() const { return shape_ == NetShape::Flat ? actionSpace_.count() : 1; }

  /// @param input becomes {observations * rowsEach(), inputs()}
  void encode(std::span<const Observation> observations, Matrix& input) const;

  /// What a network needs to score one action per observation: encode()'s rows of these alone.
  /// @param input becomes {observations, inputs()}
  void encodeChosen(std::span<const Observation> observations, const std::vector<std::size_t>& actions,
                    Matrix& input) const;

  /// Learns means and deviations from observations; Features need none.
  void standardise(std::span<const Observation> observations);
  std::vector<float> mean;       ///< kFlatInputs; public for files
  std::vector<float> deviation;  ///< kFlatInputs, above 0

 private:
  void flat(const Observation& observation, float* row) const;
  /// Of actions begin..end-1.
  void features(const Observation& observation, std::size_t begin, std::size_t end, float* rows,
                std::size_t stride) const;

  NetShape shape_;
  const ActionSpace& actionSpace_;
  std::vector<float> costs_;  ///< by action: device ms, edge ms, kilobit, accuracy term, payload term, round trips
};

}  // namespace cleave::learn
