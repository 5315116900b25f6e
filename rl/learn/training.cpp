// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/training.h"

#include <chrono>
#include <cmath>

#include "core/types/error.h"

namespace cleave::learn {
namespace {

// One number from three, so that neighbouring lanes and rounds have nothing in common.
std::uint64_t environmentSeed(std::uint64_t seed, std::uint64_t lane, std::uint64_t round) {
  return SplitMix(seed ^ (lane << 40), round).next();
}

}  // namespace

Training::Training(const ActionSpace& actionSpace, Encoding& encoding, Learner& learner, EnvFactory makeEnvironment,
                   const TrainingOptions& options)
    : actionSpace_(actionSpace),
      encoding_(encoding),
      learner_(learner),
      makeEnvironment_(std::move(makeEnvironment)),
      options_(options),
      random_(options.seed, 0x747261696e) {
  progress_.steps = options.steps;
  keep();
}

void Training::keep() {
  StateWriter state;
  state.reserve(state_.size());
  state.put(options_.seed);
  state.put(step_);
  state.put(round_);
  state.put(owed_);
  state.put(random_);
  state.put(encoding_.mean);
  state.put(encoding_.deviation);
  state.put(first_);
  learner_.save(state);
  state_ = state.take();
}

void Training::resume(std::span<const char> bytes) {
  StateReader state(bytes);
  std::uint64_t seed = 0;
  state.get(seed);
  if (seed != options_.seed) throw Error("it was made with seed " + std::to_string(seed));
  state.get(step_);
  state.get(round_);
  state.get(owed_);
  state.get(random_);
  state.get(encoding_.mean);
  state.get(encoding_.deviation);
  state.getAny(first_);
  learner_.load(state);
  if (!state.atEnd() || step_ < 0) throw Error("it contains the state of another learner");
  state_.assign(bytes.begin(), bytes.end());
}

void Training::run(const std::function<void(const TrainingProgress&)>& report, const std::stop_token& stop) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const std::int64_t from = step_;
  while (step_ < options_.steps) {
    round(stop);
    keep();
    const double passed = std::chrono::duration<double>(Clock::now() - begin).count();
    progress_.step = step_;
    progress_.elapsedS = passed;
    progress_.etaS = passed * static_cast<double>(options_.steps - step_) / static_cast<double>(step_ - from);
    progress_.metrics = learner_.metrics();
    report(progress_);
  }
}

void Training::decide(bool random) {
  observations_.clear();
  for (const SimulatedEnvironment& environment : environments_) observations_.push_back(environment.observation());
  if (!random) return learner_.act(observations_, actions_);
  actions_.clear();
  for (std::size_t i = 0; i < observations_.size(); ++i) actions_.push_back(actionSpace_.random(random_));
  first_.insert(first_.end(), observations_.begin(), observations_.end());
}

void Training::round(const std::stop_token& stop) {
  const bool random = round_ < static_cast<std::int64_t>(options_.randomEpisodes);
  environments_.clear();
  for (std::size_t lane = 0; lane < options_.numEnvs; ++lane) {
    environments_.push_back(makeEnvironment_(environmentSeed(options_.seed, lane, static_cast<std::uint64_t>(round_))));
  }
  double rewards = 0;
  std::int64_t late = 0;
  std::int64_t requests = 0;
  for (std::size_t request = 0; request < options_.episode && step_ < options_.steps; ++request) {
    if (stop.stop_requested()) throw Cancelled();
    decide(random);
    for (std::size_t lane = 0; lane < environments_.size(); ++lane) {
      SimulatedEnvironment& environment = environments_[lane];
      Transition transition;
      transition.state = observations_[lane];
      transition.action = static_cast<std::uint32_t>(actions_[lane]);
      everyReward_.clear();
      if (learner_.wantsEveryReward()) {
        for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
          const StepResult other = environment.foreseeExactly(actionSpace_.index(action));  // means would hide its risk
          everyReward_.push_back(
              static_cast<float>(options_.reward(other.accuracy, other.latencyMs, transition.state.targetMs)));
        }
      }
      const StepResult result = environment.step(actionSpace_.index(actions_[lane]));
      transition.reward =
          static_cast<float>(options_.reward(result.accuracy, result.latencyMs, transition.state.targetMs));
      transition.nextState = environment.observation();
      learner_.observe(transition, everyReward_);
      rewards += static_cast<double>(transition.reward);
      late += transition.state.targetMs > 0 && result.latencyMs > transition.state.targetMs ? 1 : 0;
    }
    requests += static_cast<std::int64_t>(environments_.size());
    step_ += static_cast<std::int64_t>(environments_.size());
    if (random) continue;
    const double progress = static_cast<double>(step_) / static_cast<double>(options_.steps);
    for (owed_ += options_.updatesPerStep * static_cast<double>(environments_.size()); owed_ >= 1; owed_ -= 1) {
      learner_.update(progress);
    }
  }
  for (const auto& [name, value] : learner_.metrics()) {
    if (std::isfinite(value)) continue;
    throw Error("Training diverged: " + name + " is " + std::to_string(value) + " at step " + std::to_string(step_) +
                " (seed " + std::to_string(options_.seed) + "). Lower the learning rate; the last checkpoint is kept.");
  }
  ++round_;
  if (round_ == static_cast<std::int64_t>(options_.randomEpisodes)) {
    encoding_.standardise(first_);
    first_.clear();
  }
  progress_.reward = rewards / static_cast<double>(requests);
  progress_.violations = static_cast<double>(late) / static_cast<double>(requests);
}

}  // namespace cleave::learn
