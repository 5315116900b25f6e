// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/two_state.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/types/error.h"
#include "rl/environment/text_lines.h"

namespace cleave {
namespace {

constexpr double kMostSteps = 2e7;       // half a gigabyte a series
constexpr double kShortestStayS = 1e-6;  // so that every step has a length

}  // namespace

StepSeries realise(const TwoState& process, FastRandom& random, double durationS) {
  slotCount((process.firstMeanS + process.secondMeanS) / 2, durationS);
  bool inFirst = random.uniform() * (process.firstMeanS + process.secondMeanS) < process.firstMeanS;
  std::vector<double> starts;
  std::vector<double> values;
  for (double now = 0; now < durationS; inFirst = !inFirst) {
    starts.push_back(now);
    values.push_back(inFirst ? process.first : process.second);
    now += std::max(kShortestStayS, random.exponential() * (inFirst ? process.firstMeanS : process.secondMeanS));
  }
  return {std::move(starts), std::move(values), durationS};
}

std::size_t slotCount(double slotS, double durationS) {
  const double count = std::ceil(durationS / slotS);
  if (!(durationS > 0) || !(count <= kMostSteps)) {
    throw Error("Conditions for " + numberText(durationS) + " s in steps of " + numberText(slotS) +
                " s cannot be generated: the duration must be above 0 s and at most " + numberText(kMostSteps * slotS) +
                " s.");
  }
  return static_cast<std::size_t>(count);
}

}  // namespace cleave
