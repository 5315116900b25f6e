// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/link_models.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/types/fast_random.h"
#include "rl/environment/trace_file.h"
#include "rl/environment/two_state.h"

namespace cleave {
namespace {

constexpr std::uint64_t kStream = 0x6c696e6b;  // "link"
constexpr double kWanderSlotS = 0.1;           // the measurements' step

StepSeries realise(const ConstantLink& link, FastRandom&, double) {
  return StepSeries(link.mbps);
}

StepSeries realise(const GilbertElliottLink& link, FastRandom& random, double durationS) {
  return realise(TwoState{link.goodMbps, link.badMbps, link.goodMeanS, link.badMeanS}, random, durationS);
}

StepSeries realise(const WanderLink& link, FastRandom& random, double durationS) {
  const double keep = std::exp(-kWanderSlotS / link.correlationS);
  const double renew = std::sqrt(1 - keep * keep);
  // Outages as a chain from slot to slot: their lengths are geometric with the given mean.
  const double recover = std::min(1.0, kWanderSlotS / link.outageMeanS);
  const double fail = std::min(1.0, recover * link.outageShare / (1 - link.outageShare));
  bool out = random.uniform() < link.outageShare;
  double level = random.normal();
  std::vector<double> mbps(slotCount(kWanderSlotS, durationS));
  for (double& rate : mbps) {
    const double wandering = std::min(link.medianMbps * std::exp(link.logSd * level), link.peakMbps);
    const double flicker = std::exp(link.flickerSd * random.normal());
    rate = std::min((out ? link.outageMbps : wandering) * flicker, link.peakMbps);
    level = keep * level + renew * random.normal();
    out = random.uniform() < (out ? 1 - recover : fail);
  }
  return {kWanderSlotS, std::move(mbps)};
}

StepSeries realise(const TraceLink& link, FastRandom&, double) {
  return readTrace(link.file).mbps;
}

}  // namespace

StepSeries realise(const LinkSpec& link, std::uint64_t seed, double durationS) {
  FastRandom random(seed, kStream);
  return std::visit([&](const auto& one) { return realise(one, random, durationS); }, link);
}

std::string problemOf(const LinkSpec& link) {
  if (const auto* fading = std::get_if<RayleighLink>(&link); fading != nullptr && fading->farM != 0) {
    if (fading->farM <= fading->distanceM)
      return "link.far_m must be greater than link.distance_m, or 0 for no movement";
    if (fading->speedMps == 0) return "link.far_m is set, so link.speed_mps must be above 0";
  }
  if (const auto* packets = std::get_if<ShortPacketLink>(&link); packets != nullptr && complexUses(*packets) < 50) {
    return "link.bandwidth_mhz times link.slot_ms gives fewer than 50 channel uses per block, where the normal "
           "approximation does not hold; increase one of them";
  }
  if (const auto* wander = std::get_if<WanderLink>(&link)) {
    // A chain in steps of 100 ms cannot fail more often than every step.
    if (wander->outageShare * kWanderSlotS > (1 - wander->outageShare) * wander->outageMeanS) {
      return "link.outage_mean_s is too short for this link.outage_share; increase it";
    }
  }
  return "";
}

}  // namespace cleave
