// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/policy/comparison_text.h"
#include "app/cli/progress.h"
#include "app/common/find_model.h"
#include "app/experiment/live_comparison.h"
#include "core/bundle/bundle.h"
#include "core/network/network_runtime.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string model;
  std::string scenario;
  std::string trace;
  int threads = 1;
  LivePlan plan;
};

nlohmann::ordered_json toJson(const LiveRow& row, const Scenario& scenario) {
  const auto interval = [](const Proportion& p) {
    return nlohmann::ordered_json{{"value", p.value}, {"low", p.low}, {"high", p.high}};
  };
  return {{"policy", row.policy},
          {"runs", row.text},
          {"scenario", scenario.name},
          {"target_ms", scenario.targetMs},
          {"requests", row.requests},
          {"fallbacks", row.fallbacks},
          {"predicted_fallbacks", row.predictedFallbacks},
          {"failed", row.failed},
          {"measured_mean_ms", row.measuredMeanMs},
          {"measured_error_ms", row.measuredErrorMs},
          {"predicted_mean_ms", row.predictedMeanMs},
          {"difference", row.difference()},
          {"measured_p50_ms", row.measuredMedianMs},
          {"predicted_p50_ms", row.predictedMedianMs},
          {"measured_p95_ms", row.measuredP95Ms},
          {"measured_p99_ms", row.measuredP99Ms},
          {"latency_quantiles", curveJson(row.measuredCurve)},
          {"predicted_latency_quantiles", curveJson(row.predictedCurve)},
          {"measured_device_ms", row.measuredDeviceMs},
          {"predicted_device_ms", row.predictedDeviceMs},
          {"measured_link_ms", row.measuredLinkMs},
          {"predicted_link_ms", row.predictedLinkMs},
          {"measured_edge_ms", row.measuredEdgeMs},
          {"predicted_edge_ms", row.predictedEdgeMs},
          {"accuracy", interval(row.accuracy)},
          {"predicted_accuracy", row.predictedAccuracy},
          {"violations", interval(row.violations)},
          {"predicted_violations", row.predictedViolations},
          {"mean_bytes", row.meanBytes},
          {"predicted_mean_bytes", row.predictedBytes},
          {"decisions", row.decisions},
          {"predicted_decisions", row.predictedDecisions}};
}

void printRow(const LiveRow& row) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), "%-16s %9.1f %10.1f %+8.1f %% %8.1f %% %9.1f %% %8.1f %9llu",
                row.policy.substr(0, 16).c_str(), row.measuredMeanMs, row.predictedMeanMs, 100 * row.difference(),
                100 * row.accuracy.value, 100 * row.violations.value, row.meanBytes / 1000,
                static_cast<unsigned long long>(row.fallbacks));
  printLine(text.data());
}

int compareLive(const Context& context, Options options) {
  Scenario scenario = findScenario(options.scenario);
  if (!options.trace.empty()) scenario = withTrace(std::move(scenario), options.trace);
  LivePlan& plan = options.plan;
  plan.seed = context.seed;
  plan.scenario = LiveScenario::realise(scenario, context.seed);
  plan.model = std::make_shared<const Model>(
      readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model)));
  setComputeThreads(options.threads);
  ProgressLine line;
  bool headed = false;
  LiveEvents events;
  events.phase = [&](const std::string& what, double done, double etaS) { line.show(what, done, etaS); };
  events.row = [&](const LiveRow& row) {
    line.finish();
    if (context.json) return printLine(toJson(row, scenario).dump());
    if (!headed) {
      printLine("policy            measured  predicted  difference  accuracy  violations       kB fallbacks");
    }
    headed = true;
    printRow(row);
  };
  const LiveComparison comparison = cleave::compareLive(plan, events, context.stop);
  if (context.json) {
    printLine(nlohmann::ordered_json{{"summary", true},
                                     {"scenario", scenario.name},
                                     {"requests", plan.requests},
                                     {"same_order", comparison.sameOrder()},
                                     {"worst_difference", comparison.worstDifference()}}
                  .dump());
  } else {
    printLine(comparison.sameOrder() ? "Measured and predicted latencies rank the policies in the same order."
                                     : "Measured and predicted latencies rank the policies in different orders.");
  }
  bool failed = false;
  for (const auto& row : comparison.rows) failed = failed || row.failed > 0;
  return failed ? 1 : 0;
}

}  // namespace

void addCompareLive(const Command& app, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(
      app, context, "compare-live",
      "run policies on an agent and compare the results with the simulator's predictions; --json: one line per policy, "
      "with latency_quantiles as pairs [percent, ms]",
      [&context, options] { return compareLive(context, *options); });
  command
      .addOption("--policies", options->plan.policies,
                 "policies as for 'run', comma-separated; fixed: the best fixed decision for the scenario; sac-d: the "
                 "built-in trained policy for the scenario")
      .delimiter(',')
      .required();
  command.addOption("--scenario", options->scenario, "scenario name or file").required();
  command.addOption("--trace", options->trace, "link trace (file) to use instead of the scenario's link");
  command.addOption("--requests", options->plan.requests, "requests per policy").range(1, 1000000).showDefault();
  command
      .addOption("--agent", options->plan.agent,
                 "agent to connect to, HOST:PORT, or local: start one that emulates the scenario's device")
      .showDefault();
  command.addOption("--model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--data", options->plan.dataFolder, "folder of the data set; default: its standard location");
  command.addOption("--threads", options->threads, "number of CPU threads of the edge").range(1, 1024).showDefault();
  command.addOption("--profile-repeats", options->plan.profileRepeats, "requests per exit to profile the machines with")
      .range(1, 100000)
      .showDefault();
}

}  // namespace cleave::cli
