// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/env_sampler.h"

#include <cmath>

#include "core/types/error.h"
#include "core/types/fast_random.h"
#include "rl/environment/pulse.h"

namespace cleave {
namespace {

constexpr double kTrainingS = 60;  // an episode's worth
constexpr double kEvaluationS = 120;
constexpr double kDisturbedShare = 0.2;  // of the environments for training
constexpr double kPulseFromS = 1, kPulseUntilS = 10;
constexpr double kShortestS = 0.5, kLongestS = 10;
constexpr double kLeastLoad = 0.5;
constexpr double kLeastFactor = 0.01, kMostFactor = 0.3;
constexpr std::uint64_t kDrawStream = 0x64726177;
constexpr std::uint64_t kSpreadStream = 0x6a756467;

// What a scenario seldom or never has, so that a policy does not meet it unprepared.
Pulse drawPulse(FastRandom& random) {
  Pulse pulse;
  pulse.startS = kPulseFromS + random.uniform() * (kPulseUntilS - kPulseFromS);
  pulse.seconds = kShortestS * std::pow(kLongestS / kShortestS, random.uniform());
  const double load = kLeastLoad + random.uniform() * (kMostLoad - kLeastLoad);
  const std::uint64_t kind = random.below(4);
  if (kind == 0) pulse.deviceLoad = load;
  if (kind == 1 || kind == 3) pulse.edgeLoad = load;
  if (kind >= 2) pulse.linkFactor = kLeastFactor * std::pow(kMostFactor / kLeastFactor, random.uniform());
  return pulse;
}

}  // namespace

EnvSampler::EnvSampler(const Scenario& scenario, std::span<const std::filesystem::path> traces) : scenario_(scenario) {
  validate(scenario);
  for (const auto& file : traces) traces_.push_back(readTrace(file));
  if (const auto* own = std::get_if<TraceLink>(&scenario.link); own != nullptr && traces_.empty()) {
    traces_.push_back(readTrace(own->file));
  }
  for (const auto& trace : traces_) {
    if (trace.mbps.mean() > 0 || scenario.giveUpMs > 0) continue;
    throw Error("A trace has zero bandwidth throughout, and scenario " + scenario.name +
                " has no timeout (give_up_ms = 0): set give_up_ms above 0.");
  }
  if (!traces_.empty()) scenario_.link = ConstantLink{};  // stands in while loads and round trips are drawn
}

Setting EnvSampler::onTrace(const Trace& trace, double startS, std::uint64_t seed) const {
  auto conditions = std::make_shared<Conditions>(*realise(scenario_, seed, kEvaluationS));
  conditions->linkMbps = trace.mbps;
  if (trace.rttMs) conditions->rttMs = *trace.rttMs;
  Setting setting{std::move(conditions), environmentOptions(scenario_, seed)};
  setting.options.startS = startS;
  return setting;
}

Setting EnvSampler::sample(std::uint64_t seed) const {
  FastRandom random(seed, kDrawStream);
  if (traces_.empty()) {
    auto conditions = realise(scenario_, seed, kTrainingS);
    if (random.uniform() < kDisturbedShare) {
      conditions = std::make_shared<const Conditions>(withPulse(*conditions, drawPulse(random), kTrainingS));
    }
    return {std::move(conditions), environmentOptions(scenario_, seed)};
  }
  const Trace& trace = traces_[random.below(traces_.size())];
  return onTrace(trace, random.uniform() * trace.mbps.durationS(), seed);
}

std::vector<Setting> EnvSampler::evaluationGrid(std::uint64_t seed, std::size_t count) const {
  FastRandom random(seed, kSpreadStream);
  std::vector<Setting> settings;
  if (traces_.empty()) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t own = random.next();
      settings.push_back({realise(scenario_, own, kEvaluationS), environmentOptions(scenario_, own)});
    }
    return settings;
  }
  const std::size_t each = (count + traces_.size() - 1) / traces_.size();
  for (const Trace& trace : traces_) {
    const double stepS = trace.mbps.durationS() / static_cast<double>(each);
    for (std::size_t i = 0; i < each; ++i) {
      const double startS = (static_cast<double>(i) + random.uniform()) * stepS;
      settings.push_back(onTrace(trace, startS, random.next()));
    }
  }
  return settings;
}

}  // namespace cleave
