// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/ppo.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "rl/nn/optimizer.h"

namespace cleave::learn {
namespace {

constexpr std::uint64_t kStream = 0x70706f;

std::vector<std::size_t> valueSizes(std::size_t inputs, const std::vector<std::size_t>& hidden) {
  std::vector<std::size_t> sizes{inputs};
  sizes.insert(sizes.end(), hidden.begin(), hidden.end());
  sizes.push_back(1);
  return sizes;
}

// Mean 0 and deviation 1, so that the size of rewards does not set the size of steps.
void normalise(std::vector<float>& values) {
  const auto count = static_cast<double>(values.size());
  double mean = 0;
  for (const float value : values) mean += static_cast<double>(value) / count;
  double square = 0;
  for (const float value : values) square += std::pow(static_cast<double>(value) - mean, 2) / count;
  const double scale = 1 / (std::sqrt(square) + 1e-6);
  for (float& value : values) value = static_cast<float>((static_cast<double>(value) - mean) * scale);
}

}  // namespace

std::vector<float> advantages(std::span<const PpoSample> samples, std::span<const float> rewards,
                              std::span<const float> values, std::span<const float> nextValues,
                              const PpoTraces& traces) {
  std::vector<float> result(samples.size());
  std::map<std::uint32_t, std::size_t> later;  // by lane, the sample after this one
  for (std::size_t i = samples.size(); i-- > 0;) {
    result[i] = rewards[i] - values[i];
    if (traces.discount <= 0) continue;
    result[i] += traces.discount * nextValues[i];
    const auto after = later.find(samples[i].lane);
    if (after != later.end() && samples[after->second].step.state == samples[i].step.nextState) {
      result[i] += traces.discount * traces.lambda * result[after->second];
    }
    later[samples[i].lane] = i;
  }
  return result;
}

Ppo::Ppo(const ActionSpace& actionSpace, const Encoding& encoding, const PpoOptions& options, std::uint64_t seed)
    : actionSpace_(actionSpace),
      encoding_(encoding),
      flat_(NetShape::Flat, actionSpace),
      options_(options),
      net_(encoding, actionSpace.count(), options.hidden),
      valueNet_(valueSizes(flat_.inputs(), options.hidden)),
      random_(seed, kStream),
      actor_(net_.parameterCount()),
      critic_(valueNet_.parameterCount()),
      actorStep_(actor_.size(), options.learningRate),
      criticStep_(critic_.size(), options.learningRate) {
  net_.initialise(actor_.data(), random_);
  valueNet_.initialise(critic_.data(), random_);
}

void Ppo::act(std::span<const Observation> observations, std::vector<std::size_t>& actions) {
  encoding_.encode(observations, input_);
  net_.scores(actor_.data(), input_, tape_, scores_);
  softmax_.compute(actionSpace_, scores_);
  actions.resize(observations.size());
  pending_.clear();
  observed_ = 0;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    actions[i] = softmax_.draw(i, random_);
    pending_.push_back({actions[i], softmax_.logs.row(i)[actions[i]]});
  }
}

void Ppo::observe(const Transition& transition, std::span<const float>) {
  if (observed_ >= pending_.size()) return;
  const Pending& one = pending_[observed_];
  const auto lane = static_cast<std::uint32_t>(observed_++);
  if (one.action != transition.action || rollout_.size() >= options_.rollout) return;
  rollout_.push_back({transition, one.logProbability, lane});
}

void Ppo::valuesOf(std::span<const Observation> observations, std::vector<float>& values) {
  flat_.encode(observations, flatInput_);
  valueNet_.forward(critic_.data(), flatInput_, valueTape_);
  values.resize(observations.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = valueTape_.result().row(i)[0];
}

void Ppo::evaluateRollout() {
  flat_.mean = encoding_.mean;
  flat_.deviation = encoding_.deviation;
  whole_.resize(rollout_.size());
  for (std::size_t i = 0; i < rollout_.size(); ++i) whole_.set(i, rollout_[i].step, options_.rewardScale);
  valuesOf(whole_.states, values_);
  if (options_.discount > 0) valuesOf(whole_.nextStates, nextValues_);
  advantages_ = advantages(rollout_, whole_.rewards, values_, nextValues_,
                           {static_cast<float>(options_.discount), static_cast<float>(options_.gaeLambda)});
  tdTargets_ = advantages_;
  double mean = 0;
  for (std::size_t i = 0; i < tdTargets_.size(); ++i) {
    tdTargets_[i] += values_[i];
    mean += static_cast<double>(values_[i]);
  }
  meanValue_ = mean / (static_cast<double>(tdTargets_.size()) * options_.rewardScale);
  normalise(advantages_);
}

void Ppo::update(double progress) {
  if (rollout_.size() < options_.rollout) return;
  evaluateRollout();
  const double share = cosineDecay(progress);
  const auto entropyWeight =
      static_cast<float>(options_.entropyStart + (options_.entropyEnd - options_.entropyStart) * progress);
  order_.resize(rollout_.size());
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  for (std::size_t epoch = 0; epoch < options_.epochs; ++epoch) {
    for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[random_.below(i)]);
    for (std::size_t begin = 0; begin < order_.size(); begin += options_.batch) {
      const auto drawn = std::span(order_).subspan(begin, std::min(options_.batch, order_.size() - begin));
      states_.clear();
      for (const std::size_t i : drawn) states_.push_back(whole_.states[i]);
      updateActor(drawn, share, entropyWeight);
      updateValues(drawn, share);
      ++updates_;
    }
  }
  rollout_.clear();
}

