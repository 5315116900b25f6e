// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/dqn.h"

#include <cmath>

#include "rl/nn/optimizer.h"

namespace cleave::learn {
namespace {

constexpr std::uint64_t kStream = 0x64716e;

}  // namespace

Dqn::Dqn(const ActionSpace& actionSpace, const Encoding& encoding, const DqnOptions& options, std::uint64_t seed)
    : actionSpace_(actionSpace),
      encoding_(encoding),
      options_(options),
      net_(encoding, actionSpace.count(), options.hidden),
      random_(seed, kStream),
      values_(net_.parameterCount()),
      step_(values_.size(), options.learningRate),
      replay_(options.replay),
      epsilon_(options.epsilonStart),
      temperature_(options.temperatureStart) {
  net_.initialise(values_.data(), random_);
  target_ = values_;
}

void Dqn::act(std::span<const Observation> observations, std::vector<std::size_t>& actions) {
  encoding_.encode(observations, input_);
  net_.scores(values_.data(), input_, tape_, scores_);
  actions.resize(observations.size());
  if (temperature_ > 0) {
    const auto inverse = static_cast<float>(1 / temperature_);
    for (std::size_t i = 0; i < scores_.size(); ++i) scores_.data()[i] *= inverse;
    softmax_.compute(actionSpace_, scores_);
  }
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (random_.uniform() < epsilon_) {
      actions[i] = actionSpace_.random(random_);
    } else {
      actions[i] = temperature_ > 0 ? softmax_.draw(i, random_) : actionSpace_.best(scores_.row(i));
    }
  }
}

void Dqn::observe(const Transition& transition, std::span<const float>) {
  replay_.add(transition);
}

void Dqn::computeTargets() {
  tdTargets_ = batch_.rewards;
  if (options_.discount <= 0) return;
  encoding_.encode(batch_.nextStates, nextInput_);
  net_.scores(values_.data(), nextInput_, tape_, scores_);
  best_.resize(tdTargets_.size());
  for (std::size_t i = 0; i < best_.size(); ++i) best_[i] = actionSpace_.best(scores_.row(i));
  encoding_.encodeChosen(batch_.nextStates, best_, input_);
  net_.chosen(target_.data(), input_, best_, predictions_);
  for (std::size_t i = 0; i < tdTargets_.size(); ++i)
    tdTargets_[i] += static_cast<float>(options_.discount) * predictions_[i];
}

void Dqn::update(double progress) {
  epsilon_ = options_.epsilonStart + (options_.epsilonEnd - options_.epsilonStart) * progress;
  if (options_.temperatureStart > 0) {
    temperature_ = options_.temperatureStart * std::pow(options_.temperatureEnd / options_.temperatureStart, progress);
  }
  if (replay_.items.empty()) return;
  batch_.draw(replay_, options_.batch, options_.rewardScale, random_);
  encoding_.encodeChosen(batch_.states, batch_.actions, input_);
  computeTargets();
  net_.chosen(values_.data(), input_, batch_.actions, predictions_);
  const auto bound = static_cast<float>(options_.huberDelta);
  const auto count = static_cast<double>(options_.batch);
  double loss = 0;
  double mean = 0;
  slopes_.resize(options_.batch);
  for (std::size_t i = 0; i < options_.batch; ++i) {
    const float error = predictions_[i] - tdTargets_[i];
    slopes_[i] = huberSlope(error, bound) / static_cast<float>(options_.batch);
    loss += static_cast<double>(huberLoss(error, bound));
    mean += static_cast<double>(predictions_[i]);
  }
  step_.clear();
  net_.backwardChosen(values_.data(), input_, batch_.actions, slopes_, step_.gradient.data());
  step_.step(values_.data(), cosineDecay(progress));
  if (options_.discount > 0) {
    kernels().softUpdate(target_.size(), static_cast<float>(options_.tau), values_.data(), target_.data());
  }
  blend(loss_, loss / count, updates_);
  blend(meanValue_, mean / (count * options_.rewardScale), updates_);
  ++updates_;
}

Metrics Dqn::metrics() const {
  return {{"updates", static_cast<double>(updates_)},
          {"epsilon", epsilon_},
          {"temperature", temperature_},
          {"critic_loss", loss_},
          {"mean_value", meanValue_}};
}

void Dqn::save(StateWriter& state) const {
  state.put(random_);
  state.put(values_);
  state.put(target_);
  step_.save(state);
  for (const double value : {epsilon_, temperature_, loss_, meanValue_}) state.put(value);
  state.put(updates_);
  replay_.save(state);
}

void Dqn::load(StateReader& state) {
  state.get(random_);
  state.get(values_);
  state.get(target_);
  step_.load(state);
  for (double* value : {&epsilon_, &temperature_, &loss_, &meanValue_}) state.get(*value);
  state.get(updates_);
  replay_.load(state);
}

}  // namespace cleave::learn
