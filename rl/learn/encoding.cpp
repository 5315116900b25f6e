// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/encoding.h"

#include <algorithm>
#include <cmath>

#include "core/types/error.h"

namespace cleave::learn {
namespace {

constexpr double kNoTargetMs = 1000;  // stands for a target where there is none, so that ratios stay finite
constexpr double kLeastMbps = 0.01;
constexpr std::size_t kCostTerms = 6;

double logRate(double mbps) {
  return std::log(std::max(mbps, kLeastMbps));
}

double targetOf(const Observation& observation) {
  return observation.targetMs > 0 ? observation.targetMs : kNoTargetMs;
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
  note();
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
  note();
}

void ActionSpace::note() {
  all_.assign(padded(count()), 0.0F);
  telling_ = all_;
  for (std::size_t action = 0; action < count(); ++action) {
    all_[action] = 1;
    if (!probes(cost(action))) continue;
    telling_[action] = 1;
    ++tellingCount_;
  }
  if (tellingCount_ == 0) {  // then nothing that could be chosen tells more
    telling_ = all_;
    tellingCount_ = count();
  }
}

std::size_t ActionSpace::best(const Observation& observation, const float* scores) const {
  const auto& may = allowed(observation);
  std::size_t best = count();
  for (std::size_t action = 0; action < count(); ++action) {
    if (may[action] > 0 && (best == count() || scores[action] > scores[best])) best = action;
  }
  return best;
}

std::size_t ActionSpace::random(const Observation& observation, FastRandom& random) const {
  const auto& may = allowed(observation);
  std::uint64_t left = random.below(allowedCount(observation));
  for (std::size_t action = 0; action < count(); ++action) {
    if (may[action] > 0 && left-- == 0) return action;
  }
  return 0;
}

Encoding::Encoding(NetShape shape, const ActionSpace& actionSpace)
    : mean(kFlatInputs, 0.0F), deviation(kFlatInputs, 1.0F), shape_(shape), actionSpace_(actionSpace) {
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
    costs_.push_back(cost.alone ? 0.0F : 1.5F);  // round trips on the way
  }
}

void Encoding::encode(std::span<const Observation> observations, Matrix& input) const {
  input.resize(observations.size() * rowsEach(), inputs());
  for (std::size_t i = 0; i < observations.size(); ++i) {
    float* rows = input.row(i * rowsEach());
    if (shape_ == NetShape::Flat) {
      flat(observations[i], rows);
      for (std::size_t j = 0; j < kFlatInputs; ++j) rows[j] = (rows[j] - mean[j]) / deviation[j];
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
  std::vector<double> sums(kFlatInputs);
  std::vector<double> squares(kFlatInputs);
  float row[kFlatInputs];
  for (const auto& observation : observations) {
    flat(observation, row);
    for (std::size_t j = 0; j < kFlatInputs; ++j) {
      sums[j] += static_cast<double>(row[j]);
      squares[j] += static_cast<double>(row[j]) * static_cast<double>(row[j]);
    }
  }
  const auto count = static_cast<double>(observations.size());
  for (std::size_t j = 0; j < kFlatInputs; ++j) {
    const double average = sums[j] / count;
    mean[j] = static_cast<float>(average);
    // What never varied in training (a constant target, say) must not explode when it does.
    deviation[j] = static_cast<float>(std::max(std::sqrt(std::max(0.0, squares[j] / count - average * average)), 0.1));
  }
}

void Encoding::flat(const Observation& o, float* row) const {
  const double target = targetOf(o);
  const double values[kFlatInputs] = {
      logRate(o.bandwidthShortMbps),
      logRate(o.bandwidthMeanMbps),
      logRate(o.bandwidthLongMbps),
      logRate(o.bandwidthLastMbps),
      std::log1p(o.bandwidthSpreadMbps / std::max(o.bandwidthMeanMbps, kLeastMbps)),
      std::log(target / 100),
      std::min(o.waitedMs / target, 5.0),
      o.rttMs / target,
      std::log1p(o.sinceTransferS),
      std::log(o.deviceSlowdown),
      std::log(o.edgeSlowdown),
      std::log1p(static_cast<double>(o.queueLength)),
  };
  for (std::size_t j = 0; j < kFlatInputs; ++j) row[j] = static_cast<float>(values[j]);
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
  // The same for all of this observation's decisions: what the estimates are worth, and what is at stake.
  const float common[5] = {
      static_cast<float>(std::log1p(o.bandwidthSpreadMbps / std::max(o.bandwidthMeanMbps, kLeastMbps))),
      static_cast<float>(0.5 * (logRate(o.bandwidthShortMbps) - logRate(o.bandwidthLongMbps))),
      static_cast<float>(0.5 * (logRate(o.bandwidthLastMbps) - logRate(o.bandwidthMeanMbps))),
      static_cast<float>(std::log1p(o.sinceTransferS)),
      static_cast<float>(std::log1p(static_cast<double>(o.queueLength))),
  };
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
    for (int i = 0; i < 5; ++i) row[11 + i] = common[i];
    // What a load that comes or goes would stretch or shrink, and what it is now.
    row[16] = std::min(2 * cost[1] / limit, 2.0F);
    row[17] = std::min(2 * cost[0] / limit, 2.0F);
    row[18] = std::min(cost[1] * edge / limit, 2.0F);
  }
}

}  // namespace cleave::learn
