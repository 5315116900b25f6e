// SPDX-License-Identifier: GPL-3.0-or-later
// What settings change between two requests.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>

#include "app/common/trained_policies.h"
#include "app/experiment/experiment_loop.h"
#include "core/types/error.h"
#include "rl/environment/scenario_text.h"
#include "rl/learn/any_policy.h"

namespace cleave {

void ExperimentLoop::begin(const LiveSettings& settings, const std::stop_token& stop) {
  start_ = Clock::now();
  scenario_ = settings.scenario;
  if (scenario_) {
    // One round trip on the scenario's link before it begins, as the simulator has it.
    link_->setLinkTrace(scenario_->trace, stop);
    estimator_ = {};
    estimator_.note(RoundTripSeen{link_->ping(stop), 0});
    link_->setLinkTrace(scenario_->trace, stop);
    start_ = Clock::now();
  }
  restartArrivals();
  arrivalsStartS_ = 0;
}

void ExperimentLoop::note(const LiveSettings& settings, std::uint64_t id) {
  const auto tell = [&](const char* setting, const std::string& value) {
    const RunChange change{id, std::round(seconds() * 1e6) / 1e6, setting, value};
    if (journal_) journal_->add(change);
    events_.changed(change);
  };
  const auto number = [](double value) {
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
  };
  if (settings.policy != noted_.policy) {
    tell("policy", settings.policy);
    if (std::ranges::find(policies_, settings.policy) == policies_.end()) policies_.push_back(settings.policy);
  }
  if (settings.targetMs != noted_.targetMs) tell("target_ms", number(settings.targetMs));
  if (settings.linkMbps != noted_.linkMbps) tell("link_mbps", number(settings.linkMbps));
  if (settings.fadingLink != noted_.fadingLink) tell("fading_link", settings.fadingLink ? "true" : "false");
  if (settings.scenario != noted_.scenario)
    tell("scenario", settings.scenario ? toText(settings.scenario->scenario) : "");
  if (settings.deviceLoad != noted_.deviceLoad) tell("device_load", number(settings.deviceLoad));
  if (settings.deviceThreads != noted_.deviceThreads) tell("device_threads", std::to_string(settings.deviceThreads));
  // One that could not be made ready left the run with the device that it had.
  if (device_ != *noted_.device) {
    tell("agent", device_.agent);
    tell("emulate", device_.emulate);
    tell("device_precision", std::string(toText(device_.precision)));
  }
  noted_ = settings;
  noted_.device = device_;
}

void ExperimentLoop::apply(const LiveSettings& settings, const std::stop_token& stop) {
  if (settings.scenario != scenario_) changeScenario(settings, stop);
  if (!policy_ || settings.policy != applied_.policy) {
    const bool newTable = !policy_;  // or another reward
    policy_ =
        learn::makeAnyPolicy(resolvedPolicy(settings.policy), {*table_, reward(), options_.seed, model_.manifest.name});
    if (newTable && events_.tabled) events_.tabled(std::make_shared<const DecisionTable>(*table_), reward());
  }
  applied_ = settings;
  if (settings.deviceThreads > 0 && settings.deviceThreads != appliedThreads_) {
    link_->setThreads(settings.deviceThreads, stop);
    appliedThreads_ = settings.deviceThreads;
  }
  followLoads(settings, stop);
  if (scenario_) return;
  const double mbps = linkRate(settings);
  if (mbps != appliedMbps_) link_->setLink(static_cast<std::uint64_t>(std::llround(mbps * 1e6)), stop);
  appliedMbps_ = mbps;
}

Reward ExperimentLoop::reward() const {
  return scenario_ ? scenario_->scenario.reward : Reward{};
}

void ExperimentLoop::changeScenario(const LiveSettings& settings, const std::stop_token& stop) {
  scenario_ = settings.scenario;
  if (scenario_) {
    link_->setLinkTrace(scenario_->trace, stop);
  } else {
    link_->setLink(0, stop);
  }
  appliedMbps_ = 0;
  scenarioStartS_ = seconds();
  policy_.reset();  // the reward may be another
  restartArrivals();
  arrival_ = arrivals_->next(0);
  arrival_.atS += arrivalsStartS_;
}

void ExperimentLoop::restartArrivals() {
  Arrivals arrivals{Arrivals::Kind::Closed, 0};
  if (options_.requestsPerSecond > 0) arrivals = {Arrivals::Kind::Paced, options_.requestsPerSecond};
  if (scenario_) arrivals = scenario_->scenario.arrivals;
  arrivals_.emplace(arrivals, options_.seed);
  arrivalsStartS_ = seconds();
}

void ExperimentLoop::followLoads(const LiveSettings& settings, const std::stop_token& stop) {
  const double scenarios = scenario_ ? scenario_->conditions->deviceLoad.at(scenarioSeconds()) : 0;
  const double share = std::min(1 - (1 - scenarios) * (1 - settings.deviceLoad), kMostLoad);
  if (share != deviceShare_) link_->setLoad(share, stop);
  deviceShare_ = share;
}

double ExperimentLoop::linkRate(const LiveSettings& settings) const {
  if (!settings.fadingLink || settings.linkMbps <= 0) return settings.linkMbps;
  // Two incommensurable waves around the set rate, in octaves: slow enough for the eye, never quite the same twice.
  const double t = seconds();
  const double octaves =
      1.75 * std::sin(2 * std::numbers::pi * t / 17.0) + 0.75 * std::sin(2 * std::numbers::pi * t / 6.1) - 0.5;
  return settings.linkMbps * std::exp2(octaves);
}

void ExperimentLoop::changeDevice(const LiveSettings& settings, const std::stop_token& stop) {
  tried_ = *settings.device;
  const LatencyModel times = latency_;
  latency_ = LatencyModel(model_.manifest.network, model_.manifest.decisions);
  policy_.reset();  // it looks at the table, which is made anew
  std::string problem;
  try {
    if (tried_.agent == device_.agent && tried_.emulate == device_.emulate) {
      redeploy(settings, stop);
    } else {
      reconnect(settings, stop);
    }
    estimator_.forgetDevice();
  } catch (const Cancelled&) {
    return;  // the caller looks at the token
  } catch (const Error& error) {
    latency_ = times;
    problem = error.what();
  }
  // Either way the agent is at rest and its link unshaped.
  appliedMbps_ = deviceShare_ = 0;
  appliedThreads_ = 0;
  retransmissions_ = 0;
  if (scenario_) resumeTrace(stop);
  restartArrivals();  // nobody asked meanwhile
  arrival_ = arrivals_->next(0);
  arrival_.atS += arrivalsStartS_;
  events_.device(reportOf(problem));
  if (problem.empty() && !notice_.empty()) events_.notice(notice_);
}

// The same agent: its model is replaced. One that it refuses costs the connection.
void ExperimentLoop::redeploy(const LiveSettings& settings, const std::stop_token& stop) {
  const DeviceChoice before = std::exchange(device_, tried_);
  try {
    link_->setLink(0, stop);
    link_->setLoad(0, stop);
    deploy(stop);
    timeLayers(stop);
  } catch (const Cancelled&) {
    throw;
  } catch (const Error&) {
    device_ = before;
    link_.reset();
    agent_.reset();
    connect(settings, stop);
    deploy(stop);
    pushImages(stop);
    throw;
  }
}

// Another agent, beside the one that there is until it is ready.
void ExperimentLoop::reconnect(const LiveSettings& settings, const std::stop_token& stop) {
  const DeviceChoice before = std::exchange(device_, tried_);
  auto agent = std::move(agent_);
  auto link = std::move(link_);
  try {
    connect(settings, stop);
    deploy(stop);
    pushImages(stop);
    timeLayers(stop);
  } catch (const Error&) {
    device_ = before;
    link_ = std::move(link);
    agent_ = std::move(agent);
    link_->setLink(0, stop);
    link_->setLoad(0, stop);
    throw;
  }
}

void ExperimentLoop::resumeTrace(const std::stop_token& stop) {
  net::LinkTrace trace = scenario_->trace;
  trace.beginUs = static_cast<std::uint64_t>(scenarioSeconds() * 1e6) % trace.durationUs;
  link_->setLinkTrace(trace, stop);
}

}  // namespace cleave
