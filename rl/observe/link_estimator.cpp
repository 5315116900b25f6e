// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/observe/link_estimator.h"

#include <algorithm>
#include <cmath>

#include "rl/observe/fading.h"

namespace cleave {
namespace {

constexpr double kFarOff = 3;  // times more or less than the middle estimate
// So long on the link that no hiccup of a machine explains it: a slow sample needs no second.
constexpr double kSureS = 0.15;
constexpr double kMostMbps = 10'000;
constexpr double kDecay = 0.75;             // about the last four transfers count for the spread
constexpr double kUsualWeight = 1.0 / 128;  // about the last half minute

// exp(-x) for x >= 0, to a thousandth while anything is left of it, in a fifth of the time: simulations live on it.
double decayed(double x) {
  const double part = x * (1.0 / 16);
  double power = 1 + part * (1 + 0.5 * part);
  for (int i = 0; i < 4; ++i) power *= power;
  return 1 / power;
}

bool farBelow(double mbps, double believed) {
  return mbps * kFarOff < believed;
}
bool farAbove(double mbps, double believed) {
  return mbps > kFarOff * believed;
}

}  // namespace

double LinkEstimator::transfer(std::uint64_t bytes, double serializationMs, double endedS) {
  if (bytes < kTellingBytes) return 0;
  const bool measurable = serializationMs >= kResolutionMs;
  const double seconds = 1e-3 * std::max(serializationMs, kResolutionMs);
  const double bits = 8 * static_cast<double>(bytes);
  const double mbps = std::min(bits / seconds * 1e-6, kMostMbps);
  if (!measurable && windows_[0].mbps() >= mbps) {
    lastS_ = endedS;  // a bound only, and more is believed already
    return 0;
  }
  take({bits, bits / (mbps * 1e6), mbps}, endedS);
  return measurable ? mbps : 0;
}

void LinkEstimator::take(const Sample& sample, double endedS) {
  decay(std::max(0.0, endedS - lastS_));
  usual_ = seen_ ? usual_ + kUsualWeight * (sample.mbps - usual_) : sample.mbps;
  last_ = sample.mbps;
  lastS_ = endedS;
  const double believed = mbps();
  const bool below = farBelow(sample.mbps, believed);
  const bool above = farAbove(sample.mbps, believed);
  if (!seen_ || (!below && !above)) {
    doubted_ = {};
    add(sample);
  } else if (below && sample.seconds >= kSureS) {
    restart(sample);
  } else if (doubted_.mbps > 0 && below == farBelow(doubted_.mbps, believed)) {
    const Sample before = doubted_;
    restart(before);
    add(sample);
  } else {
    doubted_ = sample;
    windows_[0] = {sample.bits, sample.seconds};
  }
  seen_ = true;
}

// As if the link began with this sample.
void LinkEstimator::restart(const Sample& sample) {
  doubted_ = {};
  windows_.fill({});
  mean_ = variance_ = 0;
  add(sample);
}

// exp(-passedS / window) of each: one exponential, the shorter ones being its powers.
void LinkEstimator::decay(double passedS) {
  static_assert(kWindowsS == std::array{0.25, 0.5, 1.0});
  const double one = decayed(passedS);
  const std::array<double, 3> kept{(one * one) * (one * one), one * one, one};
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    windows_[i].bits *= kept[i];
    windows_[i].seconds *= kept[i];
  }
}

void LinkEstimator::add(const Sample& sample) {
  const bool first = windows_[1].seconds <= 0;
  for (Window& window : windows_) {
    window.bits += sample.bits;
    window.seconds += sample.seconds;
  }
  const double weight = first ? 1 : 1 - kDecay;
  const double difference = sample.mbps - mean_;
  mean_ += weight * difference;
  variance_ = (1 - weight) * (variance_ + weight * difference * difference);
}

void LinkEstimator::roundTrip(double ms, double atS) {
  usualRttMs_ = rtt_.seen() ? usualRttMs_ + kUsualWeight * (ms - usualRttMs_) : ms;
  rtt_.add(ms);
  rttS_ = atS;
}

void LinkEstimator::probeSent(std::uint64_t bytes, double atS) {
  probeBytes_ = bytes;
  probeSentS_ = atS;
}

void LinkEstimator::fill(Observation& o, double nowS) const {
  const double ageS = seen_ ? std::max(0.0, nowS - lastS_) : 0;
  o.rttAgeS = rtt_.seen() ? std::max(0.0, nowS - rttS_) : 0;
  o.rttMs = rtt_.seen() ? faded(rtt_.value(), usualRttMs_, o.rttAgeS) : 0;
  const double lateS = probeBytes_ > 0 ? nowS - probeSentS_ - 1e-3 * o.rttMs : 0;
  // A probe that does not arrive is news of the link: as long as it is missing nothing moves back to what was usual.
  const double fadingS = lateS > kSureS ? 0 : ageS;
  o.bandwidthShortMbps = faded(windows_[0].mbps(), usual_, fadingS);
  o.bandwidthMeanMbps = faded(windows_[1].mbps(), usual_, fadingS);
  o.bandwidthLongMbps = faded(windows_[2].mbps(), usual_, fadingS);
  o.bandwidthLastMbps = last_;
  o.bandwidthSpreadMbps = std::sqrt(variance_);
  o.sinceTransferS = ageS;
  if (lateS * 1e3 < kResolutionMs) return;
  // It would be here if the link gave more.
  const double most = 8e-6 * static_cast<double>(probeBytes_) / lateS;
  const double tolerance = lateS > kSureS ? 1 : kFarOff;  // a little late is jitter, not a slow link
  for (double* each : {&o.bandwidthShortMbps, &o.bandwidthMeanMbps, &o.bandwidthLongMbps, &o.bandwidthLastMbps}) {
    if (*each > tolerance * most) *each = most;
  }
}

}  // namespace cleave
