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

double Beliefs::learn(const RequestRecord& record, const DecisionCost& cost, std::optional<double> serializationMs,
                      double atS) {
  if (record.outcome == Outcome::Fallback) {
    // What crossed until then; at least a little, so that the estimate falls and stays finite.
    const auto shown = std::max<std::uint64_t>(record.payloadBytes, LinkEstimator::kTellingBytes);
    return bandwidthOrUnknown(state_.note(TransferSeen{shown, record.uplinkMs, atS - 1e-3 * record.fallbackMs}));
  }
  const double deviceMs = record.deviceMs() - orZero(record.queueMs) - orZero(record.stallMs);
  state_.note(WorkSeen{Machine::Device, deviceMs, cost.deviceMs, atS});
  if (cost.alone) return kUnknown;
  state_.note(WorkSeen{Machine::Edge, record.edgeMs() - orZero(record.edgeQueueMs), cost.edgeMs, atS});
  edgeAtS_ = atS;
  if (!std::isnan(record.rttMs)) state_.note(RoundTripSeen{record.rttMs, atS});
  if (!serializationMs) return kUnknown;
  return bandwidthOrUnknown(state_.note(TransferSeen{record.payloadBytes, *serializationMs, atS}));
}

void Beliefs::refresh(net::AgentLink& link, const RunClock& clock, const std::stop_token& stop) {
  if (const auto echo = link.takeEcho()) {
    const double atS = clock.secondsAt(echo->arrived);
    state_.note(RoundTripSeen{echo->rttMs, atS});
    if (echo->slowdown > 0) state_.note(LoadReported{Machine::Device, echo->slowdown, atS});
  }
  if (const auto probe = link.takeProbe(); probe && probe->rttMs > 0) {
    state_.note(ProbeArrived{probe->bytes, probe->serializationMs(), clock.secondsAt(probe->arrived)});
  }
  const double nowS = clock.seconds();
  if (nowS < probeAtS_) return;
  probeAtS_ = nowS + StateEstimator::kReportS;
  if (link.probing()) return link.echo(stop);
  const std::uint64_t bytes = state_.probeBytes();
  link.probe(bytes, stop);
  state_.note(ProbeSent{bytes, nowS});
}

}  // namespace cleave
