// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/experiment_loop.h"

#include <cmath>
#include <ctime>
#include <exception>
#include <numbers>
#include <numeric>
#include <thread>

#include "app/device/stopwatch.h"
#include "app/experiment/graceful_stop.h"
#include "app/experiment/profile.h"
#include "core/plain/emulated_device.h"
#include "core/plain/error.h"
#include "core/plain/machine.h"
#include "rl/learn/any_policy.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

constexpr auto kConnectTimeout = 10s;
constexpr auto kGrace = 2s;

std::string utcNow() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
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
      link_({"cleave " CLEAVE_VERSION, 30s}) {}

void ExperimentLoop::report(const std::string& what, double done) {
  if (what != phase_) {
    phase_ = what;
    phaseStart_ = Clock::now();
  }
  const double passed = std::chrono::duration<double>(Clock::now() - phaseStart_).count();
  events_.phase(what, done, done > 0 ? passed * (1 - done) / done : -1);
}

void ExperimentLoop::prepare(const std::stop_token& stop) {
  // First, so that a path that cannot be written is told before anything else happens.
  if (!options_.journal.empty()) journal_.emplace(options_.journal);
  connect(stop);
  report("Preparing frames", 0);
  samples_ =
      std::make_shared<SampleSet>(makeSamples(model_.manifest, options_.samples, options_.seed, options_.dataFolder));
  deploy(stop);
  pushFrames(stop);
  timeLayers(stop);
  for (int i = 0; i < 4; ++i) estimator_.addRtt(link_.ping(stop));
}

void ExperimentLoop::connect(const std::stop_token& stop) {
  net::HostPort where;
  if (options_.agent == "local") {
    report("Starting a local agent", 0);
    agent_.emplace(LocalAgentOptions{options_.deviceThreads, options_.emulate}, stop);
    where = agent_->address();
  } else {
    where = net::parseHostPort(options_.agent);
  }
  report("Connecting", 0);
  link_.connect(where, kConnectTimeout, stop);
}

void ExperimentLoop::deploy(const std::stop_token& stop) {
  Manifest deployed = model_.manifest;
  deployed.devicePrecision = options_.devicePrecision;
  const std::string manifest = toJson(deployed);
  link_.deploy(
      std::as_bytes(std::span(manifest)), model_.weights,
      [&](std::uint64_t sent, std::uint64_t total) {
        report("Deploying the model", static_cast<double>(sent) / static_cast<double>(total));
      },
      stop);
}

void ExperimentLoop::pushFrames(const std::stop_token& stop) {
  link_.clearFrames(stop);
  const auto count = samples_->frames.size();
  for (std::size_t i = 0; i < count; ++i) {
    link_.pushFrame(static_cast<std::uint32_t>(i), samples_->width, samples_->height,
                    std::as_bytes(std::span(samples_->frames[i])), stop);
    report("Sending frames", static_cast<double>(i + 1) / static_cast<double>(count));
  }
  link_.ping(stop);  // returns once the agent has taken them all
}

void ExperimentLoop::timeLayers(const std::stop_token& stop) {
  const auto fastestMs = profileBothSides(
      link_, runtime_, *samples_, latency_,
      [&](int done, int total) { report("Timing layers", static_cast<double>(done) / total); }, stop);
  if (!latency_.complete())
    throw Error("The agent did not time every layer: install the same version of Cleave on both.");
  table_.emplace(space_, accuracy_, latency_, model_.manifest.decisions);
  // What a local agent says itself goes nowhere; another one's is read by whoever started it.
  const auto emulated = EmulatedDevice::parse(agent_ ? options_.emulate : "none");
  if (emulated) remark_ = slownessRemark(emulated->profileOf(model_.manifest.network), fastestMs);
}

RunHeader ExperimentLoop::header(const LiveSettings& settings) const {
  return {model_.manifest.name,
          model_.manifest.weightsChecksum,
          settings.policy,
          options_.agent,
          utcNow(),
          CLEAVE_VERSION,
          machineName(),
          settings.targetMs,
          settings.linkMbps,
          link_.agentInfo().device.machine,
          link_.agentInfo().device.emulated,
          toText(options_.devicePrecision),
          options_.seed,
          model_.manifest.network};
}

