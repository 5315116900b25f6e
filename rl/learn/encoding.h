// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/types/fast_random.h"
#include "rl/learn/input_fields.h"
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
  /// 1 for each action; padded with zeros to kLane.
  [[nodiscard]] const std::vector<float>& mask() const { return mask_; }
  /// The action with the highest score. @param scores of count() actions
  [[nodiscard]] std::size_t best(const float* scores) const {
    return static_cast<std::size_t>(std::max_element(scores, scores + count()) - scores);
  }
  /// Any action, each equally likely.
  std::size_t random(FastRandom& random) const { return random.below(count()); }
  [[nodiscard]] const DecisionCost& cost(std::size_t action) const { return table_->at(indices_[action]); }

 private:
  const DecisionTable* table_;
  std::vector<int> indices_;
  std::vector<float> mask_;
};

/// Observations as a network's input (input_fields.h); flat inputs are also standardised by what a first phase of
/// random decisions has seen.
class Encoding {
 public:
  /// Inputs of a decision's own features.
  static constexpr std::size_t kDecisionInputs = 14;

  Encoding(NetShape shape, const ActionSpace& actionSpace) : Encoding(shape, actionSpace, defaultFields(shape)) {}
  /// @param fields of the observation, by name. @throws Error when there is no such field
  Encoding(NetShape shape, const ActionSpace& actionSpace, const std::vector<std::string>& fields);
  static const std::vector<std::string>& defaultFields(NetShape shape) {
    return shape == NetShape::Flat ? flatFields() : contextFields();
  }

  [[nodiscard]] NetShape shape() const { return shape_; }
  [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
  [[nodiscard]] std::size_t inputs() const { return inputsOf(shape_, fields_.size()); }
  static std::size_t inputsOf(NetShape shape, std::size_t fields) {
    return shape == NetShape::Flat ? fields : kDecisionInputs + fields;
  }
  /// Of the whole observation, which value networks see in either shape.
  [[nodiscard]] std::size_t flatInputs() const { return flat_.size(); }
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
  std::vector<float> mean;       ///< flatInputs(); public for files
  std::vector<float> deviation;  ///< flatInputs(), above 0

 private:
  void flat(const Observation& observation, float* row) const;
  /// Of actions begin..end-1.
  void features(const Observation& observation, std::size_t begin, std::size_t end, float* rows,
                std::size_t stride) const;

  NetShape shape_;
  const ActionSpace& actionSpace_;
  std::vector<std::string> fields_;
  std::vector<const InputField*> flat_;
  std::vector<const InputField*> context_;  ///< empty of a flat shape
  std::vector<float> costs_;  ///< by action: device ms, edge ms, kilobit, accuracy term, payload term, round trips
};

}  // namespace cleave::learn
