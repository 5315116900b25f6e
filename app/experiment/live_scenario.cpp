// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/live_scenario.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "net/wire/limits.h"

namespace cleave {
namespace {

std::uint64_t toUs(double seconds) {
  return static_cast<std::uint64_t>(std::llround(seconds * 1e6));
}

void addStarts(const StepSeries& series, double spanS, std::vector<std::uint64_t>& startsUs) {
  if (series.startsS().size() < 2) return;  // constant
  for (double cycleS = 0; cycleS < spanS; cycleS += series.durationS()) {
    for (const double startS : series.startsS()) {
      if (cycleS + startS >= spanS || startsUs.size() > 2 * net::kMaxLinkSteps) return;
      startsUs.push_back(toUs(cycleS + startS));
    }
  }
}

}  // namespace

net::LinkTrace linkTraceOf(const Conditions& conditions, double spanS) {
  std::vector<std::uint64_t> startsUs{0};
  addStarts(conditions.linkMbps, spanS, startsUs);
  std::vector<std::uint64_t> ofRtt;
  addStarts(conditions.rttMs, spanS, ofRtt);
  // Each list may have been cut where it had enough: beyond the shorter one's end nothing is known to be constant.
  startsUs.insert(startsUs.end(), ofRtt.begin(), ofRtt.end());
  std::ranges::sort(startsUs);
  startsUs.erase(std::ranges::unique(startsUs).begin(), startsUs.end());

  net::LinkTrace trace;
  trace.durationUs = toUs(spanS);
  while (startsUs.back() >= trace.durationUs) startsUs.pop_back();  // rounded up to it
  if (startsUs.size() > net::kMaxLinkSteps) {
    trace.durationUs = startsUs[net::kMaxLinkSteps];
    startsUs.resize(net::kMaxLinkSteps);
  }
  StepSeries::Cursor link;
  StepSeries::Cursor rtt;
  for (std::size_t i = 0; i < startsUs.size(); ++i) {
    const std::uint64_t endUs = i + 1 < startsUs.size() ? startsUs[i + 1] : trace.durationUs;
    const double middleS = 0.5e-6 * static_cast<double>(startsUs[i] + endUs);  // no rounding at the steps' edges
    const double bits = std::round(conditions.linkMbps.at(middleS, link) * 1e6);
    const double rttUs = std::round(conditions.rttMs.at(middleS, rtt) * 1e3);
    trace.steps.push_back({startsUs[i],
                           static_cast<std::uint64_t>(std::clamp(bits, 0.0, double{net::kMaxLinkBitsPerSecond})),
                           static_cast<std::uint32_t>(std::clamp(rttUs, 0.0, double{net::kMaxLinkRttUs}))});
  }
  return trace;
}

std::shared_ptr<const LiveScenario> LiveScenario::realise(const Scenario& scenario, std::uint64_t seed) {
  auto live = std::make_shared<LiveScenario>();
  live->scenario = scenario;
  live->conditions = cleave::realise(scenario, seed, kSpanS);
  live->trace = linkTraceOf(*live->conditions, kSpanS);
  return live;
}

}  // namespace cleave
