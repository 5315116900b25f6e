// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/beliefs.h"

#include <algorithm>
#include <cmath>

namespace cleave {
namespace {

double orZero(double value) {
  return std::isnan(value) ? 0 : value;
}

double bandwidthOrUnknown(double mbps) {
  return mbps > 0 ? mbps : kUnknown;
}

}  // namespace

double Beliefs::learn(const RequestRecord& record, const DecisionCost& cost, double atS) {
  if (record.outcome == Outcome::Fallback) {
    // What crossed until then; at least a little, so that the estimate falls and stays finite.
    const auto shown = std::max<std::uint64_t>(record.payloadBytes, LinkEstimator::kTellingBytes);
    return bandwidthOrUnknown(link_.add(shown, record.uplinkMs, 0, atS - 1e-3 * record.fallbackMs));
  }
  deviceLoad_.add(record.deviceMs() - orZero(record.queueMs) - orZero(record.stallMs), cost.deviceMs);
  edgeLoad_.add(record.edgeMs() - orZero(record.edgeQueueMs), cost.edgeMs);
  if (cost.alone) return kUnknown;
  // The estimator counts both halves of the round trip.
  const double transferMs = record.uplinkMs + record.rttMs / 2;
  return bandwidthOrUnknown(link_.add(record.payloadBytes, transferMs, record.rttMs, atS));
}

void Beliefs::keepFresh(const DecisionCost& cost, net::AgentLink& link, const std::stop_token& stop) {
  if (!probes(cost) && !link.probing()) link.probe(LinkEstimator::kProbeBytes, stop);
}

void Beliefs::fill(Observation& observation, net::AgentLink& link, const RunClock& clock) {
  if (const auto probe = link.takeProbe(); probe && probe->rttMs > 0) {
    link_.add(probe->bytes, probe->ms, probe->rttMs, clock.secondsAt(probe->arrived));
  }
  link_.fill(observation, clock.seconds());
  observation.deviceSlowdown = deviceLoad_.slowdown();
  observation.edgeSlowdown = edgeLoad_.slowdown();
}

}  // namespace cleave
