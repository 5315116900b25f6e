// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/link_estimator.h"

#include <algorithm>
#include <cmath>

namespace cleave {
namespace {

constexpr double kLeastMs = 0.02;
constexpr double kMostMbps = 10'000;
constexpr double kDecay = 0.75;  // about the last four transfers count
constexpr double kRttWeight = 0.25;

}  // namespace

double LinkEstimator::bandwidthOf(std::uint64_t bytes, double transmitMs, double rttMs) {
  if (bytes < kTellingBytes) return 0;
  const double onLinkMs = std::max(transmitMs - rttMs, kLeastMs);
  return std::min(static_cast<double>(bytes) * 8e-3 / onLinkMs, kMostMbps);
}

void LinkEstimator::add(std::uint64_t payloadBytes, double transmitMs, double rttMs) {
  addRtt(rttMs);
  const double mbps = bandwidthOf(payloadBytes, transmitMs, rttMs);
  if (mbps <= 0) {
    ++sinceTransfer_;
    return;
  }
  const double bits = static_cast<double>(payloadBytes) * 8;
  bits_ = kDecay * bits_ + bits;
  seconds_ = kDecay * seconds_ + bits / (mbps * 1e6);
  const double weight = transfers_ == 0 ? 1 : 1 - kDecay;
  const double difference = mbps - mean_;
  mean_ += weight * difference;
  variance_ = (1 - weight) * (variance_ + weight * difference * difference);
  last_ = mbps;
  ++transfers_;
  sinceTransfer_ = 0;
}

void LinkEstimator::addRtt(double rttMs) {
  rttMs_ = rttMs_ > 0 ? rttMs_ + kRttWeight * (rttMs - rttMs_) : rttMs;
}

void LinkEstimator::fill(Observation& observation) const {
  observation.bandwidthMeanMbps = seconds_ > 0 ? bits_ / seconds_ * 1e-6 : 0;
  observation.bandwidthLastMbps = last_;
  observation.bandwidthSpreadMbps = std::sqrt(variance_);
  observation.rttMs = rttMs_;
  observation.requestsSinceTransfer = sinceTransfer_;
}

}  // namespace cleave
