// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <memory>

#include "rl/evaluate/rollout.h"

namespace cleave::test {

/// A link that wanders over decades, `deviation` being that of its logarithm, in steps of 0.1 s over five minutes.
inline StepSeries spreadOutLink(std::uint64_t seed, double deviation = 1) {
  FastRandom random(seed, 0);
  std::vector<double> mbps;
  double level = 0;
  for (int i = 0; i < 3000; ++i) {
    level = 0.9 * level + std::sqrt(1 - 0.81) * random.normal();
    mbps.push_back(10 * std::exp(deviation * level));
  }
  return {0.1, mbps};
}

/// Requests one after the other on that link, 5 ms away.
inline Setting settingOf(StepSeries link, Arrivals arrivals = {Arrivals::Kind::Closed, 0}) {
  Setting setting;
  setting.conditions =
      std::make_shared<Conditions>(Conditions{std::move(link), StepSeries(5), StepSeries(0), StepSeries(0)});
  setting.options.arrivals = arrivals;
  return setting;
}

}  // namespace cleave::test
