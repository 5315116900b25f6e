// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/network/network_runtime.h"

namespace cleave {

struct MeasureOptions {
  int samples = 2000;  ///< the first so many images of the set
  int threads = 1;     ///< images at a time, one thread each
  /// What has been measured is kept here, an image a line, and taken up again by the same measurement, also of more or
  /// fewer images; gone at the end, unless it holds images beyond `samples`. Empty: nowhere.
  std::filesystem::path journal;
  std::vector<int> classOf;  ///< as evaluateExits takes it
};

/// Measures every decision of the model on the same images: is the class right, how many bytes cross the link. Each
/// image runs through the trunk once; a cut's quantized feature is shared by all exits behind it. At 32 bits a cut
/// changes nothing (see NetworkRuntime), so those results are the unquantized network's.
/// @param report (done, total), often, from any thread but one at a time
/// @return by index in DecisionSpace
/// @throws Cancelled, with the journal kept; Error when the journal belongs to something else or is in use, or the
/// model lacks a quantization range
std::vector<DecisionMeasurement> measureDecisions(const NetworkRuntime& runtime, const Manifest& manifest,
                                                  const ImageSet& images, const MeasureOptions& options,
                                                  const std::function<void(int, int)>& report,
                                                  const std::stop_token& stop);

}  // namespace cleave
