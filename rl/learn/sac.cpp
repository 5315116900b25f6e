// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/sac.h"

#include <algorithm>
#include <cmath>

#include "core/types/error.h"
#include "rl/nn/optimizer.h"

namespace cleave::learn {
namespace {

constexpr std::uint64_t kStream = 0x736163;

}  // namespace

Sac::Sac(const ActionSpace& actionSpace, const Encoding& encoding, const SacOptions& options, std::uint64_t seed)
    : actionSpace_(actionSpace),
      encoding_(encoding),
      options_(options),
      net_(encoding, actionSpace.count(), options.hidden),
      random_(seed, kStream),
      actor_(net_.parameterCount()),
      critics_(2 * net_.parameterCount()),
      actorStep_(actor_.size(), options.learningRate),
      criticStep_(critics_.size(), options.learningRate),
      logTemperature_(std::log(options.temperatureStart)),
      replay_(options.replay) {
  if (options.temperatureMin > options.temperatureMax) {
    throw UsageError("temperature_min must not be greater than temperature_max.");
  }
  options_.criticBatch = std::max(options.criticBatch, options.batch);  // the actor takes a part of theirs
  net_.initialise(actor_.data(), random_);
  net_.initialise(critic(critics_, 0), random_);
  net_.initialise(critic(critics_, 1), random_);
  targets_ = critics_;
  average_ = actor_;
  known_.assign(padded(actionSpace.count()), 0.0F);
  for (std::size_t action = 0; action < actionSpace.count(); ++action) {
    known_[action] = static_cast<float>(options.rewardScale * actionSpace.cost(action).accuracy);
  }
  scratchTape_.layers.keep = false;
}

void Sac::act(std::span<const Observation> observations, std::vector<std::size_t>& actions) {
  encoding_.encode(observations, input_);
  net_.scores(actor_.data(), input_, scratchTape_, scores_);
  softmax_.compute(actionSpace_, scores_);
  actions.resize(observations.size());
  for (std::size_t i = 0; i < actions.size(); ++i) {
    actions[i] = random_.uniform() < options_.epsilon ? actionSpace_.random(random_) : softmax_.draw(i, random_);
  }
}

void Sac::observe(const Transition& transition, std::span<const float>) {
  replay_.add(transition);
}

void Sac::evaluate(const std::vector<float>& critics, const Matrix& input) {
  const float* first = critics.data();
  net_.scores(first, input, scratchTape_, values_);
  net_.scores(first + net_.parameterCount(), input, scratchTape_, other_);
  for (std::size_t i = 0; i < values_.rows(); ++i) {
    float* values = values_.row(i);
    const float* others = other_.row(i);
    for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
      const float both =
          options_.meanCritics ? 0.5F * (values[action] + others[action]) : std::min(values[action], others[action]);
      values[action] = known_[action] + both;
    }
  }
}

void Sac::computeTargets() {
  tdTargets_ = batch_.rewards;
  if (options_.discount <= 0) return;
  encoding_.encode(batch_.nextStates, nextInput_);
  net_.scores(actor_.data(), nextInput_, scratchTape_, scores_);
  softmax_.compute(actionSpace_, scores_);
  evaluate(targets_, nextInput_);
  const auto temperature = static_cast<float>(std::exp(logTemperature_));
  for (std::size_t i = 0; i < tdTargets_.size(); ++i) {
    float expected = 0;
    for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
      expected +=
          softmax_.probabilities.row(i)[action] * (values_.row(i)[action] - temperature * softmax_.logs.row(i)[action]);
    }
    tdTargets_[i] += static_cast<float>(options_.discount) * expected;
  }
}

void Sac::updateCritics(double share) {
  criticStep_.clear();
  const auto scale = 1.0F / static_cast<float>(options_.criticBatch);
  const auto bound = static_cast<float>(options_.huberDelta);
  double loss = 0;
  double mean = 0;
  slopes_.resize(options_.criticBatch);
  for (std::size_t which = 0; which < 2; ++which) {
    const float* parameters = critic(critics_, which);
    std::vector<float> held;
    if (options_.valueClip > 0) {
      net_.chosen(critic(targets_, which), chosen_, batch_.actions, held);
      for (std::size_t i = 0; i < options_.criticBatch; ++i) held[i] += known_[batch_.actions[i]];
    }
    net_.chosen(parameters, chosen_, batch_.actions, predictions_);
    for (std::size_t i = 0; i < options_.criticBatch; ++i) {
      predictions_[i] += known_[batch_.actions[i]];
      const float error = predictions_[i] - tdTargets_[i];
      slopes_[i] = huberSlope(error, bound) * scale;
      if (!held.empty()) {
        // The larger of the plain error and that of a value kept near its target's; a clipped one has no slope.
        const auto clip = static_cast<float>(options_.valueClip);
        const float kept = held[i] + std::clamp(predictions_[i] - held[i], -clip, clip);
        if (std::abs(kept - tdTargets_[i]) > std::abs(error) && kept != predictions_[i]) slopes_[i] = 0;
      }
      loss += static_cast<double>(huberLoss(error, bound));
      mean += static_cast<double>(predictions_[i]);
    }
    net_.backwardChosen(parameters, chosen_, batch_.actions, slopes_,
                        criticStep_.gradient.data() + which * net_.parameterCount());
  }
  criticStep_.step(critics_.data(), share);
  blend(criticLoss_, loss / (2 * static_cast<double>(options_.criticBatch)), updates_);
  blend(meanValue_, mean / (2 * static_cast<double>(options_.criticBatch) * options_.rewardScale), updates_);
}

