// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/encoding.h"

#include <algorithm>
#include <cmath>

#include "core/types/error.h"

namespace cleave::learn {
namespace {

constexpr std::size_t kCostTerms = 6;
constexpr std::size_t kMostContext = 32;
constexpr std::size_t kContextAt = 11;  // where the context's inputs begin in a decision's row

std::vector<const InputField*> find(const std::vector<std::string>& names) {
  std::vector<const InputField*> found;
  for (const auto& name : names) found.push_back(&inputField(name));
  return found;
}

}  // namespace

std::string toText(NetShape shape) {
  return shape == NetShape::Flat ? "flat" : "features";
}

NetShape netShapeFromText(const std::string& text) {
  if (text == "flat") return NetShape::Flat;
  if (text == "features") return NetShape::Features;
  throw UsageError("'" + text + "' is not a valid network shape: choose flat or features.");
}

ActionSpace::ActionSpace(const DecisionTable& table) : table_(&table) {
  for (int i = 0; i < table.size(); ++i) {
    if (table.at(i).useful) indices_.push_back(i);
  }
  mask_.assign(padded(count()), 0.0F);
  std::fill_n(mask_.begin(), count(), 1.0F);
}

ActionSpace::ActionSpace(const DecisionTable& table, const std::vector<Decision>& decisions) : table_(&table) {
  for (const Decision& decision : decisions) {
    const auto index = table.space().indexOf(decision);
    if (!index || !table.at(*index).known) {
      throw Error("The policy has decision " + toText(decision) +
                  ", which this model lacks: use the model that it was trained for.");
    }
    indices_.push_back(*index);
  }
  mask_.assign(padded(count()), 0.0F);
  std::fill_n(mask_.begin(), count(), 1.0F);
}

Encoding::Encoding(NetShape shape, const ActionSpace& actionSpace, const std::vector<std::string>& fields)
    : shape_(shape),
      actionSpace_(actionSpace),
      fields_(fields),
      flat_(find(shape == NetShape::Flat ? fields : flatFields())) {
  if (shape == NetShape::Features) context_ = find(fields);
  if (context_.size() > kMostContext) throw Error("it reads more inputs than there are");
  mean.assign(flat_.size(), 0.0F);
  deviation.assign(flat_.size(), 1.0F);
  double best = 0;
  for (std::size_t action = 0; action < actionSpace.count(); ++action)
    best = std::max(best, actionSpace.cost(action).accuracy);
  for (std::size_t action = 0; action < actionSpace.count(); ++action) {
    const DecisionCost& cost = actionSpace.cost(action);
    costs_.push_back(static_cast<float>(cost.deviceMs));
    costs_.push_back(static_cast<float>(cost.edgeMs));
    costs_.push_back(static_cast<float>(cost.payloadBytes * 8e-3));
    costs_.push_back(static_cast<float>(10 * (cost.accuracy - best) + 1));
    costs_.push_back(static_cast<float>(0.5 * std::log10(cost.payloadBytes + 1) - 1.5));
    costs_.push_back(cost.alone ? 0.0F : 1.0F);  // round trips on the way
  }
}

void Encoding::encode(std::span<const Observation> observations, Matrix& input) const {
  input.resize(observations.size() * rowsEach(), inputs());
  for (std::size_t i = 0; i < observations.size(); ++i) {
    float* rows = input.row(i * rowsEach());
    if (shape_ == NetShape::Flat) {
      flat(observations[i], rows);
      for (std::size_t j = 0; j < flat_.size(); ++j) rows[j] = (rows[j] - mean[j]) / deviation[j];
    } else {
      features(observations[i], 0, actionSpace_.count(), rows, input.stride());
    }
  }
}

void Encoding::encodeChosen(std::span<const Observation> observations, const std::vector<std::size_t>& actions,
                            Matrix& input) const {
  if (shape_ == NetShape::Flat) return encode(observations, input);
  input.resize(observations.size(), inputs());
  for (std::size_t i = 0; i < observations.size(); ++i) {
    features(observations[i], actions[i], actions[i] + 1, input.row(i), input.stride());
  }
}

void Encoding::standardise(std::span<const Observation> observations) {
  std::vector<double> sums(flat_.size());
  std::vector<double> squares(flat_.size());
  std::vector<float> row(flat_.size());
  for (const auto& observation : observations) {
    flat(observation, row.data());
    for (std::size_t j = 0; j < flat_.size(); ++j) {
      sums[j] += static_cast<double>(row[j]);
      squares[j] += static_cast<double>(row[j]) * static_cast<double>(row[j]);
    }
  }
  const auto count = static_cast<double>(observations.size());
  for (std::size_t j = 0; j < flat_.size(); ++j) {
    const double average = sums[j] / count;
    mean[j] = static_cast<float>(average);
    // What never varied in training (a constant target, say) must not explode when it does.
    deviation[j] = static_cast<float>(std::max(std::sqrt(std::max(0.0, squares[j] / count - average * average)), 0.1));
  }
}

void Encoding::flat(const Observation& o, float* row) const {
  for (std::size_t j = 0; j < flat_.size(); ++j) row[j] = static_cast<float>(flat_[j]->value(o));
}

void Encoding::features(const Observation& o, std::size_t begin, std::size_t end, float* rows,
                        std::size_t stride) const {
  const double target = targetOf(o);
  const auto perKilobit = [](double mbps) { return static_cast<float>(1 / (mbps > 0 ? mbps : 1)); };
  const float inverse[4] = {perKilobit(o.bandwidthShortMbps), perKilobit(o.bandwidthMeanMbps),
                            perKilobit(o.bandwidthLongMbps), perKilobit(pessimisticMbps(o))};
  const auto limit = static_cast<float>(target);
  const auto device = static_cast<float>(o.deviceSlowdown);
  const auto edge = static_cast<float>(o.edgeSlowdown);
  const auto waitedMs = static_cast<float>(o.waitedMs);
  const auto rttMs = static_cast<float>(o.rttMs);
  // The same for all of this observation's decisions.
  float context[kMostContext];
  for (std::size_t i = 0; i < context_.size(); ++i) context[i] = static_cast<float>(context_[i]->value(o));
  for (std::size_t action = begin; action < end; ++action) {
    const float* cost = costs_.data() + action * kCostTerms;
    float* row = rows + (action - begin) * stride;
    const float computeMs = waitedMs + cost[0] * device + cost[1] * edge + cost[5] * rttMs;
    for (int i = 0; i < 4; ++i) {
      const float ms = computeMs + cost[2] * inverse[i];
      row[i] = 4 * ms / (ms + limit);
      // The kink at the target, which rewards have too: with few samples a network would find it late.
      row[7 + i] = std::clamp(ms / limit - 1, 0.0F, 2.0F);
    }
    row[4] = 4 * computeMs / (computeMs + limit);
    row[5] = cost[3];
    row[6] = cost[4];
    std::copy_n(context, context_.size(), row + kContextAt);
    // What a load that comes or goes would stretch or shrink, and what it is now.
    float* last = row + kContextAt + context_.size();
    last[0] = std::min(2 * cost[1] / limit, 2.0F);
    last[1] = std::min(2 * cost[0] / limit, 2.0F);
    last[2] = std::min(cost[1] * edge / limit, 2.0F);
  }
}

}  // namespace cleave::learn
