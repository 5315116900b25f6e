// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench/bench.h"
#include "app/cli/bench/bench_table.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/learn/algorithms.h"
#include "rl/learn/sac.h"

namespace cleave::cli {
namespace {

using namespace learn;

struct Options {
  std::string model;
  std::string scenario = "lte-drive";
  int updates = 200;
  int rounds = 9;
  std::size_t replay = 100'000;
};

/// What is timed: a learner's shape, and how many choices it has.
struct Workload {
  std::string name;
  SacOptions options;
  std::size_t actions = 0;  ///< 0: all useful decisions
};

// A plain configuration of discrete SAC that other implementations can be compared with: two target networks evaluated
// over the next observation and updated in every step, the lower of both critics, no bound on errors.
std::vector<Workload> workloads(std::size_t replay) {
  std::vector<Workload> all;
  for (const std::size_t hidden : {64U, 256U}) {
    for (const std::size_t batch : {64U, 256U}) {
      Workload one{"anchor", {}, 100};
      one.options.hidden = {hidden, hidden};
      one.options.batch = batch;
      one.options.discount = 0.99;
      one.options.meanCritics = false;
      one.options.replay = replay;
      all.push_back(one);
    }
  }
  for (const char* algorithm : {"sac-d", "sac-d-features"}) {
    Workload used{algorithm, std::get<SacOptions>(recipeFor(algorithm).options), 0};
    used.options.replay = replay;
    all.push_back(used);
  }
  return all;
}

ActionSpace actionSpaceOf(const DecisionTable& table, std::size_t count) {
  if (count == 0) return ActionSpace(table);
  std::vector<Decision> decisions;
  for (const DecisionCost& cost : table.all()) {
    if (cost.known && decisions.size() < count) decisions.push_back(cost.decision);
  }
  if (decisions.size() < count) {
    throw Error("The model has only " + std::to_string(decisions.size()) +
                " decisions of measured accuracy, but the reference configuration needs " + std::to_string(count) +
                ": choose a model with more.");
  }
  return ActionSpace(table, decisions);
}

// Whatever any decision brings, in one long environment.
void fill(Learner& learner, const ActionSpace& actionSpace, SimulatedEnvironment environment, const Reward& reward,
          std::size_t count, std::uint64_t seed) {
  FastRandom random(seed, 0);
  for (std::size_t i = 0; i < count; ++i) {
    Transition one;
    one.state = environment.observation();
    one.action = static_cast<std::uint32_t>(actionSpace.random(random));
    const StepResult result = environment.step(actionSpace.index(one.action));
    one.reward = static_cast<float>(reward(result.accuracy, result.latencyMs, one.state.targetMs));
    one.nextState = environment.observation();
    learner.observe(one, {});
  }
}

// Of this process: another on the same core does not count.
double processorS() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void benchWorkload(const Context& context, const std::shared_ptr<const DecisionTable>& table, const Workload& work,
                   const Options& options) {
  const ActionSpace actionSpace = actionSpaceOf(*table, work.actions);
  const Encoding encoding(work.options.shape, actionSpace);
  Sac sac(actionSpace, encoding, work.options, context.seed);
  fill(sac, actionSpace, benchEnvironment(table, options.scenario, context.seed), findScenario(options.scenario).reward,
       options.replay, context.seed);
  std::vector<double> wallS;
  std::vector<double> ownS;
  for (int round = 0; round <= options.rounds; ++round) {
    if (context.stop.stop_requested()) throw Cancelled();
    const double before = processorS();
    const double passed = secondsOf([&] {
      for (int i = 0; i < options.updates; ++i) sac.update(0.5);
    });
    if (round == 0) continue;  // memory is taken, caches warm up
    wallS.push_back(passed / options.updates);
    ownS.push_back((processorS() - before) / options.updates);
  }
  const double rate = 1 / median(wallS);
  const double own = 1 / median(ownS);
  if (context.json) {
    return printLine(nlohmann::ordered_json{
        {"workload", work.name},
        {"shape", toText(work.options.shape)},
        {"hidden", work.options.hidden},
        {"batch", work.options.batch},
        {"actions", actionSpace.count()},
        {"discount", work.options.discount},
        {"updates_per_s", rate},
        {"updates_per_processor_s", own},
        {"kernels",
         kernels().name}}.dump());
  }
  char text[200];
  std::snprintf(text, sizeof text,
                "%-15s %-9s hidden %3zux%-3zu batch %3zu actions %3zu: %8.1f updates/s, %8.1f per CPU second",
                work.name.c_str(), toText(work.options.shape).c_str(), work.options.hidden.front(),
                work.options.hidden.back(), work.options.batch, actionSpace.count(), rate, own);
  printLine(text);
}

int benchTrain(const Context& context, const Options& options) {
  (void)findScenario(options.scenario);  // a wrong name is told before anything is timed
  const auto table = benchTable(options.model);
  for (const Workload& work : workloads(options.replay)) benchWorkload(context, table, work, options);
  return 0;
}

}  // namespace

void addBenchTrain(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(bench, context, "train",
                 "gradient updates of SAC-d per second on one core: a fixed reference configuration ('anchor'), "
                 "then both network types with their default settings",
                 [&context, options] { return benchTrain(context, *options); });
  command.addOption("--model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--scenario", options->scenario, "scenario whose transitions fill the replay buffer").showDefault();
  command.addOption("--updates", options->updates, "updates per round").range(1, 1'000'000).showDefault();
  command.addOption("--rounds", options->rounds, "number of rounds; the median is printed")
      .range(1, 10'000)
      .showDefault();
  command.addOption("--replay", options->replay, "size of the replay buffer in transitions")
      .range(1, 10'000'000)
      .showDefault();
}

}  // namespace cleave::cli
