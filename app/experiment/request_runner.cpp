// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/request_runner.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <thread>
#include <utility>

#include "app/device/stopwatch.h"
#include "app/experiment/reply_check.h"
#include "core/types/error.h"
#include "core/types/request_parts.h"
#include "rl/predict/fallback.h"

namespace cleave {

void RequestRunner::run(RequestRecord& record, const Observation& seen, net::AgentLink& link,
                        const std::stop_token& stop) {
  record.startS = clock_.seconds();
  record.linkMbps = driver_.linkMbps(record.startS);  // until it is known when the transfer began
  try {
    carryOut(record, seen, link, stop);
    record.queueMs += seen.waitedMs;
    record.totalMs = sumOfParts(record);
    judge(record, link);
  } catch (const Cancelled&) {  // nobody's fault: it has no reward
    record.outcome = Outcome::Failed;
    record.error = "The run was stopped before this request finished.";
  } catch (const Error& error) {
    record.outcome = Outcome::Failed;
    record.error = error.what();
    std::ranges::replace(record.error, '\n', ' ');  // a row is a line
    judge(record, link);
  }
  roundToClock(record);
}

void RequestRunner::carryOut(RequestRecord& record, const Observation& seen, net::AgentLink& link,
                             const std::stop_token& stop) {
  net::GiveUp giveUp;
  if (driver_.giveUpMs() > 0) {
    const DecisionTable& table = table_.table();
    const int fallback = fallbackOf(table, costOf(record.decision), seen, driver_.giveUpMs());
    giveUp = {driver_.giveUpMs(), table.at(fallback).decision};
  }
  const auto reply = link.request(record.decision, static_cast<std::uint32_t>(record.frame), record.id, giveUp, stop);
  if (reply.gaveUp) {
    takeFallback(record, reply, giveUp.fallback, link, stop);
  } else {
    finishOnEdge(record, reply, link, stop);
  }
  const auto tcp = link.tcpStatistics().device;
  if (std::exchange(linkEpoch_, record.linkEpoch) != record.linkEpoch) retransmissions_ = 0;
  if (tcp.rttMs > 0) record.tcpRttMs = tcp.rttMs;
  record.tcpRetransmissions = tcp.retransmissions - std::min(tcp.retransmissions, retransmissions_);
  retransmissions_ = tcp.retransmissions;
  const DecisionCost& cost = costOf(record.decision);
  record.bandwidthMbps = beliefs_.learn(record, cost, reply.serializationMs, clock_.seconds());
  const double onDeviceMs = record.deviceMs() - (record.outcome == Outcome::Fallback ? record.fallbackMs : 0);
  record.linkMbps = driver_.linkMbps(record.startS + 1e-3 * onDeviceMs);
}

void RequestRunner::finishOnEdge(RequestRecord& record, const net::RequestReply& reply, net::AgentLink& link,
                                 const std::stop_token& stop) {
  const int length = table_.space().pathLength(record.decision.exit);
  requireFits(reply, record.decision, length);
  record.layerMs = reply.layerMs;
  // All waiting on the agent is queueing: before the first layer, and between its threads.
  const double worked = std::accumulate(reply.layerMs.begin(), reply.layerMs.end(), reply.prepareMs + reply.quantizeMs);
  record.queueMs = std::max(reply.queueMs, reply.busyMs - worked);
  record.prepareMs = reply.prepareMs;
  record.payloadBytes = reply.payload.size();
  edge_.finish(reply.payload, record);
  stretchEdge(record);
  const double backMs = link.finish(record.id, record.prediction, stop);
  // What the device computes alone is its own already: that the edge hears of it holds nothing up.
  if (record.decision.partition == length) return;
  record.quantizeMs = reply.quantizeMs;
  // From the feature's first packet to its last byte, and half a round trip either way.
  record.rttMs = backMs;
  record.uplinkMs = reply.serializationMs.value_or(0) + backMs / 2;
  record.returnMs = backMs / 2;
}

void RequestRunner::takeFallback(RequestRecord& record, const net::RequestReply& reply, const Decision& fallback,
                                 net::AgentLink& link, const std::stop_token& stop) {
  const net::GivenUp& until = *reply.gaveUp;
  RequestRecord alone;
  alone.decision = fallback;
  requireFits(reply, alone.decision, table_.space().pathLength(alone.decision.exit));
  alone.layerMs = reply.layerMs;
  edge_.finish(reply.payload, alone);
  link.finish(record.id, alone.prediction, stop);
  record.outcome = Outcome::Fallback;
  char text[128];
  std::snprintf(text, sizeof text, "The transfer timed out after %.0f ms: completed on the device at exit %d.",
                driver_.giveUpMs(), alone.decision.exit);
  record.error = text;
  record.layerMs = until.layerMs;
  record.queueMs = until.queueMs;
  record.prepareMs = until.prepareMs;
  record.quantizeMs = until.quantizeMs;
  record.uplinkMs = until.transferMs;
  record.payloadBytes = until.crossedBytes;
  record.fallbackMs = reply.busyMs;
  record.prediction = alone.prediction;
  record.confidence = alone.confidence;
  record.probabilities = std::move(alone.probabilities);
}

void RequestRunner::stretchEdge(RequestRecord& record) const {
  const double share = driver_.edgeLoad();
  const double workedMs = record.edgeMs();
  if (share <= 0 || workedMs <= 0) return;
  // By what the work takes at rest, as on an emulated device: this machine's own hiccups are not to count tenfold.
  const double moreMs = costOf(record.decision).edgeMs * share / (1 - share);
  const Stopwatch waited;
  std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(moreMs));
  const double factor = 1 + waited.ms() / workedMs;
  record.dequantizeMs *= factor;
  if (record.decision.partition == 0) record.prepareMs *= factor;
  for (auto i = static_cast<std::size_t>(record.decision.partition); i < record.layerMs.size(); ++i) {
    record.layerMs[i] *= static_cast<float>(factor);
  }
}

void RequestRunner::judge(RequestRecord& record, const net::AgentLink& link) const {
  // Of no answer, the penalty of the latest one that there can be.
  const double tookMs = record.outcome == Outcome::Failed ? 1e12 : record.totalMs;
  record.reward = driver_.reward()(record.correct() ? 1 : 0, tookMs, record.targetMs);
  const SystemState device = link.deviceState();
  record.deviceCpu = device.cpu;
  record.deviceTemperatureC = device.temperatureC;
  record.deviceMhz = device.mhz;
  const SystemState edge = monitor_.state();
  record.edgeCpu = edge.cpu;
  record.edgeTemperatureC = edge.temperatureC;
  record.edgeMhz = edge.mhz;
}

const DecisionCost& RequestRunner::costOf(const Decision& decision) const {
  return table_.table().at(table_.space().indexOf(decision).value());
}

}  // namespace cleave
