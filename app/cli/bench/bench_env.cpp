// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench/bench.h"
#include "app/cli/bench/bench_table.h"
#include "core/types/error.h"
#include "core/types/fast_random.h"
#include "rl/environment/scenario.h"

namespace cleave::cli {
namespace {

constexpr std::size_t kLanes = 16;  // worlds side by side, as trainings have them
constexpr int kSteps = 4096;        // in a turn, over all lanes

struct Options {
  std::string model;
  std::vector<std::string> scenarios{"wifi-office", "busy-edge", "urllc"};
  int rounds = 41;
};

/// What a step cannot do without: the decision's costs, both loads, the round trip and the link's integral, in a loop
/// that observes nothing, draws nothing and has one clock.
class TightLoop {
 public:
  TightLoop(const DecisionTable& table, const Conditions& conditions) : table_(table), conditions_(conditions) {}

  void step(int decision) {
    const DecisionCost& cost = table_.at(decision);
    double ms = cost.deviceMs / (1 - conditions_.deviceLoad.at(nowS_, device_));
    if (!cost.alone) {
      const double sentS = nowS_ + 1e-3 * ms;
      ms += conditions_.rttMs.at(sentS, rtt_) +
            1e3 * conditions_.linkMbps.secondsFor(cost.payloadBytes * 8e-6, sentS, link_);
      ms += cost.edgeMs / (1 - conditions_.edgeLoad.at(nowS_ + 1e-3 * ms, edge_));
    }
    nowS_ += 1e-3 * ms;
  }
  [[nodiscard]] double nowS() const { return nowS_; }

 private:
  const DecisionTable& table_;
  const Conditions& conditions_;
  double nowS_ = 0;
  StepSeries::Cursor device_, edge_, rtt_, link_;
};

// Any useful ones, each equally likely: nothing that a processor could predict.
std::vector<int> decisionsOf(const DecisionTable& table, std::uint64_t seed) {
  std::vector<int> useful;
  for (int i = 0; i < table.size(); ++i) {
    if (table.at(i).useful) useful.push_back(i);
  }
  FastRandom random(seed, 0);
  std::vector<int> decisions(kSteps);
  for (int& decision : decisions) decision = useful[random.below(useful.size())];
  return decisions;
}

void benchScenario(const Context& context, const std::shared_ptr<const DecisionTable>& table, const std::string& name,
                   int rounds) {
  const Scenario scenario = findScenario(name);
  std::vector<SimulatedEnvironment> environments;
  std::vector<std::shared_ptr<const Conditions>> conditions;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    conditions.push_back(realise(scenario, context.seed + lane, kConditionsS));
    environments.emplace_back(table, conditions.back(), environmentOptions(scenario, context.seed + lane));
  }
  std::vector<TightLoop> loops;
  for (const auto& one : conditions) loops.emplace_back(*table, *one);
  const std::vector<int> decisions = decisionsOf(*table, context.seed);
  double seen = 0;  // keeps the work from being left out
  const auto comparison = compare(
      rounds,
      [&] {
        for (std::size_t i = 0; i < kSteps; ++i) loops[i % kLanes].step(decisions[i]);
        seen += loops.front().nowS();
      },
      [&] {
        for (std::size_t i = 0; i < kSteps; ++i) {
          SimulatedEnvironment& environment = environments[i % kLanes];
          seen += environment.step(decisions[i]).latencyMs + environment.observation().bandwidthMeanMbps;
        }
      });
  if (!(seen > 0)) throw Error("The simulation of scenario " + name + " made no progress.");
  const double rate = kSteps / comparison.candidateS;
  const double reference = kSteps / comparison.referenceS;
  if (context.json) {
    return printLine(nlohmann::ordered_json{{"scenario", scenario.name},
                                            {"lanes", kLanes},
                                            {"steps_per_s", rate},
                                            {"reference_steps_per_s", reference},
                                            {"ratio", 1 / comparison.ratio}}
                         .dump());
  }
  char text[200];
  std::snprintf(text, sizeof text, "%-14s %6.2f million steps/s, %.2fx a tight loop (%.2f million/s)",
                scenario.name.c_str(), rate * 1e-6, 1 / comparison.ratio, reference * 1e-6);
  printLine(text);
}

int benchEnv(const Context& context, const Options& options) {
  for (const auto& name : options.scenarios) (void)findScenario(name);  // a wrong name is told before anything is timed
  const auto table = benchTable(options.model);
  for (const auto& name : options.scenarios) benchScenario(context, table, name, options.rounds);
  return 0;
}

}  // namespace

void addBenchEnv(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(bench, context, "env",
                 "simulated requests per second on one core, compared with a tight loop over the same "
                 "tables",
                 [&context, options] { return benchEnv(context, *options); });
  command.addOption("--model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--scenario", options->scenarios, "scenario names or files").showDefault();
  command.addOption("--rounds", options->rounds, "number of alternating measurements").range(3, 100000).showDefault();
}

}  // namespace cleave::cli
