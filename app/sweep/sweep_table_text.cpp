// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/sweep/sweep_table.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

// Every column once, for all that is written.
template <class Use>
void columns(const SweepRow& row, Use&& use) {
  use("scenario", row.scenario);
  use("model", row.model);
  use("device", row.device);
  use("device_speed", row.deviceSpeed);
  use("target_ms", row.targetMs);
  use("algorithm", row.algorithm);
  use("steps", static_cast<double>(row.steps));
  use("settings", row.settings);
  use("seeds", static_cast<double>(row.seeds));
  use("requests", row.mean.requests);
  use("mean_reward", row.mean.meanReward);
  use("reward_iqm", row.reward.value);
  use("reward_low", row.reward.low);
  use("reward_high", row.reward.high);
  use("score_iqm", row.score.value);
  use("score_low", row.score.low);
  use("score_high", row.score.high);
  use("accuracy", row.mean.accuracy);
  use("mean_ms", row.mean.meanMs);
  use("p50_ms", row.mean.p50Ms);
  use("p95_ms", row.mean.p95Ms);
  use("p99_ms", row.mean.p99Ms);
  use("violation_rate", row.violations.value);
  use("violation_low", row.violations.low);
  use("violation_high", row.violations.high);
  use("uplink_bytes", row.mean.uplinkBytes);
  use("gave_up_rate", row.mean.gaveUpShare);
  use("training_s", row.trainingS);
}

bool whole(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15;
}

std::string cell(double value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), whole(value) ? "%.0f" : "%.7g", value);
  return text.data();
}

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

Json value(double number) {
  if (!std::isfinite(number)) return nullptr;
  if (whole(number)) return static_cast<std::int64_t>(number);
  return number;
}
Json value(const std::string& text) {
  return text;
}

std::string interval(const Estimate& estimate) {
  if (std::isnan(estimate.value)) return "-";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%6.3f [%6.3f, %6.3f]", estimate.value, estimate.low, estimate.high);
  return text.data();
}

}  // namespace

std::string toCsv(const std::vector<SweepRow>& rows) {
  std::string csv;
  const auto addLine = [&](const SweepRow& row, auto&& cellOf) {
    std::string line;
    columns(row, [&](const char* name, const auto& content) { line += ',' + cellOf(name, content); });
    csv += line.substr(1) + '\n';
  };
  addLine({}, [](const char* name, const auto&) { return std::string(name); });
  for (const auto& row : rows) addLine(row, [](const char*, const auto& content) { return cell(content); });
  return csv;
}

std::string toJsonLines(const std::vector<SweepRow>& rows) {
  std::string lines;
  for (const auto& row : rows) {
    Json json;
    columns(row, [&](const char* name, const auto& number) { json[name] = value(number); });
    lines += json.dump() + '\n';
  }
  return lines;
}

std::string toTable(const std::vector<SweepRow>& rows) {
  std::size_t where = 10;
  std::size_t who = 10;
  for (const auto& row : rows) {
    where = std::max(where, conditionsLabel(row, rows).size());
    who = std::max(who, entrantLabel(row).size());
  }
  std::string table;
  const auto add = [&](const std::string& conditions, const std::string& entrant, const char* rest) {
    table += conditions + std::string(where - conditions.size() + 2, ' ') + entrant +
             std::string(who - entrant.size() + 2, ' ') + rest + '\n';
  };
  std::array<char, 192> text{};
  std::snprintf(text.data(), text.size(), "%-24s %8s %7s %8s %8s %7s %6s", "score (95 %)", "reward", "acc. %",
                "mean ms", "p95", "viol.%", "seeds");
  add("conditions", "algorithm", text.data());
  for (const auto& row : rows) {
    std::snprintf(text.data(), text.size(), "%-24s %8.4f %7.2f %8.1f %8.1f %7.2f %6zu", interval(row.score).c_str(),
                  row.mean.meanReward, 100 * row.mean.accuracy, row.mean.meanMs, row.mean.p95Ms,
                  100 * row.violations.value, row.seeds);
    add(conditionsLabel(row, rows), entrantLabel(row), text.data());
  }
  return table;
}

}  // namespace cleave
