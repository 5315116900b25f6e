// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/full_feedback.h"

#include <algorithm>
#include <cmath>

#include "rl/nn/optimizer.h"

namespace cleave::learn {
namespace {

constexpr double kTemperatureStart = 0.5;
constexpr double kTemperatureEnd = 0.02;

}  // namespace

FullFeedbackReference::FullFeedbackReference(const ActionSpace& actionSpace, const Encoding& encoding,
                                             const SacOptions& options, std::uint64_t seed)
    : actionSpace_(actionSpace),
      encoding_(encoding),
      options_(options),
      net_(encoding, actionSpace.count(), options.hidden),
      random_(seed, 0x68696e64),
      actor_(net_.parameterCount()),
      step_(actor_.size(), options.learningRate) {
  net_.initialise(actor_.data(), random_);
}

// States follow from what is done, so it acts by what it has learned: greedily, but for one decision in ten.
void FullFeedbackReference::act(std::span<const Observation> observations, std::vector<std::size_t>& actions) {
  encoding_.encode(observations, input_);
  net_.scores(actor_.data(), input_, tape_, scores_);
  actions.resize(observations.size());
  for (std::size_t i = 0; i < observations.size(); ++i) {
    actions[i] = random_.uniform() < 0.1 ? actionSpace_.random(random_) : actionSpace_.best(scores_.row(i));
  }
}

void FullFeedbackReference::observe(const Transition& transition, std::span<const float> rewards) {
  if (seen_.size() < options_.replay) {
    seen_.push_back(transition.state);
    rewards_.insert(rewards_.end(), rewards.begin(), rewards.end());
  } else {
    seen_[oldest_] = transition.state;
    std::copy(rewards.begin(), rewards.end(), rewards_.begin() + static_cast<std::ptrdiff_t>(oldest_ * rewards.size()));
    oldest_ = (oldest_ + 1) % options_.replay;
  }
}

void FullFeedbackReference::update(double progress) {
  if (seen_.empty()) return;
  states_.resize(options_.batch);
  drawn_.resize(options_.batch);
  for (std::size_t i = 0; i < options_.batch; ++i) {
    drawn_[i] = random_.below(seen_.size());
    states_[i] = seen_[drawn_[i]];
  }
  encoding_.encode(states_, input_);
  net_.scores(actor_.data(), input_, tape_, scores_);
  softmax_.compute(actionSpace_, scores_);
  gradient_.resize(scores_.rows(), scores_.columns());
  const auto temperature =
      static_cast<float>(kTemperatureStart * std::pow(kTemperatureEnd / kTemperatureStart, progress));
  const auto scale = static_cast<float>(options_.rewardScale);
  double expectedReward = 0;
  for (std::size_t i = 0; i < options_.batch; ++i) {
    const float* rewards = rewards_.data() + drawn_[i] * actionSpace_.count();
    const float* probabilities = softmax_.probabilities.row(i);
    float* gradient = gradient_.row(i);
    float expected = 0;
    for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
      gradient[action] = temperature * softmax_.logs.row(i)[action] - scale * rewards[action];
      expected += probabilities[action] * gradient[action];
      expectedReward += static_cast<double>(probabilities[action] * rewards[action]);
    }
    for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
      gradient[action] = probabilities[action] * (gradient[action] - expected) / static_cast<float>(options_.batch);
    }
  }
  step_.clear();
  net_.backward(actor_.data(), input_, tape_, gradient_, step_.gradient.data());
  step_.step(actor_.data(), cosineDecay(progress));
  expected_ = expectedReward / static_cast<double>(options_.batch);
  ++updates_;
}

Metrics FullFeedbackReference::metrics() const {
  return {{"updates", static_cast<double>(updates_)}, {"expected_reward", expected_}};
}

void FullFeedbackReference::save(StateWriter& state) const {
  state.put(random_);
  state.put(actor_);
  step_.save(state);
  state.put(seen_);
  state.put(rewards_);
  state.put(oldest_);
  state.put(expected_);
  state.put(updates_);
}

void FullFeedbackReference::load(StateReader& state) {
  state.get(random_);
  state.get(actor_);
  step_.load(state);
  state.getAny(seen_);
  state.getAny(rewards_);
  state.get(oldest_);
  state.get(expected_);
  state.get(updates_);
}

}  // namespace cleave::learn
