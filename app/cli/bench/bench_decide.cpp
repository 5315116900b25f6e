// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench/bench.h"
#include "app/cli/bench/bench_table.h"
#include "core/statistics/quantile.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/learn/algorithms.h"
#include "rl/learn/learned_policy.h"

namespace cleave::cli {
namespace {

using namespace learn;

struct Options {
  std::string model;
  std::string scenario = "lte-drive";
  int decisions = 20'000;
};

// A policy as a file would hold it. Its weights are as drawn: what they are takes no time more or less.
std::shared_ptr<const PolicyFile> untrained(const DecisionTable& table, const std::string& algorithm,
                                            std::uint64_t seed) {
  const Recipe recipe = recipeFor(algorithm);
  const ActionSpace actionSpace(table);
  auto file = std::make_shared<PolicyFile>();
  file->shape = shapeOf(recipe);
  file->hidden = hiddenOf(recipe);
  file->provenance.modelDigest = digestOfModel(table);
  for (std::size_t action = 0; action < actionSpace.count(); ++action)
    file->decisions.push_back(actionSpace.cost(action).decision);
  const Encoding encoding(file->shape, actionSpace);
  file->fields = encoding.fields();
  file->mean = encoding.mean;
  file->deviation = encoding.deviation;
  const ActionScorer net(encoding, actionSpace.count(), file->hidden);
  file->weights.resize(net.parameterCount());
  FastRandom random(seed, 0);
  net.initialise(file->weights.data(), random);
  return file;
}

void benchShape(const Context& context, const std::shared_ptr<const DecisionTable>& table, const std::string& algorithm,
                const Options& options) {
  const auto file = untrained(*table, algorithm, context.seed);
  LearnedPolicy policy(file, *table, {});
  SimulatedEnvironment environment = benchEnvironment(table, options.scenario, context.seed);
  std::vector<float> us;
  for (int i = -options.decisions / 10; i < options.decisions; ++i) {  // the first warm up
    const Observation observation = environment.observation();
    int decision = 0;
    const double seconds = secondsOf([&] { decision = policy.decide(observation); });
    environment.step(decision);
    if (i >= 0) us.push_back(static_cast<float>(1e6 * seconds));
  }
  const double p50 = quantile(us, 0.5);
  const double p99 = quantile(us, 0.99);
  if (context.json) {
    return printLine(nlohmann::ordered_json{
        {"policy", algorithm},
        {"shape", toText(file->shape)},
        {"hidden", file->hidden},
        {"actions", file->decisions.size()},
        {"p50_us", p50},
        {"p99_us", p99},
        {"kernels",
         kernels().name}}.dump());
  }
  char text[160];
  std::snprintf(text, sizeof text, "%-14s hidden %zux%zu, %zu decisions: p50 %.1f us, p99 %.1f us", algorithm.c_str(),
                file->hidden.front(), file->hidden.back(), file->decisions.size(), p50, p99);
  printLine(text);
}

int benchDecide(const Context& context, const Options& options) {
  (void)findScenario(options.scenario);  // a wrong name is told before anything is timed
  const auto table = benchTable(options.model);
  for (const char* algorithm : {"sac-d", "sac-d-features"}) benchShape(context, table, algorithm, options);
  return 0;
}

}  // namespace

void addBenchDecide(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(bench, context, "decide", "decision latency of learned policies, for both network types",
                 [&context, options] { return benchDecide(context, *options); });
  command.addOption("--model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--scenario", options->scenario, "scenario to observe").showDefault();
  command.addOption("--decisions", options->decisions, "number of decisions to time")
      .range(100, 100'000'000)
      .showDefault();
}

}  // namespace cleave::cli
