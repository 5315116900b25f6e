// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/lin_ucb.h"

#include <algorithm>
#include <cmath>

#include "rl/nn/optimizer.h"

namespace cleave::learn {

LinUcb::LinUcb(const ActionSpace& actionSpace, const Encoding& encoding, const LinUcbOptions& options, std::uint64_t)
    : actionSpace_(actionSpace),
      encoding_(encoding),
      options_(options),
      net_(encoding, actionSpace.count(), {}),
      models_(encoding.outputs(), Ridge(encoding.inputs() + 1, options.ridge)),
      parameters_(net_.parameterCount()),
      x_(encoding.inputs() + 1) {}

void LinUcb::select(std::size_t i, std::size_t action) {
  const float* row = input_.row(i * encoding_.rowsEach() + (encoding_.rowsEach() > 1 ? action : 0));
  for (std::size_t j = 0; j + 1 < x_.size(); ++j) x_[j] = static_cast<double>(row[j]);
  x_.back() = 1;
}

void LinUcb::absorb() {
  for (const Transition& one : fresh_) {
    encoding_.encode(std::span(&one.state, 1), input_);
    select(0, one.action);
    Ridge& model = models_[modelOf(one.action)];
    const double estimate = model.estimate(x_);
    const double error = estimate - static_cast<double>(one.reward);
    blend(loss_, 0.5 * error * error, updates_);
    blend(meanValue_, estimate, updates_);
    model.add(x_, static_cast<double>(one.reward));
    writeWeights(modelOf(one.action));
    ++updates_;
  }
  fresh_.clear();
}

void LinUcb::writeWeights(std::size_t model) {
  const auto weights = models_[model].weights();
  const Mlp& layer = net_.perceptron();
  for (std::size_t j = 0; j + 1 < weights.size(); ++j) {
    parameters_[layer.weightAt(0, j, model)] = static_cast<float>(weights[j]);
  }
  parameters_[layer.biasAt(0, model)] = static_cast<float>(weights.back());
}

void LinUcb::act(std::span<const Observation> observations, std::vector<std::size_t>& actions) {
  absorb();
  encoding_.encode(observations, input_);
  actions.resize(observations.size());
  meanWidth_ = 0;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    std::size_t best = actionSpace_.count();
    double highest = 0;
    double width = 0;
    for (std::size_t action = 0; action < actionSpace_.count(); ++action) {
      select(i, action);
      const Ridge& model = models_[modelOf(action)];
      const double confidence = options_.alpha * std::sqrt(std::max(model.variance(x_), 0.0));
      const double upperBound = model.estimate(x_) + confidence;
      if (best < actionSpace_.count() && !(upperBound > highest)) continue;
      best = action;
      highest = upperBound;
      width = confidence;
    }
    actions[i] = best;
    meanWidth_ += width / static_cast<double>(actions.size());
  }
}

void LinUcb::observe(const Transition& transition, std::span<const float>) {
  fresh_.push_back(transition);
}

void LinUcb::update(double) {
  absorb();
}

Metrics LinUcb::metrics() const {
  return {{"updates", static_cast<double>(updates_)},
          {"critic_loss", loss_},
          {"mean_value", meanValue_},
          {"width", meanWidth_}};
}

void LinUcb::save(StateWriter& state) const {
  for (const Ridge& model : models_) model.save(state);
  state.put(parameters_);
  state.put(fresh_);
  state.put(updates_);
  for (const double value : {loss_, meanValue_, meanWidth_}) state.put(value);
}

void LinUcb::load(StateReader& state) {
  for (Ridge& model : models_) model.load(state);
  state.get(parameters_);
  state.getAny(fresh_);
  state.get(updates_);
  for (double* value : {&loss_, &meanValue_, &meanWidth_}) state.get(*value);
}

}  // namespace cleave::learn
