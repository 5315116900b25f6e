// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "app/cli/bench_table.h"
#include "core/plain/error.h"
#include "rl/learn/score_net.h"
#include "rl/world/scenario.h"

namespace cleave::cli {
namespace {

using namespace learn;

struct Options {
  std::string model;
  std::string scenario = "lte-drive";
  int decisions = 20'000;
};

double percentile(std::vector<double> values, double share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, at);
  return *at;
}

// Weights are as drawn: what they are takes no time more or less. From an observation to an index in the table.
void benchShape(const Context& context, const std::shared_ptr<const DecisionTable>& table, NetShape shape,
                const std::vector<std::size_t>& hidden, const Options& options) {
  const Choices choices(*table);
  const Encoding encoding(shape, choices);
  const ScoreNet net(encoding, choices.count(), hidden);
  std::vector<float> parameters(net.parameterCount());
  FastRandom random(context.seed, 0);
  net.initialise(parameters.data(), random);
  World world = benchWorld(table, options.scenario, context.seed);
  Matrix input;
  Matrix scores;
  ScoreNet::Tape tape;
  std::vector<double> us;
  for (int i = -options.decisions / 10; i < options.decisions; ++i) {  // the first warm up
    const Observation observation = world.observation();
    int decision = 0;
    const double seconds = secondsOf([&] {
      encoding.encode({&observation, 1}, input);
      net.scores(parameters.data(), input, tape, scores);
      decision = choices.index(choices.best(observation, scores.row(0)));
    });
    world.step(decision);
    if (i >= 0) us.push_back(1e6 * seconds);
  }
  const double p50 = percentile(us, 0.5);
  const double p99 = percentile(us, 0.99);
  if (context.json) {
    return printLine(nlohmann::ordered_json{
        {"shape", toText(shape)},
        {"hidden", hidden},
        {"actions", choices.count()},
        {"p50_us", p50},
        {"p99_us", p99},
        {"kernels",
         kernels().name}}.dump());
  }
  char text[160];
  std::snprintf(text, sizeof text, "%-9s hidden %zux%zu, %zu decisions: p50 %.1f us, p99 %.1f us",
                toText(shape).c_str(), hidden.front(), hidden.back(), choices.count(), p50, p99);
  printLine(text);
}

int benchDecide(const Context& context, const Options& options) {
  (void)findScenario(options.scenario);  // a wrong name is told before anything is timed
  const auto table = benchTable(options.model);
  benchShape(context, table, NetShape::Flat, {64, 64}, options);
  benchShape(context, table, NetShape::Features, {32, 32}, options);
  return 0;
}

}  // namespace

void addBenchDecide(CLI::App& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      addCommand(bench, context, "decide", "from an observation to a decision by a learned policy of either shape",
                 [&context, options] { return benchDecide(context, *options); });
  command->add_option("--model", options->model, "bundle, *.cleavemodel; default: the one that Cleave ships");
  command->add_option("--scenario", options->scenario, "that is observed")->capture_default_str();
  command->add_option("--decisions", options->decisions, "that are timed")
      ->check(CLI::Range(100, 100'000'000))
      ->capture_default_str();
}

}  // namespace cleave::cli
