// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/provenance.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/model/model.h"
#include "core/types/error.h"
#include "rl/environment/text_lines.h"
#include "rl/learn/legacy_names.h"

namespace cleave::learn {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostText = 64 << 10;
constexpr std::size_t kMostTraces = 4096;
constexpr std::size_t kMostTraceBytes = 256 << 20;

std::string checksumOf(const std::string& text) {
  return checksumHex(std::as_bytes(std::span(text)));
}

// One list for all that goes over the fields.
template <class Record, class Visit>
void visitFields(Record& provenance, Visit visit) {
  visit("algorithm", provenance.algorithm);
  visit("settings", provenance.settings);
  visit("seed", provenance.seed);
  visit("model", provenance.model);
  visit("model_digest", provenance.modelDigest);
  visit("device", provenance.device);
  visit("edge", provenance.edge);
  visit("table_digest", provenance.tableDigest);
  visit("scenario", provenance.scenario);
}

std::string digestOfCosts(const DecisionTable& table, bool times) {
  std::string text;
  std::array<char, 160> line{};
  for (const auto& cost : table.all()) {
    std::snprintf(line.data(), line.size(), "%s %d %.6f", toText(cost.decision).c_str(), cost.known ? 1 : 0,
                  cost.accuracy);
    text += line.data();
    if (times) {
      std::snprintf(line.data(), line.size(), " %.7g %.7g %.7g %.7g", cost.deviceMs, cost.edgeMs, cost.payloadBytes,
                    cost.payloadP95);
      text += line.data();
    }
    text += '\n';
  }
  return checksumOf(text);
}

void requireShort(const std::string& text) {
  if (text.size() > kMostText) throw Error("one of its texts is too long");
}

}  // namespace

std::string digestOfModel(const DecisionTable& table) {
  return digestOfCosts(table, false);
}

std::string digestOfTable(const DecisionTable& table) {
  return digestOfCosts(table, true);
}

std::vector<Provenance::TraceDigest> digestsOf(std::span<const std::filesystem::path> traces) {
  std::vector<Provenance::TraceDigest> digests;
  for (const auto& file : traces) {
    digests.push_back({file.filename().string(), checksumOf(readTextFile(file, kMostTraceBytes, "trace"))});
  }
  return digests;
}

std::string toJson(const Provenance& provenance) {
  Json json;
  visitFields(provenance, [&](const char* key, const auto& value) { json[key] = value; });
  json["traces"] = Json::array();
  for (const auto& trace : provenance.traces)
    json["traces"].push_back({{"name", trace.name}, {"checksum", trace.checksum}});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);  // a file's name need not be UTF-8
}

Provenance provenanceFromJson(const std::string& text) {
  Provenance provenance;
  try {
    const Json json = Json::parse(text);
    visitFields(provenance, [&](const char* key, auto& value) {
      const std::string old = legacy::oldName(legacy::kProvenance, key);
      json.at(json.contains(key) ? key : old).get_to(value);
      if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) requireShort(value);
    });
    if (json.at("traces").size() > kMostTraces) throw Error("it lists too many traces");
    for (const auto& entry : json.at("traces")) {
      auto& trace = provenance.traces.emplace_back();
      entry.at("name").get_to(trace.name);
      entry.at("checksum").get_to(trace.checksum);
      requireShort(trace.name);
      requireShort(trace.checksum);
    }
  } catch (const Json::exception&) {
    throw Error("it does not say what it was trained with");
  }
  provenance.algorithm = legacy::currentName(legacy::kAlgorithms, provenance.algorithm);
  provenance.settings = legacy::renamedKeys(
      provenance.settings, [](std::string_view key) { return legacy::currentName(legacy::kSettings, key); });
  return provenance;
}

std::string conditionsIn(const std::string& scenario) {
  constexpr std::string_view key = "description = ";
  const auto begin = scenario.starts_with(key) ? 0 : scenario.find("\n" + std::string(key));
  if (begin == std::string::npos) return scenario;
  const auto end = scenario.find('\n', begin + 1);
  return scenario.substr(0, begin) + (end == std::string::npos ? "" : scenario.substr(end));
}

std::string digestOf(const Provenance& provenance) {
  Provenance conditions = provenance;
  conditions.scenario = conditionsIn(provenance.scenario);
  return checksumOf(toJson(conditions)).substr(0, 16);
}

std::string firstDifference(const Provenance& a, const Provenance& b) {
  Json left = Json::parse(toJson(a));
  Json right = Json::parse(toJson(b));
  left["scenario"] = conditionsIn(a.scenario);
  right["scenario"] = conditionsIn(b.scenario);
  for (const auto& [key, value] : left.items()) {
    if (value == right.at(key)) continue;
    if (key == "model_digest") return "model";
    return key == "table_digest" ? "latency table" : key;
  }
  return "";
}

}  // namespace cleave::learn
