// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/load_models.h"

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

}  // namespace

StepSeries realise(const LoadSpec& load, Side side, std::uint64_t seed, double durationS) {
  FastRandom random(seed, static_cast<std::uint64_t>(side));
  return std::visit([&](const auto& one) { return draw(one, random, durationS); }, load);
}

}  // namespace cleave
