// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/json_lines_run.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/runs/requests_csv.h"
#include "core/types/error.h"
#include "core/types/measured_time.h"

namespace cleave {
namespace {

using Json = nlohmann::json;

std::ifstream opened(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(file.string() + " cannot be opened: check that it exists and is readable.");
  return in;
}

void requireTime(double ms) {
  if (!isTime(ms)) throw Error("a time in it cannot be");
}

RequestRecord recordOf(const Json& json) {
  RequestRecord record;
  record.decision = parseDecision(json.at("decision").get<std::string>());
  record.outcome = outcomeFromText(json.at("outcome").get<std::string>());
  visitNumberColumns([&](const std::string& key, auto field, auto) {
    const bool older = key == "uplink_ms" && !json.contains(key);
    const auto found = json.find(older ? "transmit_ms" : key);
    if (found == json.end()) {
      if (key == "id" || key == "total_ms") static_cast<void>(json.at(key));  // throws
      return;
    }
    found->get_to(record.*field);
    if constexpr (std::is_same_v<decltype(field), double RequestRecord::*>) {
      if (key.ends_with("_ms")) requireTime(record.*field);
    }
  });
  json.at("layer_ms").get_to(record.layerMs);
  for (const float ms : record.layerMs) requireTime(static_cast<double>(ms));
  record.policy = json.value("policy", -1);
  record.error = json.value("error", "");
  std::ranges::replace(record.error, '\n', ' ');
  return record;
}

/// One line: a change of settings, or a record.
void take(const std::string& line, SavedRun& run) {
  const Json json = Json::parse(line);
  if (!json.contains("change")) return run.table.add(recordOf(json));
  run.changes.push_back({json.at("request").get<std::uint64_t>(), json.at("at_s").get<double>(),
                         json.at("change").get<std::string>(), json.at("value").get<std::string>()});
}

}  // namespace

SavedRun readJsonLinesRun(const std::filesystem::path& file, const RunProgress& progress, const std::stop_token& stop) {
  constexpr std::uint64_t kSayEvery = 4096;  // lines
  std::ifstream in = opened(file);
  std::error_code unsized;
  const auto size = std::filesystem::file_size(file, unsized);
  std::string line;
  std::getline(in, line);
  std::uint64_t read = line.size() + 1;
  SavedRun run;
  run.header = runHeaderFromJson(line, file.string());
  for (std::uint64_t number = 2; std::getline(in, line); ++number) {
    try {
      take(line, run);
    } catch (const std::exception&) {  // of JSON, of the decision, of the outcome
      if (in.peek() != std::char_traits<char>::eof()) {
        throw Error(file.string() + ", line " + std::to_string(number) +
                    ", is not a request record: restore the file from a copy, or truncate it before that line.");
      }
      run.truncated = true;  // the program was killed in the middle of this line
    }
    read += line.size() + 1;
    if (number % kSayEvery != 0) continue;
    if (stop.stop_requested()) throw Cancelled();
    if (progress && !unsized && size > 0)
      progress(std::min(1.0, static_cast<double>(read) / static_cast<double>(size)));
  }
  forgetZeros(run.table);
  const auto policies = static_cast<int>(run.policies().size());
  for (int& policy : run.table.policy) {  // a change that was cut away
    if (policy >= policies || policy < 0) policy = -1;
  }
  return run;
}

RunHeader readJsonLinesHeader(const std::filesystem::path& file) {
  std::ifstream in = opened(file);
  std::string line;
  std::getline(in, line);
  return runHeaderFromJson(line, file.string());
}

}  // namespace cleave
