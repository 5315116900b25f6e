// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/latency_panel.h"

#include <cmath>

#include "ui/panels/decision_strips.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

enum Channel { Device, Link, Edge, Violation, Stack };

}  // namespace

LatencyFeed::Row LatencyFeed::rowOf(const RequestRecord& record) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  const bool failed = record.outcome == Outcome::Failed;
  const auto device = static_cast<float>(record.deviceMs());
  const auto link = static_cast<float>(record.linkMs());
  const auto edge = static_cast<float>(record.edgeMs());
  float mark = nan;
  if (record.violatesTarget()) mark = failed ? static_cast<float>(record.targetMs) : device + link + edge;
  return {failed ? nan : device, failed ? nan : link, failed ? nan : edge, mark};
}

LatencyPanel::LatencyPanel(QWidget* parent) : PlotsPanel(tr("Latency per request"), parent), plot_(new LivePlot(this)) {
  using Kind = SeriesSpec::Kind;
  // From the top of the stack to its bottom, each drawn over the one before: cheaper than bands between two lines.
  const auto part = [this](int channel, ColourRole colour, const QString& name) {
    return plot_->addSeries(
        {.kind = Kind::Area, .channel = channel, .keyChannel = Stack, .stacked = true, .colour = colour, .name = name});
  };
  const std::size_t edge = part(Edge, ColourRole::Edge, tr("edge"));
  const std::size_t link = part(Link, ColourRole::Link, tr("link"));
  const std::size_t device = part(Device, ColourRole::Device, tr("device"));
  const std::size_t violation = plot_->addSeries({.kind = Kind::Markers,
                                                  .channel = Violation,
                                                  .colour = ColourRole::Violation,
                                                  .width = 6,
                                                  .name = tr("violation")});
  plot_->setLeftMargin(DecisionStrips::kLeftMargin);
  plot_->setTitles(tr("Latency"), QStringLiteral("ms"));
  plot_->setReadout([](const PlotValues& row) {
    if (!std::isfinite(row[Device])) return tr("failed");
    const auto ms = [](float value) { return formatMs(static_cast<double>(value)); };
    return tr("%1 = device %2 + link %3 + edge %4")
        .arg(ms(row[Device] + row[Link] + row[Edge]), ms(row[Device]), ms(row[Link]), ms(row[Edge]));
  });
  addPlot(plot_);
  for (const std::size_t series : {device, link, edge, violation}) addSeriesLegend(plot_, {series});
  setBody(plot_);
}

void LatencyPanel::append(const RequestRecord& record) {
  feed_.add(record, [&](std::size_t, std::span<const float> row) {
    plot_->append(record.startS, static_cast<double>(record.id), row);
  });
  followTarget();
  if (isEmpty()) setEmpty(false);
}

void LatencyPanel::followTarget() {
  if (feed_.targetMs > 0 && std::abs(feed_.targetMs - target_) > 1e-9) setTarget(feed_.targetMs);
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
  const Proportion late = statistics.recentViolations();
  const auto quantile = [&](double share) {  // of failed requests alone there is none
    const double ms = statistics.latencyQuantile(share);
    return std::isnan(ms) ? QStringLiteral("–") : formatMs(ms);
  };
  setNote(tr("p50 %1 · p95 %2 · violations %3 %4")
              .arg(quantile(0.5), quantile(0.95), formatPercent(late.value), formatInterval(late.low, late.high)));
}

}  // namespace cleave::ui
