// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/rayleigh_link.h"

#include <cmath>
#include <vector>

#include "rl/environment/two_state.h"

namespace cleave {
namespace {

constexpr double kThermalDbmPerHz = -174;
constexpr double kFreeSpaceDb = 32.4478;  // 20 log10(4 pi 1 GHz * 1 m / c)

}  // namespace

double meanSnr(const RayleighLink& link, double distanceM) {
  const double lossDb =
      kFreeSpaceDb + 20 * std::log10(link.carrierGhz) + 10 * link.pathLossExponent * std::log10(distanceM);
  const double noiseDbm = kThermalDbmPerHz + 10 * std::log10(link.bandwidthMhz * 1e6) + link.noiseFigureDb;
  return std::pow(10, (link.txDbm - lossDb - noiseDbm) / 10);
}

double distanceAt(const RayleighLink& link, double timeS) {
  const double span = link.farM - link.distanceM;
  if (link.farM == 0 || link.speedMps == 0 || span <= 0) return link.distanceM;
  const double walked = std::fmod(link.speedMps * timeS, 2 * span);
  return link.distanceM + (walked < span ? walked : 2 * span - walked);
}

StepSeries realise(const RayleighLink& link, FastRandom& random, double durationS) {
  const double slotS = 1e-3 * link.coherenceMs;
  std::vector<double> mbps(slotCount(slotS, durationS));
  for (std::size_t i = 0; i < mbps.size(); ++i) {
    const double snr = meanSnr(link, distanceAt(link, slotS * static_cast<double>(i))) * random.exponential();
    mbps[i] = link.airtimeShare * link.bandwidthMhz * std::log2(1 + snr);
  }
  return {slotS, std::move(mbps)};
}

}  // namespace cleave
