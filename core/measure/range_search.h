// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/codec/feature.h"

namespace cleave {

/// Finds the quantization ranges of one layer's output with the least squared error, from two passes over the same
/// features: the extremes first, then histograms between them. Low is 0 for non-negative features.
class RangeSearch {
 public:
  explicit RangeSearch(const FeatureShape& shape);

  /// First pass. @throws Error naming `layer` when a value is not finite
  void widen(const std::string& layer, std::span<const float> values);
  /// Second pass, after all calls of `widen`.
  void add(std::span<const float> values);

  /// One range, or one a channel where that leaves at most kChannelsPay of the error; 16 bits get the extremes.
  [[nodiscard]] std::vector<ValueRange> best(int bits) const;

  static constexpr double kChannelsPay = 0.7;

 private:
  struct Histogram {
    float low = 0;
    float high = 0;
    std::vector<std::uint32_t> counts;

    void widen(std::span<const float> values);
    void prepare(std::size_t bins);
    void add(std::span<const float> values);
    [[nodiscard]] double squaredError(ValueRange range, int bits) const;
    [[nodiscard]] ValueRange best(int bits, double& error) const;
  };

  FeatureShape shape_;
  Histogram whole_;
  std::vector<Histogram> channels_;  ///< empty where a channel is a single value
};

}  // namespace cleave
