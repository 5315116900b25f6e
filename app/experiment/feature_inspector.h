// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "app/experiment/feature_picture.h"
#include "core/model/feature_codecs.h"
#include "core/network/network_runtime.h"
#include "core/types/decision_space.h"

namespace cleave {

/// What a feature lost on its way through the codec.
struct FeatureError {
  double meanSquared = 0;
  double snrDb = 0;  ///< 10 log10(sum of squares / sum of squared errors); infinite where nothing was lost
  double zerosBefore = 0;
  double zerosAfter = 0;  ///< shares of elements that are exactly 0
};

/// What the link carries of the feature at a decision's partition.
struct PayloadSize {
  std::size_t bytes = 0;   ///< as sent
  std::size_t packed = 0;  ///< the codes without the lossless stage
  bool lossless = false;   ///< the lossless stage was worth it
};

/// The output of one layer for one frame.
struct FeatureInspection {
  Shape shape;  ///< {C, H, W} or {features}; layer 0 is the frame's own bytes, {3, H, W}
  float low = 0;
  float high = 0;             ///< of all values; what black and white stand for in every picture
  std::vector<int> channels;  ///< those pictured, ascending: the ones that vary most
  std::vector<FeaturePicture> before;
  /// The same as the edge has it, made from what crossed the link: from the partition on, where something crosses.
  std::vector<FeaturePicture> after;
  std::optional<FeatureError> error;   ///< where there is an `after`
  std::optional<PayloadSize> payload;  ///< at the partition itself
};

/// Computes again on this machine what a request had between its layers, for eyes only: the run's own numbers stay as
/// they were measured. Device layers run in the device's precision, the edge's in float32.
class FeatureInspector {
 public:
  /// @throws Error when the model cannot be run
  explicit FeatureInspector(const Model& model, DevicePrecision precision = DevicePrecision::Float32);

  /// @param layer 0 = the frame, i = the output of the i-th layer of the path to `exit`; layers that the decision does
  /// not run are computed in float32
  /// @param most pictures at most of each kind
  /// @throws UsageError when the model has no such decision, exit or layer; Error when the frame does not fit;
  /// Cancelled when stopped between two layers
  [[nodiscard]] FeatureInspection inspect(std::span<const std::uint8_t> frame, const Decision& decision, int exit,
                                          int layer, int most, const std::stop_token& stop = {}) const;

 private:
  [[nodiscard]] bool onPath(const Decision& decision, int exit, int layer) const;
  [[nodiscard]] Activation run(std::span<const std::uint8_t> frame, const Decision& decision, int exit, int layer,
                               const std::stop_token& stop) const;
  [[nodiscard]] Activation received(std::span<const float> sent, std::span<const std::byte> payload,
                                    const Decision& decision, int layer, const std::stop_token& stop) const;

  NetworkDescription network_;
  DecisionSpace space_;
  FeatureCodecs codecs_;
  NetworkRuntime edge_;
  std::optional<NetworkRuntime> device_;  ///< where it is not the edge's arithmetic
};

}  // namespace cleave
