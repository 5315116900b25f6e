// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/experiment.h"

#include "app/experiment/experiment_loop.h"
#include "app/experiment/trained_policies.h"
#include "core/plain/emulated_device.h"
#include "core/plain/error.h"
#include "rl/learn/any_policy.h"

namespace cleave {
namespace {

// Building the policy once tells whether its text is right for this model, before anything is started.
void requireSettings(const Model& model, const LiveSettings& settings) {
  const DecisionSpace space(model.manifest.network);
  const AccuracyTable accuracy(space, model.manifest.accuracy, model.manifest.decisions);
  const DecisionTable table(space, accuracy, LatencyModel(model.manifest.network));
  learn::makeAnyPolicy(resolvedPolicy(settings.policy), {table, {}, 1, model.manifest.name});
  if (!(settings.targetMs >= 0) || settings.targetMs > 1e6) {
    throw UsageError("The latency target must lie between 0 (none) and 1,000,000 ms.");
  }
  if (!(settings.linkMbps >= 0) || settings.linkMbps > 1e5 || (settings.linkMbps > 0 && settings.linkMbps < 0.01)) {
    throw UsageError("The link rate must be 0 (as it is) or lie between 0.01 and 100,000 Mbit/s.");
  }
}

void adoptScenario(ExperimentOptions& options) {
  if (options.requestsPerSecond > 0 || options.settings.linkMbps > 0 || options.settings.fadingLink) {
    throw UsageError("A scenario has a link and arrivals of its own: leave out rate and link.");
  }
  const Scenario& scenario = options.scenario->scenario;
  options.settings.targetMs = scenario.targetMs;
  if (options.agent == "local") options.emulate = scenario.device;
}

}  // namespace

Experiment::Experiment(std::shared_ptr<const Model> model, ExperimentOptions options)
    : model_(std::move(model)), options_(std::move(options)) {
  if (options_.scenario) adoptScenario(options_);
  settings_ = options_.settings;
  requireSettings(*model_, settings_);
  const auto emulated = EmulatedDevice::parse(options_.emulate);
  if (emulated) {  // both throw when it does not fit
    emulated->requirePrecision(toText(options_.devicePrecision));
    emulated->profileOf(model_->manifest.network);
  }
  if (options_.agent == "local") return;
  net::parseHostPort(options_.agent);
  if (emulated) throw UsageError("Only a local agent can be told what to emulate: start the other with --emulate.");
}

void Experiment::run(const ExperimentEvents& events, const std::stop_token& stop) {
  ExperimentLoop loop(*model_, options_, events);
  loop.prepare(stop);
  loop.run(
      [this, &stop] {
        waitWhilePaused(stop);
        return settings();
      },
      stop);
}

void Experiment::change(const LiveSettings& settings) {
  requireSettings(*model_, settings);
  const std::scoped_lock lock(mutex_);
  settings_ = settings;
}

void Experiment::setPaused(bool paused) {
  const std::scoped_lock lock(mutex_);
  paused_ = paused;
  changed_.notify_all();
}

LiveSettings Experiment::settings() const {
  const std::scoped_lock lock(mutex_);
  return settings_;
}

void Experiment::waitWhilePaused(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !paused_; });
}

}  // namespace cleave