void Sac::updateActor(double share) {
  net_.scores(actor_.data(), input_, actorTape_, scores_);
  softmax_.compute(actionSpace_, scores_);
  evaluate(critics_, input_);
  const auto temperature = static_cast<float>(std::exp(logTemperature_));
  const auto scale = 1.0F / static_cast<float>(options_.batch);
  gradient_.resize(scores_.rows(), scores_.columns());
  double loss = 0;
  double entropy = 0;
  for (std::size_t i = 0; i < scores_.rows(); ++i) {
    const float* probabilities = softmax_.probabilities.row(i);
    const float* logs = softmax_.logs.row(i);
    const float* values = values_.row(i);
    float* gradient = gradient_.row(i);
    float expected = 0;
    float sampleEntropy = 0;
    for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
      gradient[action] = temperature * logs[action] - values[action];
      expected += probabilities[action] * gradient[action];
      sampleEntropy -= probabilities[action] * logs[action];
    }
    for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
      gradient[action] = probabilities[action] * (gradient[action] - expected) * scale;
    }
    loss += static_cast<double>(expected);
    entropy += static_cast<double>(sampleEntropy);
  }
  actorStep_.clear();
  net_.backward(actor_.data(), input_, actorTape_, gradient_, actorStep_.gradient.data());
  actorStep_.step(actor_.data(), share);
  kernels().softUpdate(average_.size(), static_cast<float>(options_.averageTau), actor_.data(), average_.data());
  blend(actorLoss_, loss / static_cast<double>(options_.batch), updates_);
  entropy_ = entropy / static_cast<double>(options_.batch);
}

void Sac::updateTemperature(double entropyShare) {
  const double target = entropyShare * std::log(static_cast<double>(actionSpace_.count()));
  // Adam on the logarithm, whose gradient is temperature x (entropy - target); the temperature itself only scales it
  // and is left out, so that a small one can still grow.
  const double gradient = entropy_ - target;
  const auto steps = static_cast<double>(updates_ + 1);
  temperatureMean_ = 0.9 * temperatureMean_ + 0.1 * gradient;
  temperatureSquare_ = 0.999 * temperatureSquare_ + 0.001 * gradient * gradient;
  const double first = temperatureMean_ / (1 - std::pow(0.9, steps));
  const double second = std::sqrt(temperatureSquare_ / (1 - std::pow(0.999, steps)));
  logTemperature_ -= options_.temperatureLearningRate * first / (second + 1e-8);
  logTemperature_ = std::clamp(logTemperature_, std::log(options_.temperatureMin), std::log(options_.temperatureMax));
}

void Sac::update(double progress) {
  if (replay_.items.empty()) return;
  batch_.draw(replay_, options_.criticBatch, options_.rewardScale, random_);
  encoding_.encode(actorsPart(), input_);
  encoding_.encodeChosen(batch_.states, batch_.actions, chosen_);
  computeTargets();
  updateCritics(cosineDecay(progress));
  updateActor(cosineDecay(progress));
  updateTemperature(options_.entropyStart + (options_.entropyEnd - options_.entropyStart) * progress);
  if (options_.discount > 0 || options_.valueClip > 0) {
    kernels().softUpdate(targets_.size(), static_cast<float>(options_.tau), critics_.data(), targets_.data());
  }
  ++updates_;
}

Metrics Sac::metrics() const {
  return {{"updates", static_cast<double>(updates_)},
          {"entropy", entropy_},
          {"temperature", std::exp(logTemperature_)},
          {"critic_loss", criticLoss_},
          {"actor_loss", actorLoss_},
          {"mean_value", meanValue_}};
}

void Sac::save(StateWriter& state) const {
  state.put(random_);
  for (const auto* values : {&actor_, &average_, &critics_, &targets_}) state.put(*values);
  for (const auto* step : {&actorStep_, &criticStep_}) step->save(state);
  for (const double value :
       {logTemperature_, temperatureMean_, temperatureSquare_, entropy_, criticLoss_, actorLoss_, meanValue_}) {
    state.put(value);
  }
  state.put(updates_);
  replay_.save(state);
}

void Sac::load(StateReader& state) {
  state.get(random_);
  for (auto* values : {&actor_, &average_, &critics_, &targets_}) state.get(*values);
  for (auto* step : {&actorStep_, &criticStep_}) step->load(state);
  for (double* value :
       {&logTemperature_, &temperatureMean_, &temperatureSquare_, &entropy_, &criticLoss_, &actorLoss_, &meanValue_}) {
    state.get(*value);
  }
  state.get(updates_);
  replay_.load(state);
}

}  // namespace cleave::learn
