// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/edge_load_meter.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace cleave {
namespace {

constexpr double kWantedMs = 10;
constexpr double kLeastMs = 1e-3;

}  // namespace

EdgeLoadMeter::EdgeLoadMeter(const NetworkRuntime& runtime, std::span<const std::uint8_t> frame)
    : runtime_(runtime), exit_(runtime.network().exitCount()), input_(runtime.prepare(frame)) {
  const int length = runtime_.network().pathLength(exit_);
  std::vector<float> times;
  for (int i = 0; i < 2; ++i) {  // once cold, once to choose by
    Activation activation = input_;
    times.clear();
    runtime_.runLayers(exit_, 0, length, activation, &times);
  }
  for (double ms = 0; layers_ < length && ms < kWantedMs; ++layers_) {
    ms += static_cast<double>(times[static_cast<std::size_t>(layers_)]);
  }
  std::array<double, 5> rest{};
  for (double& ms : rest) ms = time();
  std::ranges::nth_element(rest, rest.begin() + 2);
  restMs_ = std::max(rest[2], kLeastMs);
}

double EdgeLoadMeter::time() {
  Activation activation = input_;
  std::vector<float> times;
  runtime_.runLayers(exit_, 0, layers_, activation, &times);
  return std::accumulate(times.begin(), times.end(), 0.0);
}

double EdgeLoadMeter::measure() {
  return time() / restMs_;
}

}  // namespace cleave
