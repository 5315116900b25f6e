// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/experiment.h"

#include <utility>

#include "app/common/trained_policies.h"
#include "app/experiment/device_run.h"
#include "core/types/error.h"
#include "rl/learn/any_policy.h"

namespace cleave {
namespace {

constexpr int kMostThreads = 1024;

// Building the policy once tells whether its text is right for this model, before anything is started.
void requirePolicy(const Model& model, const std::string& policy) {
  const DecisionSpace space(model.manifest.network);
  const AccuracyTable accuracy(space, model.manifest.accuracy, model.manifest.decisions);
  const DecisionTable table(space, accuracy, LatencyModel(model.manifest.network));
  learn::makeAnyPolicy(resolvedPolicy(policy), {table, {}, 1, model.manifest.name});
}

void requireNumbers(const LiveSettings& settings) {
  if (!(settings.targetMs >= 0) || settings.targetMs > 1e6) {
    throw UsageError("The latency target must be from 0 (none) to 1,000,000 ms.");
  }
  if (!(settings.linkMbps >= 0) || settings.linkMbps > 1e5 || (settings.linkMbps > 0 && settings.linkMbps < 0.01)) {
    throw UsageError("The link rate must be 0 (unlimited) or from 0.01 to 100,000 Mbit/s.");
  }
  if (!(settings.deviceLoad >= 0) || settings.deviceLoad > kMostLoad) {
    throw UsageError("The device's background load must be from 0 to 0.95.");
  }
  if (settings.deviceThreads < 0 || settings.deviceThreads > kMostThreads) {
    throw UsageError("The device's thread count must be 0 (the agent's own setting) or from 1 to 1024.");
  }
}

void adoptScenario(ExperimentOptions& options) {
  if (options.requestsPerSecond > 0 || options.settings.linkMbps > 0 || options.settings.fadingLink) {
    throw UsageError("A scenario defines its own link and arrivals: do not set a request rate or a link rate with it.");
  }
  const Scenario& scenario = options.scenario->scenario;
  options.settings.targetMs = scenario.targetMs;
  options.settings.scenario = options.scenario;
  if (options.agent == "local") options.emulate = scenario.device;
}

}  // namespace

Experiment::Experiment(std::shared_ptr<const Model> model, ExperimentOptions options)
    : model_(std::move(model)), options_(std::move(options)) {
  if (options_.scenario) adoptScenario(options_);
  settings_ = options_.settings;
  if (!settings_.device) settings_.device = {options_.agent, options_.emulate, options_.devicePrecision};
  requirePolicy(*model_, settings_.policy);
  requireNumbers(settings_);
  requireDevice(*settings_.device, model_->manifest);
}

void Experiment::run(const ExperimentEvents& events, const std::stop_token& stop) {
  DeviceRun run(*model_, options_, events);
  run.prepare(settings(), std::exchange(options_.startedAgent, nullptr), stop);
  run.run(
      [this, &stop] {
        waitWhilePaused(stop);
        return settings();
      },
      stop);
}

void Experiment::change(const LiveSettings& wanted) {
  LiveSettings settings = wanted;
  const LiveSettings before = this->settings();
  if (!settings.device) settings.device = before.device;
  // A slider that is dragged comes here often: what it leaves alone needs no second look.
  if (settings.policy != before.policy) requirePolicy(*model_, settings.policy);
  requireNumbers(settings);
  if (settings.device != before.device) requireDevice(*settings.device, model_->manifest);
  const std::scoped_lock lock(mutex_);
  settings_ = std::move(settings);
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
