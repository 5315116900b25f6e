// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/provenance.h"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/model/model.h"
#include "core/types/error.h"
#include "rl/environment/text_lines.h"

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
template <class Origin, class Visit>
void visitFields(Origin& origin, Visit visit) {
  visit("algorithm", origin.algorithm);
  visit("settings", origin.settings);
  visit("seed", origin.seed);
  visit("model", origin.model);
  visit("model_mark", origin.modelMark);
  visit("device", origin.device);
  visit("edge", origin.edge);
  visit("table_mark", origin.tableMark);
  visit("scenario", origin.scenario);
}

std::string markOfCosts(const DecisionTable& table, bool times) {
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
  if (text.size() > kMostText) throw Error("it holds a text that is too long");
}

}  // namespace

std::string markOfModel(const DecisionTable& table) {
  return markOfCosts(table, false);
}

std::string markOfTable(const DecisionTable& table) {
  return markOfCosts(table, true);
}

std::vector<Provenance::TraceMark> marksOf(std::span<const std::filesystem::path> traces) {
  std::vector<Provenance::TraceMark> marks;
  for (const auto& file : traces) {
    marks.push_back({file.filename().string(), checksumOf(readTextFile(file, kMostTraceBytes, "trace"))});
  }
  return marks;
}

std::string toJson(const Provenance& origin) {
  Json json;
  visitFields(origin, [&](const char* key, const auto& value) { json[key] = value; });
  json["traces"] = Json::array();
  for (const auto& trace : origin.traces)
    json["traces"].push_back({{"name", trace.name}, {"checksum", trace.checksum}});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);  // a file's name need not be UTF-8
}

Provenance policyOriginFromJson(const std::string& text) {
  Provenance origin;
  try {
    const Json json = Json::parse(text);
    visitFields(origin, [&](const char* key, auto& value) {
      json.at(key).get_to(value);
      if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) requireShort(value);
    });
    if (json.at("traces").size() > kMostTraces) throw Error("it names too many traces");
    for (const auto& entry : json.at("traces")) {
      auto& trace = origin.traces.emplace_back();
      entry.at("name").get_to(trace.name);
      entry.at("checksum").get_to(trace.checksum);
      requireShort(trace.name);
      requireShort(trace.checksum);
    }
  } catch (const Json::exception&) {
    throw Error("it does not say what it was trained with");
  }
  return origin;
}

std::string markOf(const Provenance& origin) {
  return checksumOf(toJson(origin)).substr(0, 16);
}

std::string firstDifference(const Provenance& a, const Provenance& b) {
  const Json left = Json::parse(toJson(a));
  const Json right = Json::parse(toJson(b));
  for (const auto& [key, value] : left.items()) {
    if (value == right.at(key)) continue;
    if (key == "model_mark") return "model";
    return key == "table_mark" ? "times of its machines" : key;
  }
  return "";
}

}  // namespace cleave::learn
