// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/live_comparison.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/common/trained_policies.h"
#include "app/experiment/experiment.h"
#include "app/experiment/local_agent.h"
#include "app/experiment/measure_profile.h"
#include "app/experiment/sample_set.h"
#include "app/runs/run_summary.h"
#include "core/statistics/estimate.h"
#include "core/types/error.h"
#include "rl/evaluate/rollout.h"
#include "rl/learn/algorithms.h"
#include "rl/learn/any_policy.h"

namespace cleave {
namespace {

constexpr double kTied = 0.01;
constexpr double kSure = 1.96;  // standard errors
constexpr double kMostSpread = 0.4;
constexpr int kNoiseSeeds = 8;  // the link is the same in all; only what the machines take differs

/// About what lies between two requests.
double restOf(const Arrivals& arrivals) {
  constexpr double kRequestMs = 60;
  constexpr double kMostMs = 200;
  return arrivals.kind == Arrivals::Kind::Closed ? 0 : std::clamp(1e3 / arrivals.perSecond - kRequestMs, 0.0, kMostMs);
}

/// The same link with what the programs take for a round trip added.
StepSeries raised(const StepSeries& rttMs, double byMs) {
  std::vector<double> values = rttMs.values();
  for (double& value : values) value += byMs;
  return {rttMs.startsS(), std::move(values), rttMs.durationS()};
}

/// The simulated side: the same table, link, loads and arrivals.
class Simulated {
 public:
  Simulated(const LivePlan& plan, const MeasuredProfiles& measured)
      : plan_(plan), table_(makeTable(plan.model->manifest, {measured.device, measured.edge})) {
    const Scenario& scenario = plan.scenario->scenario;
    course_ = {table_, {}, static_cast<int>(plan.requests), scenario.reward};
    const auto conditions = std::make_shared<Conditions>(*plan.scenario->conditions);
    conditions->rttMs = raised(conditions->rttMs, measured.roundTripMoreMs);
    for (std::uint64_t i = 0; i < kNoiseSeeds; ++i) {
      EnvironmentOptions options = environmentOptions(scenario, plan.seed + i);
      options.deviceSpread = std::min(measured.deviceSpread.deviation, kMostSpread);
      options.edgeSpread = std::min(measured.edgeSpread.deviation, kMostSpread);
      options.deviceCorrelation = measured.deviceSpread.correlation;
      options.edgeCorrelation = measured.edgeSpread.correlation;
      course_.settings.push_back({conditions, options});
    }
  }

  /// What an asked-for policy is called in full.
  [[nodiscard]] std::string textOf(const std::string& policy) const {
    if (policy == "fixed") return "fixed:" + toText(table_->at(bestFixed({course_}).decision).decision);
    return resolvedPolicy(policy == "sac-d" ? "trained:" + plan_.scenario->scenario.name : policy);
  }

  [[nodiscard]] std::unique_ptr<Policy> make(const std::string& text) const {
    return learn::makeAnyPolicy(text, {*table_, course_.reward, plan_.seed, plan_.model->manifest.name});
  }

  void predict(LiveRow& row) const {
    double count = 0;
    double late = 0;
    std::vector<double> latencies;
    for (const Setting& setting : course_.settings) {
      SimulatedEnvironment environment(table_, setting.conditions, setting.options);
      const auto policy = make(row.text);
      for (int i = 0; i < course_.requests; ++i) {
        const int decision = policy->decide(environment.observation());
        row.predictedDecisions[toText(table_->at(decision).decision)] += 1.0 / (kNoiseSeeds * course_.requests);
        const StepResult served = environment.step(decision);
        const auto average = [&count](double& mean, double value) { mean += (value - mean) / count; };
        ++count;
        average(row.predictedMeanMs, served.latencyMs);
        latencies.push_back(served.latencyMs);
        average(row.predictedDeviceMs, served.queueMs + served.deviceMs + served.fallbackMs);
        average(row.predictedLinkMs, served.uplinkMs + served.returnMs);
        average(row.predictedEdgeMs, served.edgeMs);
        average(row.predictedAccuracy, served.accuracy);
        average(row.predictedBytes, served.payloadBytes);
        row.predictedFallbacks += served.gaveUp ? 1.0 / kNoiseSeeds : 0;
        late += served.latencyMs > setting.options.targetMs ? 1 : 0;
      }
    }
    row.predictedViolations = late / count;
    row.predictedMedianMs = quantile(latencies, 0.5);
    row.predictedCurve = quantileCurve(std::move(latencies));
  }

