// SPDX-License-Identifier: GPL-3.0-or-later
// One request of a run, and what it teaches.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <numeric>
#include <thread>

#include "app/device/stopwatch.h"
#include "app/experiment/experiment_loop.h"
#include "app/experiment/profile.h"
#include "core/types/error.h"

namespace cleave {
void ExperimentLoop::carryOut(RequestRecord& record, const std::stop_token& stop) {
  net::GiveUp giveUp;
  if (scenario_) {
    giveUp = {scenario_->scenario.giveUpMs, table_->at(table_->deviceOnly()).decision};
  }
  const auto reply = link_->request(record.decision, static_cast<std::uint32_t>(record.frame), record.id, giveUp, stop);
  if (reply.gaveUp) {
    takeFallback(record, reply, stop);
  } else {
    finishOnEdge(record, reply, stop);
  }
  const auto tcp = link_->tcpStatistics().device;
  record.tcpRttMs = tcp.rttMs;
  record.tcpRetransmissions = tcp.retransmissions - std::min(tcp.retransmissions, retransmissions_);
  retransmissions_ = tcp.retransmissions;
  learn(record, stop);
  record.linkMbps = trueLinkMbps(record.startS + 1e-3 * (record.deviceMs() - record.fallbackMs));
  record.queueMs += 1e3 * arrival_.waitedS;
  record.totalMs += 1e3 * arrival_.waitedS;
}

void ExperimentLoop::finishOnEdge(RequestRecord& record, const net::RequestReply& reply, const std::stop_token& stop) {
  const Stopwatch onEdge;
  requireFits(reply, record.decision, space_.pathLength(record.decision.exit));
  record.layerMs = reply.layerMs;
  // All waiting on the agent is queueing: before the first layer, and between its threads.
  const double worked = std::accumulate(reply.layerMs.begin(), reply.layerMs.end(), reply.prepareMs + reply.quantizeMs);
  record.queueMs = std::max(reply.queueMs, reply.busyMs - worked);
  record.prepareMs = reply.prepareMs;
  record.quantizeMs = reply.quantizeMs;
  record.transmitMs = reply.transmitMs();
  record.payloadBytes = reply.payload.size();
  edge_.finish(reply.payload, record);
  stretchEdge(record);
  record.totalMs = reply.roundTripMs + onEdge.ms();
  const double backMs = link_->finish(record.id, record.prediction, stop);
  if (record.decision.partition == space_.pathLength(record.decision.exit)) {
    // The device has its result already; that the edge hears of it holds nothing up.
    record.transmitMs = 0;
    record.totalMs = record.deviceMs();
    return;
  }
  record.rttMs = backMs;
  record.returnMs = record.rttMs / 2;
  record.totalMs += record.returnMs;
}

void ExperimentLoop::takeFallback(RequestRecord& record, const net::RequestReply& reply, const std::stop_token& stop) {
  const net::GivenUp& until = *reply.gaveUp;
  RequestRecord alone;
  alone.decision = table_->at(table_->deviceOnly()).decision;
  requireFits(reply, alone.decision, space_.pathLength(alone.decision.exit));
  alone.layerMs = reply.layerMs;
  edge_.finish(reply.payload, alone);
  link_->finish(record.id, alone.prediction, stop);
  record.outcome = Outcome::Fallback;
  char text[128];
  std::snprintf(text, sizeof text, "The transfer timed out after %.0f ms: completed on the device at exit %d.",
                scenario_->scenario.giveUpMs, alone.decision.exit);
  record.error = text;
  record.layerMs = until.layerMs;
  record.queueMs = until.queueMs;
  record.prepareMs = until.prepareMs;
  record.quantizeMs = until.quantizeMs;
  record.transmitMs = until.transferMs;
  record.payloadBytes = until.crossedBytes;
  record.fallbackMs = reply.busyMs;
  record.prediction = alone.prediction;
  record.confidence = alone.confidence;
  record.probabilities = std::move(alone.probabilities);
  record.totalMs = record.deviceMs() + (record.decision.partition > 0 ? 0 : record.prepareMs) + record.transmitMs;
}

double ExperimentLoop::trueLinkMbps(double atS) const {
  if (scenario_) {
    const net::LinkTrace& trace = scenario_->trace;  // repeats itself, as the agent's does
    const auto durationS = 1e-6 * static_cast<double>(trace.durationUs);
    const auto us = static_cast<std::uint64_t>(1e6 * std::fmod(std::max(atS - scenarioStartS_, 0.0), durationS));
    const auto after = std::ranges::upper_bound(trace.steps, us, {}, &net::LinkStep::startUs);
    return 1e-6 * static_cast<double>(std::prev(after)->bitsPerSecond);
  }
  return appliedMbps_ > 0 ? appliedMbps_ : kUnknown;
}

void ExperimentLoop::judge(RequestRecord& record) const {
  // Of no answer, the penalty of the latest one that there can be.
  const double tookMs = record.outcome == Outcome::Failed ? 1e12 : record.totalMs;
  record.reward = reward()(record.correct() ? 1 : 0, tookMs, record.targetMs);
  const SystemState device = link_->deviceState();
  record.deviceCpu = device.cpu;
  record.deviceTemperatureC = device.temperatureC;
  record.deviceMhz = device.mhz;
  const SystemState edge = monitor_.state();
  record.edgeCpu = edge.cpu;
  record.edgeTemperatureC = edge.temperatureC;
  record.edgeMhz = edge.mhz;
}

void ExperimentLoop::stretchEdge(RequestRecord& record) const {
  if (!scenario_) return;
  const double share = std::min(scenario_->conditions->edgeLoad.at(scenarioSeconds()), kMostLoad);
  const double workedMs = record.edgeMs();
  if (share <= 0 || workedMs <= 0) return;
  // By what the work takes at rest, as on an emulated device: this machine's own hiccups are not to count tenfold.
  const double moreMs = table_->at(space_.indexOf(record.decision).value()).edgeMs * share / (1 - share);
  const Stopwatch waited;
  std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(moreMs));
  const double factor = 1 + waited.ms() / workedMs;
  record.dequantizeMs *= factor;
  if (record.decision.partition == 0) record.prepareMs *= factor;
  for (auto i = static_cast<std::size_t>(record.decision.partition); i < record.layerMs.size(); ++i) {
    record.layerMs[i] *= static_cast<float>(factor);
  }
}

