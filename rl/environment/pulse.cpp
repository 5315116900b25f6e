// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/pulse.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/types/error.h"
#include "rl/environment/load_models.h"

namespace cleave {
namespace {

// The series from 0 to durationS, written out once where it repeats, with `change` applied within the pulse.
template <class Change>
StepSeries changed(const StepSeries& series, const Pulse& pulse, double durationS, Change change) {
  std::vector<double> starts;
  for (double periodS = 0; periodS < durationS; periodS += series.durationS()) {
    for (const double startS : series.startsS()) {
      if (periodS + startS < durationS) starts.push_back(periodS + startS);
    }
  }
  starts.push_back(pulse.startS);
  starts.push_back(pulse.endS());
  std::ranges::sort(starts);
  const auto repeated = std::ranges::unique(starts, [](double a, double b) { return b - a < 1e-9; });
  starts.erase(repeated.begin(), repeated.end());
  std::vector<double> values;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const double endS = i + 1 < starts.size() ? starts[i + 1] : durationS;
    const double value = series.at(0.5 * (starts[i] + endS));
    const bool within = starts[i] > pulse.startS - 1e-9 && starts[i] < pulse.endS() - 1e-9;
    values.push_back(within ? change(value) : value);
  }
  return {std::move(starts), std::move(values), durationS};
}

bool isShare(double share) {
  return share >= 0 && share <= kMostLoad;
}

}  // namespace

std::string toText(const Pulse& pulse) {
  std::string text;
  const auto add = [&](const char* format, double value) {
    char part[64];
    std::snprintf(part, sizeof part, format, value);
    text += (text.empty() ? "" : " + ") + std::string(part);
  };
  if (pulse.deviceLoad > 0) add("device load %.2f", pulse.deviceLoad);
  if (pulse.edgeLoad > 0) add("edge load %.2f", pulse.edgeLoad);
  if (pulse.linkFactor < 1) add("link x %.2g", pulse.linkFactor);
  char length[32];
  std::snprintf(length, sizeof length, " for %.1f s", pulse.seconds);
  return (text.empty() ? "nothing" : text) + length;
}

Conditions withPulse(const Conditions& conditions, const Pulse& pulse, double durationS) {
  if (!(pulse.startS > 0) || !(pulse.seconds > 0) || !(pulse.endS() < durationS)) {
    throw Error("A pulse must begin after 0 s and end before the conditions do.");
  }
  if (!isShare(pulse.deviceLoad) || !isShare(pulse.edgeLoad) || !(pulse.linkFactor > 0) || pulse.linkFactor > 1) {
    throw Error("A pulse's loads must lie between 0 and 0.95, and its link factor above 0 and not above 1.");
  }
  const auto loaded = [](double share) {
    return [share](double load) { return std::min(1 - (1 - load) * (1 - share), kMostLoad); };
  };
  Conditions disturbed = conditions;
  disturbed.deviceLoad = changed(conditions.deviceLoad, pulse, durationS, loaded(pulse.deviceLoad));
  disturbed.edgeLoad = changed(conditions.edgeLoad, pulse, durationS, loaded(pulse.edgeLoad));
  disturbed.linkMbps =
      changed(conditions.linkMbps, pulse, durationS, [&](double mbps) { return mbps * pulse.linkFactor; });
  disturbed.rttMs = changed(conditions.rttMs, pulse, durationS, [](double ms) { return ms; });
  return disturbed;
}

}  // namespace cleave
