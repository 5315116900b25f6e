// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/env_sampler.h"

#include "core/types/error.h"
#include "core/types/fast_random.h"

namespace cleave {
namespace {

constexpr double kTrainingS = 60;  // an episode's worth
constexpr double kEvaluationS = 120;
constexpr std::uint64_t kDrawStream = 0x64726177;
constexpr std::uint64_t kSpreadStream = 0x6a756467;

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
  if (traces_.empty()) return {realise(scenario_, seed, kTrainingS), environmentOptions(scenario_, seed)};
  FastRandom random(seed, kDrawStream);
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
