// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/network/activation.h"
#include "core/network/network_runtime.h"

namespace cleave {

/// How much slower than at rest this machine computes right now, whether requests use it or not: times the first layers
/// of the model's longest path, about ten milliseconds of them. It has to be that long: a program that has slept is
/// served at once, so a layer of one millisecond takes its usual time even where other work makes requests take five
/// times as long (measured with one and with four busy threads for each core).
class EdgeLoadMeter {
 public:
  /// Chooses the layers and times them at rest. The runtime outlives the meter. @param frame of the model's size
  EdgeLoadMeter(const NetworkRuntime& runtime, std::span<const std::uint8_t> frame);

  /// @returns 1 at rest, 2 when half as fast
  double measure();
  /// About how long that takes at rest.
  [[nodiscard]] double restMs() const { return restMs_; }

 private:
  double time();

  const NetworkRuntime& runtime_;
  int exit_;
  int layers_ = 0;
  Activation input_;
  double restMs_ = 0;
};

}  // namespace cleave
