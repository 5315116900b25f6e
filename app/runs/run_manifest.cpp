// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_manifest.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/types/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cleave-run-bundle";
constexpr int kVersion = 2;  // 1 had 0 where nothing was measured

template <class Manifest, class Visit>
void visitFields(Manifest& manifest, Visit visit) {
  visit("policies", manifest.policies);
  visit("requests", manifest.requests);
  visit("completed", manifest.completed);
  visit("fallbacks", manifest.fallbacks);
  visit("failed", manifest.failed);
  visit("correct", manifest.correct);
  visit("violations", manifest.violations);
  visit("duration_s", manifest.durationS);
  visit("has_scenario", manifest.hasScenario);
  visit("truncated", manifest.truncated);
}

}  // namespace

RunManifest manifestOf(const RunHeader& header, std::vector<std::string> policies, const RunTable& table,
                       bool truncated) {
  RunManifest manifest{header, std::move(policies)};
  manifest.hasScenario = !header.scenarioText.empty();
  manifest.header.scenarioText.clear();
  manifest.truncated = truncated;
  manifest.requests = table.size();
  for (std::size_t row = 0; row < table.size(); ++row) {
    const Outcome outcome = table.outcome[row];
    const double targetMs = table.targetMs[row];
    const bool failed = outcome == Outcome::Failed;
    ++(failed ? manifest.failed : outcome == Outcome::Fallback ? manifest.fallbacks : manifest.completed);
    manifest.correct += !failed && table.prediction[row] == table.label[row] ? 1 : 0;
    manifest.violations += targetMs > 0 && (failed || table.totalMs[row] > targetMs) ? 1 : 0;
  }
  if (table.size() > 0) {
    const double lastMs = std::isnan(table.totalMs.back()) ? 0 : table.totalMs.back();  // it failed
    const double durationS = table.startS.back() + 1e-3 * lastMs;
    if (std::isfinite(durationS)) manifest.durationS = durationS;
  }
  return manifest;
}

std::string toJson(const RunManifest& manifest) {
  Json json{{"format", kFormat}, {"version", kVersion}};
  visitFields(manifest, [&](const char* key, const auto& value) { json[key] = value; });
  json["run"] = Json::parse(toJson(manifest.header));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

RunManifest runManifestFromJson(std::string_view text, const std::string& name) {
  RunManifest manifest;
  Json run;
  try {
    const Json json = Json::parse(text);
    if (json.value("format", "") != kFormat) throw Error("its manifest does not describe a run");
    const int version = json.at("version").get<int>();
    if (version < 1 || version > kVersion) {
      throw Error("it has format version " + std::to_string(version) + ": install a newer version of Cleave");
    }
    manifest.hasZeros = version == 1;
    visitFields(manifest, [&](const char* key, auto& value) { json.at(key).get_to(value); });
    if (manifest.requests > RunManifest::kMaxRequests) {
      throw Error("it declares " + std::to_string(manifest.requests) + " requests, more than the limit of " +
                  std::to_string(RunManifest::kMaxRequests));
    }
    run = json.at("run");
  } catch (const std::exception& error) {
    throw Error(name + " is not a run that Cleave can read: " + error.what() + ".");
  }
  manifest.header = runHeaderFromJson(run.dump(), name);
  return manifest;
}

}  // namespace cleave
