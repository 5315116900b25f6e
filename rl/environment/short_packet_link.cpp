// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/short_packet_link.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "rl/environment/two_state.h"

namespace cleave {
namespace {

// Slots from one failed block to the next: geometric.
double slotsToFailure(const ShortPacketLink& link, FastRandom& random) {
  return 1 + std::floor(random.exponential() / -std::log1p(-link.errorProbability));
}

double fading(const ShortPacketLink& link, FastRandom& random) {
  if (link.diversity == 0) return 1;
  double sum = 0;
  for (int i = 0; i < link.diversity; ++i) sum += random.exponential();
  return sum / link.diversity;
}

}  // namespace

double inverseQ(double probability) {
  double low = 0;
  double high = 38;  // Q(38) < 1e-300
  for (int i = 0; i < 64; ++i) {
    const double middle = (low + high) / 2;
    (std::erfc(middle / std::numbers::sqrt2) / 2 > probability ? low : high) = middle;
  }
  return (low + high) / 2;
}

double shortPacketBits(double realUses, double snr, double errorProbability) {
  const double capacity = std::log2(1 + snr) / 2;
  const double dispersion = snr * (snr + 2) / (2 * (snr + 1) * (snr + 1)) * std::numbers::log2e * std::numbers::log2e;
  const double bits =
      realUses * capacity - std::sqrt(realUses * dispersion) * inverseQ(errorProbability) + std::log2(realUses) / 2;
  return std::max(0.0, bits);
}

double complexUses(const ShortPacketLink& link) {
  return std::floor(link.bandwidthMhz * link.slotMs * 1e3 + 1e-6);
}

double shortPacketMbps(const ShortPacketLink& link, double snr) {
  return shortPacketBits(2 * complexUses(link), snr, link.errorProbability) / (link.slotMs * 1e3);
}

StepSeries realise(const ShortPacketLink& link, FastRandom& random, double durationS) {
  const double slotS = 1e-3 * link.slotMs;
  const double meanSnr = std::pow(10, link.snrDb / 10);
  // Whole slots a fading block; without fading the whole time is one.
  const double all = std::ceil(durationS / slotS);
  const double block = link.diversity == 0 ? all : std::max(1.0, std::round(link.coherenceMs / link.slotMs));
  slotCount(std::min(block * slotS, slotS / link.errorProbability), durationS);
  std::vector<double> starts;
  std::vector<double> values;
  const auto put = [&](double slot, double mbps) {
    starts.push_back(slot * slotS);
    values.push_back(mbps);
  };
  double failure = slotsToFailure(link, random) - 1;
  for (double slot = 0; slot < all;) {
    const double end = std::min(all, slot + block);
    const double mbps = shortPacketMbps(link, meanSnr * fading(link, random));
    for (; failure < end; failure += slotsToFailure(link, random)) {
      if (failure > slot) put(slot, mbps);
      put(failure, 0);
      slot = failure + 1;
    }
    if (slot < end) put(slot, mbps);
    slot = end;
  }
  return {std::move(starts), std::move(values), all * slotS};
}

}  // namespace cleave
