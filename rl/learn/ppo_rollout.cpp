// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/ppo_rollout.h"

#include <map>

namespace cleave::learn {

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
    if (after != later.end() && samples[after->second].step.now == samples[i].step.next) {
      result[i] += traces.discount * traces.lambda * result[after->second];
    }
    later[samples[i].lane] = i;
  }
  return result;
}

}  // namespace cleave::learn
