// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/latency_panel.h"

#include <cmath>

#include "ui/charts/statistics.h"
#include "ui/panels/decision_strips.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

enum Channel { Total, DeviceAndLink, Device, Violation };

}  // namespace

LatencyPanel::LatencyPanel(QWidget* parent) : Panel(tr("Latency per request"), parent), plot_(new LivePlot(this)) {
  using Kind = SeriesSpec::Kind;
  // From the greatest sum to the least, each over the one before: cheaper than three bands between two lines each.
  plot_->addSeries({.kind = Kind::Area, .channel = Total, .keyChannel = Total, .colour = ColourRole::Edge});
  plot_->addSeries({.kind = Kind::Area, .channel = DeviceAndLink, .keyChannel = Total, .colour = ColourRole::Link});
  plot_->addSeries({.kind = Kind::Area, .channel = Device, .keyChannel = Total, .colour = ColourRole::Device});
  plot_->addSeries({.kind = Kind::Markers, .channel = Violation, .colour = ColourRole::Violation, .width = 6});
  plot_->setLeftMargin(DecisionStrips::kLeftMargin);
  plot_->setReadout([](const std::array<float, kPlotChannels>& row) {
    if (!std::isfinite(row[Total])) return tr("failed");
    const auto ms = [](float value) { return formatMs(static_cast<double>(value)); };
    return tr("%1 = device %2 + transmit %3 + edge %4")
        .arg(ms(row[Total]), ms(row[Device]), ms(row[DeviceAndLink] - row[Device]),
             ms(row[Total] - row[DeviceAndLink]));
  });
  addLegend(ColourRole::Device, tr("device"));
  addLegend(ColourRole::Link, tr("transmit"));
  addLegend(ColourRole::Edge, tr("edge"));
  setBody(plot_);
}

void LatencyPanel::append(const RequestRecord& record) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  const bool failed = record.outcome == Outcome::Failed;
  const auto device = static_cast<float>(record.deviceMs());
  const auto link = device + static_cast<float>(record.linkMs());
  const auto total = std::max(link, static_cast<float>(record.totalMs));
  float mark = nan;
  if (record.violatesTarget()) mark = failed ? static_cast<float>(record.targetMs) : total;
  const std::array<float, 4> row{failed ? nan : total, failed ? nan : link, failed ? nan : device, mark};
  plot_->append(record.startS, row);
  if (record.targetMs > 0 && std::abs(record.targetMs - target_) > 1e-9) setTarget(record.targetMs);
}

void LatencyPanel::setTarget(double ms) {
  target_ = ms;
  if (ms > 0) {
    plot_->setTarget(ms, tr("target %1").arg(ms == std::floor(ms) ? QString::number(ms) + tr(" ms") : formatMs(ms)));
  } else {
    plot_->setTarget(std::nullopt);
  }
}

void LatencyPanel::showStatistics(const RunStatistics& statistics) {
  if (statistics.recentCount() == 0) return;
  const Interval interval = wilson95(statistics.recentViolations(), statistics.recentCount());
  const double violations =
      static_cast<double>(statistics.recentViolations()) / static_cast<double>(statistics.recentCount());
  setNote(tr("p50 %1 · p95 %2 · violations %3 %4")
              .arg(formatMs(statistics.latencyQuantile(0.5)), formatMs(statistics.latencyQuantile(0.95)),
                   formatPercent(violations), formatInterval(interval.low, interval.high)));
}

void LatencyPanel::clearRun() {
  plot_->clear();
  setEmpty(true);
}

}  // namespace cleave::ui