void ExperimentLoop::run(const std::function<LiveSettings()>& nextSettings, const std::stop_token& stop) {
  const GracefulStop graceful(stop, kGrace);
  LiveSettings settings = nextSettings();
  const RunHeader head = header(settings);
  if (journal_) journal_->begin(head);
  events_.started(head, samples_);
  if (!remark_.empty()) events_.remark(remark_);
  start_ = due_ = Clock::now();
  for (std::uint64_t id = 0; options_.requests == 0 || id < options_.requests; ++id) {
    pace(stop);
    settings = nextSettings();
    if (stop.stop_requested()) break;
    apply(settings, graceful.token());
    const RequestRecord record = request(id, graceful.token());
    keep(record);
    if (!link_.connected()) throw net::LinkError(record.error);
  }
  link_.close();
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

void ExperimentLoop::apply(const LiveSettings& settings, const std::stop_token& stop) {
  if (!policy_ || settings.policy != applied_.policy) {
    policy_ = learn::makeAnyPolicy(settings.policy, {*table_, {}, options_.seed, model_.manifest.name});
  }
  applied_ = settings;
  const double mbps = linkRate(settings);
  if (mbps != appliedMbps_) link_.setLink(static_cast<std::uint64_t>(std::llround(mbps * 1e6)), stop);
  appliedMbps_ = mbps;
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
  const Observation observation = observe();
  record.estimateMbps = observation.bandwidthMeanMbps;
  record.decision = table_->at(policy_->decide(observation)).decision;
  record.startS = seconds();
  try {
    carryOut(record, stop);
  } catch (const Cancelled&) {
    record.outcome = Outcome::Failed;
    record.error = "The run was stopped before this request had finished.";
  } catch (const Error& error) {
    record.outcome = Outcome::Failed;
    record.error = error.what();
  }
  return record;
}

void ExperimentLoop::carryOut(RequestRecord& record, const std::stop_token& stop) {
  const Stopwatch total;
  const auto reply = link_.request(record.decision, static_cast<std::uint32_t>(record.frame), record.id, stop);
  requireFits(reply, record.decision, space_.pathLength(record.decision.exit));
  record.layerMs = reply.layerMs;
  // All waiting on the agent is queueing: before the first layer, and between its threads.
  const double worked = std::accumulate(reply.layerMs.begin(), reply.layerMs.end(), reply.prepareMs + reply.quantizeMs);
  record.queueMs = std::max(reply.queueMs, reply.busyMs - worked);
  record.prepareMs = reply.prepareMs;
  record.quantizeMs = reply.quantizeMs;
  record.transmitMs = reply.transmitMs();
  record.payloadBytes = reply.payload.size();
  edge_.finish(reply.payload, record);
  record.totalMs = total.ms();
  record.rttMs = link_.finish(record.id, record.prediction, stop);
  record.returnMs = record.rttMs / 2;
  record.totalMs += record.returnMs;
  learn(record);
  if (record.decision.partition == space_.pathLength(record.decision.exit)) {
    // The device has its result already; that the edge hears of it holds nothing up.
    record.transmitMs = record.returnMs = 0;
    record.totalMs = record.deviceMs();
  }
}

Observation ExperimentLoop::observe() const {
  Observation observation;
  observation.targetMs = applied_.targetMs;
  estimator_.fill(observation, seconds());
  observation.deviceSlowdown = deviceLoad_.slowdown();
  observation.edgeSlowdown = edgeLoad_.slowdown();
  return observation;
}

void ExperimentLoop::learn(RequestRecord& record) {
  const DecisionCost& cost = table_->at(space_.indexOf(record.decision).value());
  record.bandwidthMbps = estimator_.add(record.payloadBytes, record.transmitMs, record.rttMs, seconds());
  deviceLoad_.add(record.deviceMs() - record.queueMs, cost.deviceMs);
  edgeLoad_.add(record.edgeMs(), cost.edgeMs);
}

void ExperimentLoop::pace(const std::stop_token& stop) {
  if (options_.requestsPerSecond <= 0) return;
  while (!stop.stop_requested() && Clock::now() < due_) {
    std::this_thread::sleep_for(std::min<Clock::duration>(due_ - Clock::now(), 20ms));
  }
  const auto interval =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / options_.requestsPerSecond));
  due_ = std::max(due_ + interval, Clock::now());
}

}  // namespace cleave
