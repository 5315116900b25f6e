// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/latency_profile.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/statistics/quantile.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr double kClockTickMs = 1e-6;
constexpr double kMaxMs = 1e7;  // hours for one layer: beyond that it is damage
constexpr int kMaxThreads = 1024;
constexpr std::size_t kMaxTextBytes = 512;
constexpr std::size_t kMaxLayers = 4096;

[[noreturn]] void refuse(const LatencyProfile& profile, const std::string& why) {
  throw Error("Latency profile '" + profile.name.substr(0, 64) + "' " + why + ".");
}

bool isTime(double ms) {
  return std::isfinite(ms) && ms > 0 && ms <= kMaxMs;
}
bool isTimeOrUnknown(double ms) {
  return ms == 0 || isTime(ms);
}

}  // namespace

LayerLatency latencyOf(std::string name, std::vector<double> timesMs) {
  const std::size_t count = timesMs.size();
  const double median = quantile(timesMs, 0.5);
  const double p95 = quantile(std::move(timesMs), 0.95);
  const double atLeast = std::max(median, kClockTickMs);
  return {std::move(name), atLeast, std::max(p95, atLeast), static_cast<int>(count)};
}

void validate(const LatencyProfile& profile) {
  for (const std::string* text : {&profile.name, &profile.machine, &profile.governor, &profile.precision,
                                  &profile.source, &profile.model, &profile.architecture}) {
    if (text->size() > kMaxTextBytes) refuse(profile, "contains a text that is too long");
  }
  if (profile.name.empty()) throw Error("A latency profile has no name.");
  if (profile.side != "device" && profile.side != "edge" && profile.side != "reference") {
    refuse(profile, "has side '" + profile.side.substr(0, 64) + "', but must have device, edge or reference");
  }
  if (profile.threads < 1 || profile.threads > kMaxThreads) refuse(profile, "has a thread count out of range");
  if (!isTimeOrUnknown(profile.prepareMs) || !isTimeOrUnknown(profile.codingNs)) {
    refuse(profile, "has a preparation or coding time that is negative or not finite");
  }
  if (profile.layers.empty() || profile.layers.size() > kMaxLayers) refuse(profile, "has no layers or too many");
  std::set<std::string_view> names;
  for (const auto& layer : profile.layers) {
    const std::string which = "layer '" + layer.name.substr(0, 64) + "'";
    if (layer.name.empty() || !names.insert(layer.name).second) refuse(profile, "has an unnamed or duplicate " + which);
    if (!isTime(layer.medianMs) || !isTime(layer.p95Ms) || layer.samples < 0) {
      refuse(profile, "has a time for " + which + " that is not positive and finite");
    }
    if (layer.p95Ms < layer.medianMs) refuse(profile, "has a 95th percentile for " + which + " below its median");
  }
}

void requireCovers(const LatencyProfile& profile, const NetworkDescription& network) {
  if (profile.frameWidth != network.frame.width || profile.frameHeight != network.frame.height) {
    refuse(profile, "was measured with frames of " + std::to_string(profile.frameWidth) + "x" +
                        std::to_string(profile.frameHeight) + ", but the model expects " +
                        std::to_string(network.frame.width) + "x" + std::to_string(network.frame.height) +
                        ": profile this model with 'cleave-cli profile'");
  }
  for (const auto& name : uniqueLayers(network)) {
    if (std::ranges::find(profile.layers, name, &LayerLatency::name) == profile.layers.end()) {
      refuse(profile, "has no time for layer '" + name + "': profile this model with 'cleave-cli profile'");
    }
  }
}

std::vector<double> pathMs(const LatencyProfile& profile, const NetworkDescription& network, int exit) {
  requireCovers(profile, network);
  std::vector<double> times;
  for (const auto& layer : network.path(exit)) {
    times.push_back(std::ranges::find(profile.layers, layer.name, &LayerLatency::name)->medianMs);
  }
  return times;
}

}  // namespace cleave