Observation ExperimentLoop::observe() {
  if (const auto probe = link_->takeProbe(); probe && probe->rttMs > 0) {
    const double atS = std::chrono::duration<double>(probe->arrived - start_).count();
    estimator_.note(RoundTripSeen{probe->rttMs, atS});
    estimator_.note(ProbeArrived{probe->bytes, std::max(0.0, probe->ms - probe->rttMs), atS});
  }
  Observation observation;
  observation.targetMs = applied_.targetMs;
  observation.waitedMs = 1e3 * arrival_.waitedS;
  observation.queueLength = arrival_.waiting;
  estimator_.fill(observation, seconds());
  return observation;
}

// The simulated environment (rl/environment/simulated_environment.cpp) learns by the same rules.
void ExperimentLoop::learn(RequestRecord& record, const std::stop_token& stop) {
  const DecisionCost& cost = table_->at(space_.indexOf(record.decision).value());
  const double nowS = seconds();
  if (record.outcome == Outcome::Fallback) {
    // What crossed until then; at least a little, so that the estimate falls and stays finite.
    const auto shown = std::max<std::uint64_t>(record.payloadBytes, LinkEstimator::kTellingBytes);
    record.bandwidthMbps =
        estimator_.note(TransferSeen{shown, record.transmitMs, nowS - 1e-3 * record.fallbackMs});
    return;
  }
  estimator_.note(WorkSeen{Machine::Device, record.deviceMs() - record.queueMs, cost.deviceMs, nowS});
  if (!cost.alone) {
    estimator_.note(WorkSeen{Machine::Edge, record.edgeMs(), cost.edgeMs, nowS});
    estimator_.note(RoundTripSeen{record.rttMs, nowS});
    record.bandwidthMbps =
        estimator_.note(TransferSeen{record.payloadBytes, std::max(0.0, record.transmitMs - record.rttMs), nowS});
  }
  if (!link_->probing()) {
    const std::uint64_t bytes = estimator_.probeBytes();
    link_->probe(bytes, stop);
    estimator_.note(ProbeSent{bytes, nowS});
  }
}

}  // namespace cleave
