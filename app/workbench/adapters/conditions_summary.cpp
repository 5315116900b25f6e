// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/adapters/conditions_summary.h"

#include <QObject>
#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"

namespace cleave::workbench {
namespace {

constexpr int kBins = 400;  // more than a dock has pixels for
constexpr double kConstantS = 60;

bool varies(const StepSeries& series) {
  return series.startsS().size() > 1;
}

double spanOf(const Conditions& conditions) {
  double spanS = 0;
  for (const auto* each : {&conditions.linkMbps, &conditions.rttMs, &conditions.deviceLoad, &conditions.edgeLoad}) {
    if (varies(*each)) spanS = std::max(spanS, each->durationS());
    if (each == &conditions.linkMbps && varies(*each)) break;  // what matters most
  }
  return spanS > 0 ? spanS : kConstantS;
}

double shareOfZeros(const StepSeries& series) {
  double zeroS = 0;
  const auto& starts = series.startsS();
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const double endS = i + 1 < starts.size() ? starts[i + 1] : series.durationS();
    if (series.values()[i] <= 0) zeroS += endS - starts[i];
  }
  return series.durationS() > 0 ? zeroS / series.durationS() : 0;
}

}  // namespace

std::vector<ui::PreviewBin> binsOf(const StepSeries& series, double durationS, int bins) {
  const auto& values = series.values();
  if (!varies(series)) return {{values.front(), values.front(), values.front()}};
  const auto& starts = series.startsS();
  std::vector<ui::PreviewBin> made;
  made.reserve(static_cast<std::size_t>(bins));
  for (int i = 0; i < bins; ++i) {
    const double fromS = durationS * i / bins;
    const double toS = durationS * (i + 1) / bins;
    const double first = series.at(fromS);
    ui::PreviewBin bin{first, series.integral(fromS, toS - fromS) / (toS - fromS), first};
    double cycleS = std::floor(fromS / series.durationS()) * series.durationS();
    auto step = static_cast<std::size_t>(std::ranges::upper_bound(starts, fromS - cycleS) - starts.begin());
    while (true) {
      if (step == starts.size()) {
        step = 0;
        cycleS += series.durationS();
      }
      if (cycleS + starts[step] >= toS) break;
      bin.low = std::min(bin.low, values[step]);
      bin.high = std::max(bin.high, values[step]);
      ++step;
    }
    bin.mean = std::clamp(bin.mean, bin.low, bin.high);
    made.push_back(bin);
  }
  return made;
}

ui::ConditionsPreview previewOf(const Scenario& scenario, const Conditions& conditions) {
  ui::ConditionsPreview preview;
  preview.durationS = spanOf(conditions);
  preview.mbps = binsOf(conditions.linkMbps, preview.durationS, kBins);
  preview.rttMs = binsOf(conditions.rttMs, preview.durationS, kBins);
  preview.deviceLoad = binsOf(conditions.deviceLoad, preview.durationS, kBins);
  preview.edgeLoad = binsOf(conditions.edgeLoad, preview.durationS, kBins);
  preview.note = QObject::tr("mean %1").arg(ui::formatMbps(conditions.linkMbps.mean()));
  if (const double dead = shareOfZeros(conditions.linkMbps); dead > 0.0005) {
    preview.note += QObject::tr(" · dead %1").arg(ui::formatPercent(dead));
  }
  preview.note += QObject::tr(" · target %1 ms").arg(scenario.targetMs);
  return preview;
}

}  // namespace cleave::workbench
