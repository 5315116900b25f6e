// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plain/request_record.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <type_traits>

#include "core/plain/error.h"

namespace cleave {
namespace {

double sumOf(std::vector<float>::const_iterator from, std::vector<float>::const_iterator to) {
  return std::accumulate(from, to, 0.0);
}

// A partition beyond the recorded layers (a failed request) has no times at all.
std::ptrdiff_t cutOf(const RequestRecord& record) {
  return std::clamp<std::ptrdiff_t>(record.decision.partition, 0, std::ssize(record.layerMs));
}

// The one list of fields, so that writing and reading cannot drift apart.
template <class Record, class Visit>
void visitNumbers(Record& record, Visit visit) {
  visit("start_s", record.startS);
  visit("frame", record.frame);
  visit("target_ms", record.targetMs);
  visit("queue_ms", record.queueMs);
  visit("prepare_ms", record.prepareMs);
  visit("quantize_ms", record.quantizeMs);
  visit("transmit_ms", record.transmitMs);
  visit("dequantize_ms", record.dequantizeMs);
  visit("return_ms", record.returnMs);
  visit("total_ms", record.totalMs);
  visit("payload_bytes", record.payloadBytes);
  visit("bandwidth_mbps", record.bandwidthMbps);
  visit("estimate_mbps", record.estimateMbps);
  visit("rtt_ms", record.rttMs);
  visit("prediction", record.prediction);
  visit("label", record.label);
  visit("confidence", record.confidence);
  visit("layer_ms", record.layerMs);
}

// What records of earlier versions lack.
template <class Record, class Visit>
void visitLaterNumbers(Record& record, Visit visit) {
  visit("fallback_ms", record.fallbackMs);
  visit("tcp_rtt_ms", record.tcpRttMs);
  visit("tcp_retransmissions", record.tcpRetransmissions);
}

// What may be unknown, and then is left out.
template <class Record, class Visit>
void visitPerhaps(Record& record, Visit visit) {
  visit("link_mbps", record.linkMbps);
  visit("reward", record.reward);
  visit("device_cpu", record.deviceCpu);
  visit("edge_cpu", record.edgeCpu);
  visit("device_temperature_c", record.deviceTemperatureC);
  visit("edge_temperature_c", record.edgeTemperatureC);
  visit("device_mhz", record.deviceMhz);
  visit("edge_mhz", record.edgeMhz);
}

}  // namespace

std::string_view toText(Outcome outcome) {
  switch (outcome) {
    case Outcome::Completed:
      return "completed";
    case Outcome::Fallback:
      return "fallback";
    case Outcome::Failed:
      return "failed";
  }
  return "failed";
}

Outcome outcomeFromText(std::string_view text) {
  for (const Outcome outcome : {Outcome::Completed, Outcome::Fallback, Outcome::Failed}) {
    if (toText(outcome) == text) return outcome;
  }
  throw Error("'" + std::string(text) + "' is not an outcome: completed, fallback or failed.");
}

void roundToClock(RequestRecord& record) {
  const auto round = [](const char*, auto& value) {
    using Number = std::remove_reference_t<decltype(value)>;
    if constexpr (std::is_same_v<Number, double>) value = std::round(value * 1e6) / 1e6;
  };
  visitNumbers(record, round);
  visitLaterNumbers(record, round);
  visitPerhaps(record, round);
  for (float& ms : record.layerMs) ms = static_cast<float>(std::round(double{ms} * 1e6) / 1e6);
}

double RequestRecord::deviceLayersMs() const {
  return sumOf(layerMs.begin(), layerMs.begin() + cutOf(*this));
}
double RequestRecord::edgeLayersMs() const {
  return sumOf(layerMs.begin() + cutOf(*this), layerMs.end());
}

double RequestRecord::deviceMs() const {
  return queueMs + deviceLayersMs() + quantizeMs + (decision.partition > 0 ? prepareMs : 0) + fallbackMs;
}

double RequestRecord::linkMs() const {
  return transmitMs + returnMs;
}

double RequestRecord::edgeMs() const {
  return dequantizeMs + edgeLayersMs() + (decision.partition > 0 ? 0 : prepareMs);
}

std::string toJson(const RequestRecord& record) {
  nlohmann::ordered_json json;
  json["id"] = record.id;
  json["decision"] = toText(record.decision);
  json["exit"] = record.decision.exit;
  json["partition"] = record.decision.partition;
  json["bits"] = record.decision.bits;
  json["outcome"] = toText(record.outcome);
  visitNumbers(record, [&](const char* key, const auto& value) { json[key] = value; });
  visitLaterNumbers(record, [&](const char* key, const auto& value) { json[key] = value; });
  visitPerhaps(record, [&](const char* key, double value) {
    if (!std::isnan(value)) json[key] = value;
  });
  if (record.policy >= 0) json["policy"] = record.policy;
  if (!record.error.empty()) json["error"] = record.error;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

RequestRecord recordFromJson(std::string_view line) {
  try {
    const auto json = nlohmann::json::parse(line);
    RequestRecord record;
    record.id = json.at("id").get<std::uint64_t>();
    record.decision = parseDecision(json.at("decision").get<std::string>());
    record.outcome = outcomeFromText(json.at("outcome").get<std::string>());
    visitNumbers(record, [&](const char* key, auto& value) { json.at(key).get_to(value); });
    visitLaterNumbers(record, [&](const char* key, auto& value) {
      if (json.contains(key)) json.at(key).get_to(value);
    });
    visitPerhaps(record, [&](const char* key, double& value) {
      if (json.contains(key)) json.at(key).get_to(value);
    });
    record.policy = json.value("policy", -1);
    record.error = json.value("error", "");
    return record;
  } catch (const std::exception& error) {  // of JSON, of the decision, of the outcome
    throw Error(std::string("A line of the run is not a request record (") + error.what() + ").");
  }
}

}  // namespace cleave