void Ppo::updateActor(std::span<const std::size_t> drawn, double share, float entropyWeight) {
  encoding_.encode(states_, input_);
  net_.scores(actor_.data(), input_, tape_, scores_);
  softmax_.compute(actionSpace_, scores_);
  gradient_.resize(scores_.rows(), scores_.columns());
  const auto clip = static_cast<float>(options_.clip);
  const auto count = static_cast<double>(drawn.size());
  double loss = 0;
  double entropies = 0;
  double beyond = 0;
  double moved = 0;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const std::size_t action = whole_.actions[drawn[i]];
    const float advantage = advantages_[drawn[i]];
    const float* probabilities = softmax_.probabilities.row(i);
    const float* logs = softmax_.logs.row(i);
    float entropy = 0;
    for (std::size_t j = 0; j < actionSpace_.count(); ++j) entropy -= probabilities[j] * logs[j];
    const float change = logs[action] - rollout_[drawn[i]].logProbability;
    const float ratio = std::exp(change);
    // Beyond the clip there is nothing more to gain, so no slope; a ratio that went the wrong way is still pulled back.
    const bool held = advantage > 0 ? ratio > 1 + clip : ratio < 1 - clip;
    const float pull = held ? 0 : ratio * advantage;
    float* gradient = gradient_.row(i);
    for (std::size_t j = 0; j < actionSpace_.count(); ++j) {
      const float slope = probabilities[j] * (pull + entropyWeight * (logs[j] + entropy));
      gradient[j] = (slope - (j == action ? pull : 0)) / static_cast<float>(drawn.size());
    }
    const float gain = (held ? std::clamp(ratio, 1 - clip, 1 + clip) : ratio) * advantage;
    loss -= static_cast<double>(gain + entropyWeight * entropy);
    entropies += static_cast<double>(entropy);
    beyond += std::abs(ratio - 1) > clip ? 1 : 0;
    moved -= static_cast<double>(change);
  }
  actorStep_.clear();
  net_.backward(actor_.data(), input_, tape_, gradient_, actorStep_.gradient.data());
  actorStep_.step(actor_.data(), share);
  blend(actorLoss_, loss / count, updates_);
  blend(clipped_, beyond / count, updates_);
  blend(divergence_, moved / count, updates_);
  entropy_ = entropies / count;
}

void Ppo::updateValues(std::span<const std::size_t> drawn, double share) {
  flat_.encode(states_, flatInput_);
  valueNet_.forward(critic_.data(), flatInput_, valueTape_);
  valueGradient_.resize(drawn.size(), 1);
  const auto bound = static_cast<float>(options_.huberDelta);
  double loss = 0;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const float error = valueTape_.result().row(i)[0] - tdTargets_[drawn[i]];
    valueGradient_.row(i)[0] = huberSlope(error, bound) / static_cast<float>(drawn.size());
    loss += static_cast<double>(huberLoss(error, bound));
  }
  criticStep_.clear();
  valueNet_.backward(critic_.data(), flatInput_, valueTape_, valueGradient_, criticStep_.gradient.data());
  criticStep_.step(critic_.data(), share);
  blend(criticLoss_, loss / static_cast<double>(drawn.size()), updates_);
}

Metrics Ppo::metrics() const {
  return {{"updates", static_cast<double>(updates_)},
          {"entropy", entropy_},
          {"actor_loss", actorLoss_},
          {"critic_loss", criticLoss_},
          {"mean_value", meanValue_},
          {"clipped", clipped_},
          {"divergence", divergence_}};
}

void Ppo::save(StateWriter& state) const {
  state.put(random_);
  for (const auto* values : {&actor_, &critic_}) state.put(*values);
  for (const auto* step : {&actorStep_, &criticStep_}) step->save(state);
  state.put(rollout_);
  state.put(updates_);
  for (const double value : {entropy_, actorLoss_, criticLoss_, meanValue_, clipped_, divergence_}) state.put(value);
}

void Ppo::load(StateReader& state) {
  state.get(random_);
  for (auto* values : {&actor_, &critic_}) state.get(*values);
  for (auto* step : {&actorStep_, &criticStep_}) step->load(state);
  state.getAny(rollout_);
  state.get(updates_);
  for (double* value : {&entropy_, &actorLoss_, &criticLoss_, &meanValue_, &clipped_, &divergence_}) state.get(*value);
  pending_.clear();
  observed_ = 0;
}

}  // namespace cleave::learn
