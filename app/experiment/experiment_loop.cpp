// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/experiment_loop.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <numbers>

#include "app/experiment/graceful_stop.h"
#include "app/experiment/trained_policies.h"
#include "core/plain/error.h"
#include "rl/learn/any_policy.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kGrace = 2s;

Arrivals arrivalsOf(const ExperimentOptions& options) {
  if (options.scenario) return options.scenario->scenario.arrivals;
  if (options.requestsPerSecond > 0) return {Arrivals::Kind::Paced, options.requestsPerSecond};
  return {Arrivals::Kind::Closed, 0};
}

}  // namespace

ExperimentLoop::ExperimentLoop(const Model& model, const ExperimentOptions& options, const ExperimentEvents& events)
    : model_(model),
      options_(options),
      events_(events),
      runtime_(model),
      edge_(model.manifest, runtime_),
      space_(model.manifest.network),
      accuracy_(space_, model.manifest.accuracy, model.manifest.decisions),
      latency_(model.manifest.network, model.manifest.decisions),
      link_({"cleave " CLEAVE_VERSION, 30s}),
      reward_(options.scenario ? options.scenario->scenario.reward : Reward{}) {}

void ExperimentLoop::run(const std::function<LiveSettings()>& nextSettings, const std::stop_token& stop) {
  const GracefulStop graceful(stop, kGrace);
  LiveSettings settings = nextSettings();
  const RunHeader head = header(settings);
  noted_ = settings;
  policies_ = {settings.policy};
  if (journal_) journal_->begin(head);
  events_.started(head, samples_);
  if (!remark_.empty()) events_.remark(remark_);
  begin(graceful.token());
  ArrivalClock arrivals(arrivalsOf(options_), options_.seed);
  double doneS = 0;
  for (std::uint64_t id = 0; options_.requests == 0 || id < options_.requests; ++id) {
    arrival_ = arrivals.next(doneS);
    awaitArrival(stop);
    settings = nextSettings();
    if (stop.stop_requested()) break;
    note(settings, id);
    apply(settings, graceful.token());
    const RequestRecord record = request(id, graceful.token());
    keep(record);
    // As the device sees it: that the edge hears later of what it has finished holds nothing up.
    const double sinceStartMs = record.totalMs - 1e3 * arrival_.waitedS;
    doneS = record.outcome == Outcome::Failed ? seconds() : record.startS + 1e-3 * sinceStartMs;
    if (!link_.connected()) throw net::LinkError(record.error);
  }
  link_.close();
}

void ExperimentLoop::begin(const std::stop_token& stop) {
  start_ = Clock::now();
  if (!options_.scenario) return;
  // One round trip on the scenario's link before it begins, as the simulator has it.
  link_.setLinkTrace(options_.scenario->trace, stop);
  estimator_ = {};
  estimator_.addRtt(link_.ping(stop));
  link_.setLinkTrace(options_.scenario->trace, stop);
  start_ = Clock::now();
}

void ExperimentLoop::keep(const RequestRecord& record) {
  std::exception_ptr full;
  try {
    if (journal_) journal_->add(record);  // first: who has been told of a record finds it on disk
  } catch (const Error&) {
    full = std::current_exception();
  }
  events_.record(record);
  if (full) std::rethrow_exception(full);
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
  noted_ = settings;
}

void ExperimentLoop::apply(const LiveSettings& settings, const std::stop_token& stop) {
  if (!policy_ || settings.policy != applied_.policy) {
    policy_ =
        learn::makeAnyPolicy(resolvedPolicy(settings.policy), {*table_, reward_, options_.seed, model_.manifest.name});
  }
  applied_ = settings;
  if (options_.scenario) return followLoads(stop);
  const double mbps = linkRate(settings);
  if (mbps != appliedMbps_) link_.setLink(static_cast<std::uint64_t>(std::llround(mbps * 1e6)), stop);
  appliedMbps_ = mbps;
}

void ExperimentLoop::followLoads(const std::stop_token& stop) {
  const Conditions& conditions = *options_.scenario->conditions;
  const double share = std::min(conditions.deviceLoad.at(seconds()), kMostLoad);
  if (share != deviceShare_) link_.setLoad(share, stop);
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

RequestRecord ExperimentLoop::request(std::uint64_t id, const std::stop_token& stop) {
  RequestRecord record;
  record.id = id;
  record.frame = static_cast<int>(id % samples_->frames.size());
  record.label = samples_->labels[static_cast<std::size_t>(record.frame)];
  record.targetMs = applied_.targetMs;
  record.policy = static_cast<int>(std::ranges::find(policies_, applied_.policy) - policies_.begin());
  const Observation observation = observe();
  record.estimateMbps = observation.bandwidthMeanMbps;
  record.decision = table_->at(policy_->decide(observation)).decision;
  record.startS = seconds();
  record.linkMbps = trueLinkMbps(record.startS);  // until it is known when the transfer began
  try {
    carryOut(record, stop);
    judge(record);
  } catch (const Cancelled&) {  // nobody's fault: it has no reward
    record.outcome = Outcome::Failed;
    record.error = "The run was stopped before this request had finished.";
  } catch (const Error& error) {
    record.outcome = Outcome::Failed;
    record.error = error.what();
    judge(record);
  }
  roundToClock(record);
  return record;
}

void ExperimentLoop::awaitArrival(const std::stop_token& stop) {
  const auto due = start_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(arrival_.atS));
  if (due <= Clock::now()) return;
  try {
    link_.rest(due, stop);
  } catch (const Cancelled&) {  // the caller looks at the token
  }
}

}  // namespace cleave
