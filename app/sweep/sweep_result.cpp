// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/sweep_result.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/types/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

template <class Score, class Use>
void fields(Score& score, Use&& use) {
  use("requests", score.requests);
  use("mean_reward", score.meanReward);
  use("accuracy", score.accuracy);
  use("mean_ms", score.meanMs);
  use("p50_ms", score.p50Ms);
  use("p95_ms", score.p95Ms);
  use("p99_ms", score.p99Ms);
  use("late", score.late);
  use("uplink_bytes", score.uplinkBytes);
  use("gave_up_rate", score.gaveUpShare);
}

Json jsonOf(const SweepScore& score) {
  Json json;
  fields(score, [&](const char* name, double value) { json[name] = value; });
  json["effective_requests"] = score.effectiveRequests;
  return json;
}

SweepScore scoreFrom(const Json& json) {
  SweepScore score;
  fields(score, [&](const char* name, double& value) { value = json.at(name).get<double>(); });
  score.effectiveRequests = json.value("effective_requests", score.requests);  // earlier results lack it
  return score;
}

}  // namespace

SweepScore scoreOf(const RequestStatistics& statistics) {
  SweepScore score;
  score.requests = static_cast<double>(statistics.requests());
  score.meanReward = statistics.meanReward();
  score.accuracy = statistics.meanAccuracy();
  score.meanMs = statistics.meanMs();
  score.p50Ms = statistics.latencyMs(0.5);
  score.p95Ms = statistics.latencyMs(0.95);
  score.p99Ms = statistics.latencyMs(0.99);
  score.late = std::round(statistics.violations().value * score.requests);
  score.effectiveRequests = statistics.effectiveRequests();
  score.uplinkBytes = statistics.meanBytes();
  score.gaveUpShare = statistics.gaveUpShare();
  return score;
}

SweepScore pooled(const std::vector<SweepScore>& seeds) {
  SweepScore all;
  for (const auto& seed : seeds) all.requests += seed.requests;
  for (const auto& seed : seeds) {
    const double weight = all.requests > 0 ? seed.requests / all.requests : 0;
    const double alike = 1 / static_cast<double>(seeds.size());
    all.meanReward += weight * seed.meanReward;
    all.accuracy += weight * seed.accuracy;
    all.meanMs += weight * seed.meanMs;
    all.p50Ms += alike * seed.p50Ms;
    all.p95Ms += alike * seed.p95Ms;
    all.p99Ms += alike * seed.p99Ms;
    all.late += seed.late;
    all.effectiveRequests += seed.effectiveRequests;
    all.uplinkBytes += weight * seed.uplinkBytes;
    all.gaveUpShare += weight * seed.gaveUpShare;
  }
  return all;
}

std::string toJson(const SweepCase& one, const SweepResult& result) {
  Json json{{"case", one.name()},         {"scenario", result.scenario},   {"model", result.model},
            {"device", result.device},    {"target_ms", result.targetMs},  {"algorithm", one.entrant.algorithm},
            {"seed", one.seed},           {"score", jsonOf(result.score)}, {"training_s", result.trainingS},
            {"checksum", result.checksum}};
  if (!result.fixed.empty()) {
    Json fixed = Json::object();
    for (const auto& [decision, score] : result.fixed) fixed[decision] = jsonOf(score);
    json["fixed"] = std::move(fixed);
  }
  return json.dump() + '\n';
}

SweepResult sweepResultFromJson(const std::string& text, const SweepCase& one, const std::string& where) {
  try {
    const Json json = Json::parse(text);
    if (json.at("case").get<std::string>() != one.name()) {
      throw Error(where + " does not belong to " + one.name() + ": delete it and run the sweep again.");
    }
    SweepResult result{json.at("scenario"),         json.at("model"),      json.at("device"),   json.at("target_ms"),
                       scoreFrom(json.at("score")), json.at("training_s"), json.at("checksum"), {}};
    if (json.contains("fixed")) {
      for (const auto& [decision, score] : json.at("fixed").items())
        result.fixed.emplace_back(decision, scoreFrom(score));
    }
    return result;
  } catch (const Json::exception&) {
    throw Error(where + " is damaged: delete it and run the sweep again.");
  }
}

}  // namespace cleave
