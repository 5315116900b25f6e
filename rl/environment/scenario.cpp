// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/scenario.h"

#include <algorithm>

#include "core/types/error.h"
#include "core/types/fast_random.h"
#include "rl/environment/embedded_scenarios.h"
#include "rl/environment/scenario_text.h"
#include "rl/environment/trace_file.h"
#include "rl/environment/two_state.h"

namespace cleave {
namespace {

constexpr std::uint64_t kRttStream = 0x727474;  // "rtt"
constexpr double kRttSlotS = 0.1;

StepSeries realise(const Rtt& rtt, std::uint64_t seed, double durationS) {
  if (rtt.jitterMs == 0) return StepSeries(rtt.baseMs);
  FastRandom random(seed, kRttStream);
  std::vector<double> values(slotCount(kRttSlotS, durationS));
  for (double& value : values) value = rtt.baseMs + rtt.jitterMs * random.exponential();
  return {kRttSlotS, std::move(values)};
}

}  // namespace

std::shared_ptr<const Conditions> realise(const Scenario& scenario, std::uint64_t seed, double durationS) {
  validate(scenario);
  auto conditions = std::make_shared<Conditions>();
  conditions->rttMs = realise(scenario.rtt, seed, durationS);
  if (const auto* replay = std::get_if<TraceLink>(&scenario.link)) {
    Trace trace = readTrace(replay->file);
    conditions->linkMbps = std::move(trace.mbps);
    if (trace.rttMs) conditions->rttMs = *std::move(trace.rttMs);
  } else {
    conditions->linkMbps = realise(scenario.link, seed, durationS);
  }
  conditions->deviceLoad = realise(scenario.deviceLoad, Side::Device, seed, durationS);
  conditions->edgeLoad = realise(scenario.edgeLoad, Side::Edge, seed, durationS);
  if (!(conditions->linkMbps.mean() > 0) && scenario.giveUpMs == 0) {
    throw Error("The link of scenario " + scenario.name +
                " has zero bandwidth and no timeout (give_up_ms = 0): set give_up_ms above 0.");
  }
  return conditions;
}

std::vector<std::filesystem::path> filesOf(const Scenario& scenario) {
  std::vector<std::filesystem::path> files;
  if (const auto* link = std::get_if<TraceLink>(&scenario.link)) files.push_back(link->file);
  for (const auto* load : {&scenario.deviceLoad, &scenario.edgeLoad}) {
    if (const auto* trace = std::get_if<TraceLoad>(load)) files.push_back(trace->file);
  }
  return files;
}

Scenario withTrace(Scenario scenario, const std::filesystem::path& file) {
  readTrace(file);
  scenario.link = TraceLink{std::filesystem::absolute(file)};
  return scenario;
}

std::vector<std::shared_ptr<const Conditions>> realiseEach(const Scenario& scenario,
                                                           std::span<const std::filesystem::path> traces,
                                                           std::uint64_t seed, double durationS) {
  std::vector<std::shared_ptr<const Conditions>> each;
  Scenario one = scenario;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    one.link = TraceLink{traces[i]};
    each.push_back(realise(one, SplitMix(seed, i).next(), durationS));
  }
  return each;
}

EnvironmentOptions environmentOptions(const Scenario& scenario, std::uint64_t seed) {
  EnvironmentOptions options;
  options.arrivals = scenario.arrivals;
  options.targetMs = scenario.targetMs;
  options.giveUpMs = scenario.giveUpMs;
  options.seed = seed;
  return options;
}

std::vector<std::string> scenarioNames() {
  std::vector<std::string> names;
  for (const auto& scenario : detail::embeddedScenarios()) names.emplace_back(scenario.name);
  std::ranges::sort(names);
  return names;
}

Scenario findScenario(const std::string& nameOrFile) {
  for (const auto& scenario : detail::embeddedScenarios()) {
    if (scenario.name == nameOrFile) return parseScenario(scenario.text, nameOrFile + ".scenario");
  }
  std::error_code failed;
  if (std::filesystem::is_regular_file(nameOrFile, failed)) return readScenario(nameOrFile);
  std::string known;
  for (const auto& name : scenarioNames()) known += (known.empty() ? "" : ", ") + name;
  throw UsageError("'" + nameOrFile.substr(0, 256) + "' is neither a built-in scenario (" + known + ") nor a file.");
}

}  // namespace cleave
