// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/observe/link_estimator.h"

#include <algorithm>
#include <cmath>

namespace cleave {
namespace {

constexpr double kTellingShare = 1.2;  // a transfer must take longer than this many round trips
constexpr double kLeastMs = 0.02;
constexpr double kMostMbps = 10'000;
constexpr double kDecay = 0.75;  // about the last four transfers count for the spread
constexpr double kRttWeight = 0.25;

// exp(-passedS / window) of each window: one exponential, the shorter ones being its powers.
std::array<double, 3> keptAfter(double passedS) {
  static_assert(LinkEstimator::kWindowsS == std::array{0.25, 1.0, 3.0});
  const double three = std::exp(-passedS / 3);
  const double one = three * three * three;
  return {(one * one) * (one * one), one, three};
}

}  // namespace

double LinkEstimator::bandwidthOf(std::uint64_t bytes, double transmitMs, double rttMs) {
  if (bytes < kTellingBytes) return 0;
  const double onLinkMs = std::max(transmitMs - rttMs, kLeastMs);
  return std::min(static_cast<double>(bytes) * 8e-3 / onLinkMs, kMostMbps);
}

double LinkEstimator::add(std::uint64_t payloadBytes, double transmitMs, double rttMs, double nowS) {
  // The round trip is measured after the transfer: one that hiccups must not make the transfer look instant.
  const double propagationMs = rttMs_ > 0 ? std::min(rttMs_, rttMs) : rttMs;
  if (rttMs > 0) addRtt(rttMs);
  if (payloadBytes < kTellingBytes) {
    ++sinceTransfer_;
    return 0;
  }
  sinceTransfer_ = 0;
  const double readableMs = kTellingShare * propagationMs;
  const double mbps = bandwidthOf(payloadBytes, std::max(transmitMs, readableMs), propagationMs);
  const bool drowned = transmitMs < readableMs;
  if (drowned && windows_.front().mbps() >= mbps) {
    lastS_ = nowS;  // it took so little beside the round trip that it shows a bound only, and more is believed already
  } else {
    note(static_cast<double>(payloadBytes) * 8, mbps, nowS);
  }
  return drowned ? 0 : mbps;
}

void LinkEstimator::note(double bits, double mbps, double nowS) {
  const double passedS = std::max(0.0, nowS - lastS_);
  const double seconds = bits / (mbps * 1e6);
  const auto kept = keptAfter(passedS);
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    windows_[i].bits = kept[i] * windows_[i].bits + bits;
    windows_[i].seconds = kept[i] * windows_[i].seconds + seconds;
  }
  const double weight = transfers_ == 0 ? 1 : 1 - kDecay;
  const double difference = mbps - mean_;
  mean_ += weight * difference;
  variance_ = (1 - weight) * (variance_ + weight * difference * difference);
  last_ = mbps;
  lastS_ = nowS;
  ++transfers_;
}

void LinkEstimator::addRtt(double rttMs) {
  rttMs_ = rttMs_ > 0 ? rttMs_ + kRttWeight * (rttMs - rttMs_) : rttMs;
}

void LinkEstimator::fill(Observation& observation, double nowS) const {
  observation.bandwidthShortMbps = windows_[0].mbps();
  observation.bandwidthMeanMbps = windows_[1].mbps();
  observation.bandwidthLongMbps = windows_[2].mbps();
  observation.bandwidthLastMbps = last_;
  observation.bandwidthSpreadMbps = std::sqrt(variance_);
  observation.rttMs = rttMs_;
  observation.sinceTransferS = transfers_ > 0 ? std::max(0.0, nowS - lastS_) : 0;
  observation.requestsSinceTransfer = sinceTransfer_;
}

}  // namespace cleave
