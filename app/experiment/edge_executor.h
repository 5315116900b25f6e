// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

#include "core/model/feature_codecs.h"
#include "core/network/network_runtime.h"
#include "core/types/request_record.h"

namespace cleave {

/// The edge's half of a request: unpack, dequantize, the remaining layers.
class EdgeExecutor {
 public:
  /// Both outlive the executor.
  EdgeExecutor(const Manifest& manifest, const NetworkRuntime& runtime)
      : manifest_(manifest), codecs_(manifest), runtime_(runtime) {}

  /// Finishes a request whose decision and device layer times are in `record`: appends the edge's layer times, fills
  /// dequantizeMs, prediction, confidence, probabilities.
  /// @param payload packed feature, 8-bit frame, or (device-only) float32 scores
  /// @throws Error when the payload does not fit the decision
  void finish(std::span<const std::byte> payload, RequestRecord& record) const;

 private:
  [[nodiscard]] Activation receive(std::span<const std::byte> payload, RequestRecord& record) const;

  const Manifest& manifest_;
  FeatureCodecs codecs_;
  const NetworkRuntime& runtime_;
};

}  // namespace cleave
