// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/request_record.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <type_traits>

#include "core/types/error.h"

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

/// A float's own digits and not those of the double that JSON makes of it: 0.1, and not 0.10000000149011612.
double asWritten(float value) {
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  double wide = 0;
  std::from_chars(text, written.ptr, wide);
  return static_cast<float>(wide) == value ? wide : double{value};
}

/// Reads a line as toJson() writes it, in a tenth of the time that any JSON takes. Whatever is otherwise in it, an
/// error or another program's spacing, is left to the JSON parser.
class WrittenLine {
 public:
  explicit WrittenLine(std::string_view line) : rest_(line) {}

  /// @returns false when it is not such a line; the record is then worthless
  bool read(RequestRecord& record);

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool takeKey(std::string_view key) {
    const std::string_view before = rest_;
    if (take(",\"") && take(key) && take("\":")) return true;
    rest_ = before;
    return false;
  }
  bool takeWord(std::string_view& word) {
    if (!take("\"")) return false;
    word = rest_.substr(0, rest_.find('"'));
    return take(word) && take("\"");
  }
  template <class Number>
  bool takeValue(Number& value) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }
  bool takeValue(float& value) {
    double wide = 0;
    if (!takeValue(wide)) return false;
    value = static_cast<float>(wide);
    return true;
  }
  bool takeValue(std::vector<float>& values) {
    if (!take("[")) return false;
    if (take("]")) return true;
    do {
      if (!takeValue(values.emplace_back())) return false;
    } while (take(","));
    return take("]");
  }

  std::string_view rest_;
};

bool WrittenLine::read(RequestRecord& record) {
  std::string_view decision;
  std::string_view outcome;
  int part = 0;
  bool good = take("{\"id\":") && takeValue(record.id) && takeKey("decision") && takeWord(decision);
  for (const char* key : {"exit", "partition", "bits"}) good = good && takeKey(key) && takeValue(part);
  good = good && takeKey("outcome") && takeWord(outcome);
  const auto must = [&](const char* key, auto& value) { good = good && takeKey(key) && takeValue(value); };
  const auto may = [&](const char* key, auto& value) { good = good && (!takeKey(key) || takeValue(value)); };
  visitNumbers(record, must);
  visitLaterNumbers(record, may);
  visitPerhaps(record, may);
  may("policy", record.policy);
  if (!good || !take("}") || !rest_.empty()) return false;
  record.decision = parseDecision(decision);
  record.outcome = outcomeFromText(outcome);
  return true;
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
  throw Error("'" + std::string(text) + "' is not an outcome: use completed, fallback or failed.");
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
  visitNumbers(record, [&](const char* key, const auto& value) {
    using Value = std::remove_cvref_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, std::vector<float>>) {
      json[key] = nlohmann::ordered_json::array();
      for (const float one : value) json[key].push_back(asWritten(one));
    } else if constexpr (std::is_same_v<Value, float>) {
      json[key] = asWritten(value);
    } else {
      json[key] = value;
    }
  });
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
    if (RequestRecord record; WrittenLine(line).read(record)) return record;
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
    throw Error(std::string("A line of the run is not a valid request record (") + error.what() + ").");
  }
}

}  // namespace cleave
