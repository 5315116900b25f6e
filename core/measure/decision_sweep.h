// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/feature_codecs.h"
#include "core/network/network_runtime.h"
#include "core/types/decision_space.h"

namespace cleave {

/// What every decision made of one image, by index in DecisionSpace.
struct DecisionOutcomes {
  std::vector<std::uint8_t> correct;  ///< 0 or 1
  std::vector<std::uint32_t> bytes;   ///< that crossed the link
};

/// Runs all decisions of a model on one image after the other, with nothing computed twice. One object a thread.
class DecisionSweep {
 public:
  /// All outlive the sweep.
  DecisionSweep(const NetworkRuntime& runtime, const FeatureCodecs& codecs, const DecisionSpace& space);

  [[nodiscard]] DecisionOutcomes run(std::span<const std::uint8_t> frame, int label);

 private:
  void frameCuts(std::span<const std::uint8_t> frame);
  void trunkCuts(int exit, int partition, const Activation& trunk);
  void branchCuts(int exit, int attachment, Activation branch);
  void finishTrunk(const Decision& cut, Activation activation, std::size_t bytes);
  void tally(const Decision& decision, const Activation& scores, std::size_t bytes);
  Activation quantized(const Activation& feature, const Decision& cut);

  const NetworkRuntime& runtime_;
  const FeatureCodecs& codecs_;
  const DecisionSpace& space_;
  DecisionOutcomes outcomes_;
  std::vector<std::byte> payload_;
  int label_ = 0;
};

}  // namespace cleave
