// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/types/request_record.h"

namespace cleave {

/// The records of a run that is over, a column each: a million requests take 0.3 GB and no allocation of their own.
/// Row i is the i-th request. Fields mean what they mean in RequestRecord.
struct RunTable {
  std::vector<std::uint64_t> id;
  std::vector<double> startS;
  std::vector<int> frame;
  std::vector<Decision> decision;
  std::vector<int> policy;
  std::vector<Outcome> outcome;
  std::vector<double> targetMs, queueMs, prepareMs, quantizeMs, uplinkMs, stallMs, edgeQueueMs, dequantizeMs, returnMs,
      fallbackMs, totalMs;
  std::vector<std::uint64_t> payloadBytes;
  std::vector<double> bandwidthMbps, estimateMbps, linkMbps, rttMs, tcpRttMs;
  std::vector<std::uint64_t> tcpRetransmissions;
  std::vector<int> device;
  std::vector<std::uint64_t> linkEpoch;
  std::vector<int> prediction, label;
  std::vector<float> confidence;
  std::vector<double> reward, deviceCpu, edgeCpu, deviceTemperatureC, edgeTemperatureC, deviceMhz, edgeMhz;
  std::map<std::size_t, std::string> error;  ///< by row, of the few that have one
  std::vector<float> layerMs;                ///< of all rows, one after the other
  std::vector<std::size_t> layersEnd;        ///< where each row's end in it

  [[nodiscard]] std::size_t size() const { return id.size(); }
  void reserve(std::size_t rows);
  /// Leaves the first `rows` of them, or all when there are fewer.
  void cut(std::size_t rows);
  void add(const RequestRecord& record);
  [[nodiscard]] std::span<const float> layersOf(std::size_t row) const;
  /// The request as it was recorded, to the bit; without `probabilities`.
  [[nodiscard]] RequestRecord record(std::size_t row) const;
  /// The same into one that is used again and again, which takes no memory then.
  void read(std::size_t row, RequestRecord& record) const;
};

/// The one list of all columns that are a number in both: visit(name with its unit, member of RequestRecord, member of
/// RunTable). Decision, policy, outcome, error and layers are not among them.
template <class Visit>
void visitNumberColumns(Visit visit) {
  using R = RequestRecord;
  using T = RunTable;
  visit("id", &R::id, &T::id);
  visit("start_s", &R::startS, &T::startS);
  visit("frame", &R::frame, &T::frame);
  visit("target_ms", &R::targetMs, &T::targetMs);
  visit("queue_ms", &R::queueMs, &T::queueMs);
  visit("prepare_ms", &R::prepareMs, &T::prepareMs);
  visit("quantize_ms", &R::quantizeMs, &T::quantizeMs);
  visit("uplink_ms", &R::uplinkMs, &T::uplinkMs);
  visit("stall_ms", &R::stallMs, &T::stallMs);
  visit("edge_queue_ms", &R::edgeQueueMs, &T::edgeQueueMs);
  visit("dequantize_ms", &R::dequantizeMs, &T::dequantizeMs);
  visit("return_ms", &R::returnMs, &T::returnMs);
  visit("fallback_ms", &R::fallbackMs, &T::fallbackMs);
  visit("total_ms", &R::totalMs, &T::totalMs);
  visit("payload_bytes", &R::payloadBytes, &T::payloadBytes);
  visit("bandwidth_mbps", &R::bandwidthMbps, &T::bandwidthMbps);
  visit("estimate_mbps", &R::estimateMbps, &T::estimateMbps);
  visit("link_mbps", &R::linkMbps, &T::linkMbps);
  visit("rtt_ms", &R::rttMs, &T::rttMs);
  visit("tcp_rtt_ms", &R::tcpRttMs, &T::tcpRttMs);
  visit("tcp_retransmissions", &R::tcpRetransmissions, &T::tcpRetransmissions);
  visit("device", &R::device, &T::device);
  visit("link_epoch", &R::linkEpoch, &T::linkEpoch);
  visit("prediction", &R::prediction, &T::prediction);
  visit("label", &R::label, &T::label);
  visit("confidence", &R::confidence, &T::confidence);
  visit("reward", &R::reward, &T::reward);
  visit("device_cpu", &R::deviceCpu, &T::deviceCpu);
  visit("edge_cpu", &R::edgeCpu, &T::edgeCpu);
  visit("device_temperature_c", &R::deviceTemperatureC, &T::deviceTemperatureC);
  visit("edge_temperature_c", &R::edgeTemperatureC, &T::edgeTemperatureC);
  visit("device_mhz", &R::deviceMhz, &T::deviceMhz);
  visit("edge_mhz", &R::edgeMhz, &T::edgeMhz);
}

}  // namespace cleave
