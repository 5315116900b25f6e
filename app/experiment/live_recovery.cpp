// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/live_recovery.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "app/common/trained_policies.h"
#include "app/experiment/experiment.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/evaluate/recovery.h"

namespace cleave {
namespace {

constexpr double kSettledS = 4;  // before the pulse: what is done when nothing disturbs
constexpr double kStepS = 0.1;
constexpr double kUsual = 0.05;  // share of a decision that counts as one of those before the pulse

template <class Within>
std::map<std::string, double> sharesOf(const std::vector<RequestRecord>& records, Within within) {
  std::map<std::string, double> shares;
  double count = 0;
  for (const auto& record : records) {
    if (!within(record.startS)) continue;
    shares[toText(record.decision)] += 1;
    ++count;
  }
  for (auto& [decision, share] : shares) share /= count;
  return shares;
}

}  // namespace

std::shared_ptr<const LiveScenario> recoveryScenario(const LiveRecoveryPlan& plan) {
  Scenario scenario;
  scenario.name = "recovery";
  scenario.description = toText(plan.pulse);
  scenario.link = ConstantLink{plan.mbps};
  scenario.rtt = {plan.rttMs, 0};
  scenario.arrivals = {Arrivals::Kind::Paced, plan.perSecond};
  scenario.targetMs = plan.targetMs;
  scenario.device = plan.device;
  const double spanS = plan.pulse.endS() + plan.watchedS + 60;
  auto live = std::make_shared<LiveScenario>();
  live->conditions = std::make_shared<Conditions>(withPulse(*realise(scenario, plan.seed, spanS), plan.pulse, spanS));
  live->trace = linkTraceOf(*live->conditions, spanS);
  live->scenario = std::move(scenario);
  return live;
}

LiveRecovery recoveryOf(const std::vector<RequestRecord>& records, const LiveRecoveryPlan& plan) {
  const Pulse& pulse = plan.pulse;
  LiveRecovery recovery;
  recovery.requests = records.size();
  recovery.before = sharesOf(records, [&](double s) { return s >= pulse.startS - kSettledS && s < pulse.startS; });
  recovery.inPulse = sharesOf(records, [&](double s) { return s >= pulse.startS && s < pulse.endS(); });
  recovery.after = sharesOf(records, [&](double s) { return s >= pulse.endS() + 2; });
  const auto usual = [&](const RequestRecord& record) {
    const auto found = recovery.before.find(toText(record.decision));
    return found != recovery.before.end() && found->second >= kUsual;
  };
  for (int step = 0; step * kStepS <= plan.watchedS - 1; ++step) {
    const double beginS = pulse.endS() + step * kStepS;
    int count = 0;
    int same = 0;
    for (const auto& record : records) {
      if (record.startS < beginS || record.startS >= beginS + kRecoveredS) continue;
      ++count;
      if (usual(record)) ++same;
    }
    if (count == 0 || same < kRecoveredShare * count) continue;
    recovery.recoveryS = step * kStepS;
    break;
  }
  return recovery;
}

LiveRecovery measureLiveRecovery(const LiveRecoveryPlan& plan, const std::stop_token& stop) {
  ExperimentOptions options;
  options.agent = plan.agent;
  options.emulate = plan.device;
  options.settings.policy = resolvedPolicy(plan.policy);
  options.seed = plan.seed;
  options.samples = 64;
  options.dataFolder = plan.dataFolder;
  options.scenario = recoveryScenario(plan);
  const double endS = plan.pulse.endS() + plan.watchedS;
  std::vector<RequestRecord> records;
  std::stop_source done;
  const std::stop_callback stopped(stop, [&] { done.request_stop(); });
  ExperimentEvents told;
  told.record = [&](const RequestRecord& record) {
    records.push_back(record);
    records.back().probabilities = {};
    if (record.startS >= endS) done.request_stop();
  };
  Experiment(plan.model, options).run(told, done.get_token());
  if (stop.stop_requested()) throw Cancelled();
  return recoveryOf(records, plan);
}

}  // namespace cleave
