// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_header.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/model/network_json.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cleave-run";
constexpr int kVersion = 3;  // 1 had no changes of settings, 1 and 2 were JSON lines

template <class Header, class Visit>
void visitFields(Header& header, Visit visit) {
  visit("model", header.model);
  visit("model_checksum", header.modelChecksum);
  visit("policy", header.policy);
  visit("agent", header.agent);
  visit("started_at", header.startedAt);
  visit("cleave", header.version);
  visit("machine", header.machine);
  visit("target_ms", header.targetMs);
  visit("link_mbps", header.linkMbps);
  visit("seed", header.seed);
}

std::string oneLine(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string toJson(const RunHeader& header) {
  Json json{{"format", kFormat}, {"version", kVersion}};
  visitFields(header, [&](const char* key, const auto& value) { json[key] = value; });
  json["device_machine"] = header.deviceMachine;
  json["emulated"] = header.emulated;
  if (!header.scenario.empty()) json["scenario"] = header.scenario;
  if (!header.scenarioText.empty()) json["scenario_text"] = header.scenarioText;
  json["device_precision"] = header.devicePrecision;
  json["network"] = networkToJson(header.network);
  return oneLine(json);
}

RunHeader runHeaderFromJson(std::string_view text, const std::string& name) {
  try {
    const Json json = Json::parse(text);
    if (json.value("format", "") != kFormat) throw Error("its header is not that of a run");
    const int version = json.at("version").get<int>();
    if (version < 1 || version > kVersion)
      throw Error("it has format version " + std::to_string(version) + ": install a newer version of Cleave");
    RunHeader header;
    visitFields(header, [&](const char* key, auto& value) { json.at(key).get_to(value); });
    header.deviceMachine = json.value("device_machine", "");
    header.emulated = json.value("emulated", "");
    header.scenario = json.value("scenario", "");
    header.scenarioText = json.value("scenario_text", "");
    header.devicePrecision = json.value("device_precision", "float32");
    header.network = networkFromJson(json.at("network"));
    return header;
  } catch (const std::exception& error) {
    throw Error(name + " is not a run that Cleave can read: " + error.what() + ".");
  }
}

std::vector<std::string> policiesOf(const RunHeader& header, std::span<const RunChange> changes) {
  std::vector<std::string> policies{header.policy};
  for (const RunChange& change : changes) {
    if (change.setting == "policy" && std::ranges::find(policies, change.value) == policies.end()) {
      policies.push_back(change.value);
    }
  }
  return policies;
}

}  // namespace cleave