 private:
  const LivePlan& plan_;
  std::shared_ptr<const DecisionTable> table_;
  Course course_;
};

std::vector<RequestRecord> runLive(const LivePlan& plan, const LiveRow& row,
                                   const std::shared_ptr<const Machines>& machines, const LiveEvents& events,
                                   const std::stop_token& stop) {
  ExperimentOptions options;
  std::optional<LocalAgent> agent;
  if (plan.agent == "local") agent.emplace(LocalAgentOptions{1, plan.scenario->scenario.device});
  options.agent = agent ? net::toText(agent->address(stop)) : plan.agent;
  options.settings.policy = row.text;
  options.requests = plan.requests;
  options.seed = plan.seed;
  options.samples = defaultSampleCount(plan.requests);
  options.dataFolder = plan.dataFolder;
  options.scenario = plan.scenario;
  options.machines = machines;
  std::vector<RequestRecord> records;
  ExperimentEvents told;
  told.record = [&](const RequestRecord& record) {
    records.push_back(record);
    records.back().probabilities = {};
    events.phase("Running " + row.policy, static_cast<double>(records.size()) / static_cast<double>(plan.requests), -1);
  };
  Experiment(plan.model, options).run(told, stop);
  if (stop.stop_requested()) throw Cancelled();
  return records;
}

void measure(LiveRow& row, const std::vector<RequestRecord>& records) {
  const RunSummary summary = summarise(records);
  row.requests = summary.requests;
  row.fallbacks = summary.fallbacks;
  row.failed = summary.failed;
  row.measuredMeanMs = summary.meanMs;
  row.measuredMedianMs = summary.p50Ms;
  row.measuredP95Ms = summary.p95Ms;
  row.measuredP99Ms = summary.p99Ms;
  std::vector<double> latencies;
  for (const auto& record : records) {
    if (record.outcome != Outcome::Failed) latencies.push_back(record.totalMs);
  }
  row.measuredErrorMs = standardErrorOfSeries(latencies);
  row.measuredCurve = quantileCurve(std::move(latencies));
  row.measuredDeviceMs = summary.deviceMs;
  row.measuredLinkMs = summary.linkMs;
  row.measuredEdgeMs = summary.edgeMs;
  for (const auto& share : summary.decisions) {
    row.decisions[toText(share.decision)] = static_cast<double>(share.requests) / static_cast<double>(row.requests);
  }
  row.accuracy = summary.accuracy;
  row.violations = summary.violations;
  row.meanBytes = summary.payloadBytes;
}

bool apart(double a, double b) {
  return std::abs(a - b) > kTied * std::max(a, b);
}

bool measuredApart(const LiveRow& a, const LiveRow& b) {
  const double error = std::hypot(a.measuredErrorMs, b.measuredErrorMs);
  return apart(a.measuredMeanMs, b.measuredMeanMs) && std::abs(a.measuredMeanMs - b.measuredMeanMs) > kSure * error;
}

}  // namespace

bool LiveComparison::sameOrder() const {
  for (const LiveRow& a : rows) {
    for (const LiveRow& b : rows) {
      if (!measuredApart(a, b) || !apart(a.predictedMeanMs, b.predictedMeanMs)) continue;
      if ((a.measuredMeanMs < b.measuredMeanMs) != (a.predictedMeanMs < b.predictedMeanMs)) return false;
    }
  }
  return true;
}

double LiveComparison::worstDifference() const {
  double worst = 0;
  for (const LiveRow& row : rows) worst = std::max(worst, std::abs(row.difference()));
  return worst;
}

LiveComparison compareLive(const LivePlan& plan, const LiveEvents& events, const std::stop_token& stop) {
  if (plan.policies.empty()) throw UsageError("Specify at least one policy to compare.");
  ProfileOptions profiling;
  profiling.agent = plan.agent;
  if (plan.agent == "local") profiling.emulate = plan.scenario->scenario.device;
  profiling.repeats = plan.profileRepeats;
  profiling.warmUps = std::min(profiling.warmUps, plan.profileRepeats);
  profiling.seed = plan.seed;
  profiling.restMs = restOf(plan.scenario->scenario.arrivals);
  // First with times that need no measuring: a policy that there is not is told before anything starts.
  const Machines known = machinesFor(plan.model->manifest, {plan.scenario->scenario.device});
  const Simulated rough(plan, {known.device, known.edge, {}, {}, 0});
  for (const auto& policy : plan.policies) const auto made = rough.make(rough.textOf(policy));
  profiling.frames = makeSamples(plan.model->manifest, plan.profileRepeats, plan.seed, plan.dataFolder).frames;

  LiveComparison comparison;
  for (const auto& policy : plan.policies) {
    LiveRow row;
    row.policy = policy;
    // Anew for each: a machine that others use, or that warms up, is another one after some minutes.
    const auto measured = measureProfiles(
        *plan.model, profiling, [&](const std::string& what, double done) { events.phase(what, done, -1); }, stop);
    const Simulated simulated(plan, measured);
    row.text = simulated.textOf(policy);
    simulated.predict(row);
    const auto machines = std::make_shared<const Machines>(Machines{measured.device, measured.edge});
    measure(row, runLive(plan, row, machines, events, stop));
    comparison.rows.push_back(row);
    events.row(row);
  }
  return comparison;
}

}  // namespace cleave
