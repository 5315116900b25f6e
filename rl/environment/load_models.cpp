// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/load_models.h"

#include <utility>
#include <vector>

#include "core/types/error.h"
#include "core/types/fast_random.h"
#include "rl/environment/trace_file.h"
#include "rl/environment/two_state.h"

namespace cleave {
namespace {

StepSeries draw(const ConstantLoad& load, FastRandom&, double) {
  return StepSeries(load.share);
}

StepSeries draw(const MarkovLoad& load, FastRandom& random, double durationS) {
  return realise(TwoState{load.idleShare, load.busyShare, load.idleMeanS, load.busyMeanS}, random, durationS);
}

StepSeries draw(const TraceLoad& load, FastRandom&, double) {
  return readLoadTrace(load.file);
}

StepSeries draw(const PulseLoad& load, FastRandom& random, double durationS) {
  if (!(load.seconds < load.everyS)) throw Error("A load's pulses must be shorter than the time from one to the next.");
  std::vector<double> starts{0};
  std::vector<double> values{load.restShare};
  for (double atS = load.everyS * random.uniform(); atS < durationS; atS += load.everyS) {
    if (atS > starts.back()) {
      starts.push_back(atS);
      values.push_back(load.share);
    } else {
      values.back() = load.share;
    }
    if (atS + load.seconds >= durationS) break;
    starts.push_back(atS + load.seconds);
    values.push_back(load.restShare);
  }
  return {std::move(starts), std::move(values), durationS};
}

}  // namespace

StepSeries realise(const LoadSpec& load, Side side, std::uint64_t seed, double durationS) {
  FastRandom random(seed, static_cast<std::uint64_t>(side));
  return std::visit([&](const auto& one) { return draw(one, random, durationS); }, load);
}

}  // namespace cleave
