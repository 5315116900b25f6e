// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/scenario_driver.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

namespace cleave {

void ScenarioDriver::begin(std::shared_ptr<const LiveScenario> scenario, net::AgentLink& link,
                           const std::stop_token& stop) {
  scenario_ = std::move(scenario);
  if (scenario_) link.setLinkTrace(scenario_->trace, stop);
  scenarioStartS_ = clock_.seconds();
  restartArrivals();
}

bool ScenarioDriver::apply(const LiveSettings& settings, net::AgentLink& link, const std::stop_token& stop) {
  const bool another = settings.scenario != scenario_;
  if (another) {
    if (!settings.scenario) link.setLink(0, stop);
    mbps_ = 0;
    begin(settings.scenario, link, stop);
  }
  if (settings.deviceThreads > 0 && settings.deviceThreads != threads_) {
    link.setThreads(settings.deviceThreads, stop);
    threads_ = settings.deviceThreads;
  }
  applyLoad(settings.deviceLoad, link, stop);
  if (scenario_) return another;
  const double mbps = rateOf(settings);
  if (mbps != mbps_) link.setLink(static_cast<std::uint64_t>(std::llround(mbps * 1e6)), stop);
  mbps_ = mbps;
  return another;
}

void ScenarioDriver::resume(net::AgentLink& link, const std::stop_token& stop) {
  mbps_ = deviceShare_ = 0;
  threads_ = 0;
  if (!scenario_) return;
  net::LinkTrace trace = scenario_->trace;
  trace.beginUs = static_cast<std::uint64_t>(scenarioSeconds() * 1e6) % trace.durationUs;
  link.setLinkTrace(trace, stop);
}

ArrivalClock::Arrival ScenarioDriver::next(double doneS) {
  ArrivalClock::Arrival arrival = arrivals_->next(std::max(doneS - arrivalsStartS_, 0.0));
  arrival.atS += arrivalsStartS_;
  return arrival;
}

void ScenarioDriver::restartArrivals() {
  Arrivals arrivals{Arrivals::Kind::Closed, 0};
  if (perSecond_ > 0) arrivals = {Arrivals::Kind::Paced, perSecond_};
  if (scenario_) arrivals = scenario_->scenario.arrivals;
  arrivals_.emplace(arrivals, seed_);
  arrivalsStartS_ = clock_.seconds();
}

double ScenarioDriver::linkMbps(double atS) const {
  if (!scenario_) return mbps_ > 0 ? mbps_ : kUnknown;
  const net::LinkTrace& trace = scenario_->trace;  // repeats itself, as the agent's does
  const auto durationS = 1e-6 * static_cast<double>(trace.durationUs);
  const auto us = static_cast<std::uint64_t>(1e6 * std::fmod(std::max(atS - scenarioStartS_, 0.0), durationS));
  const auto after = std::ranges::upper_bound(trace.steps, us, {}, &net::LinkStep::startUs);
  return 1e-6 * static_cast<double>(std::prev(after)->bitsPerSecond);
}

double ScenarioDriver::edgeLoad() const {
  return scenario_ ? std::min(scenario_->conditions->edgeLoad.at(scenarioSeconds()), kMostLoad) : 0;
}

void ScenarioDriver::applyLoad(double userShare, net::AgentLink& link, const std::stop_token& stop) {
  const double scenarios = scenario_ ? scenario_->conditions->deviceLoad.at(scenarioSeconds()) : 0;
  const double share = std::min(1 - (1 - scenarios) * (1 - userShare), kMostLoad);
  if (share != deviceShare_) link.setLoad(share, stop);
  deviceShare_ = share;
}

double ScenarioDriver::rateOf(const LiveSettings& settings) const {
  if (!settings.fadingLink || settings.linkMbps <= 0) return settings.linkMbps;
  // Two incommensurable waves around the set rate, in octaves: slow enough for the eye, never quite the same twice.
  const double t = clock_.seconds();
  const double octaves =
      1.75 * std::sin(2 * std::numbers::pi * t / 17.0) + 0.75 * std::sin(2 * std::numbers::pi * t / 6.1) - 0.5;
  return settings.linkMbps * std::exp2(octaves);
}

}  // namespace cleave
