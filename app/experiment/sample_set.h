// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/manifest.h"

namespace cleave {

/// The frames that a run cycles through: test images as the device's camera would deliver them, with their labels.
struct SampleSet {
  static constexpr int kMaxFrames = 1024;  ///< 154 MB at 224x224

  int width = 0;
  int height = 0;
  std::vector<std::vector<std::uint8_t>> frames;  ///< 8-bit RGB, HWC
  std::vector<int> labels;
};

/// How many different images a run takes that does not say: one for each request, since frames asked for again make its
/// accuracy no more certain, but no more than the device may hold. @param requests 0 = until stopped
int defaultSampleCount(std::uint64_t requests);

/// `count` different test images of the model's data set, drawn by seed.
/// @throws Error when the data set is missing; UsageError when it has classes that the model does not know; Cancelled
SampleSet makeSamples(const Manifest& manifest, int count, std::uint64_t seed, const std::string& dataFolder = {},
                      const std::stop_token& stop = {});

}  // namespace cleave
