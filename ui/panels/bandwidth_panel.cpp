// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/bandwidth_panel.h"

#include <QMenu>
#include <QVBoxLayout>
#include <cmath>

#include "ui/panels/legend_chip.h"
#include "ui/panels/plot_row.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

enum Channel { Measured, Estimate, True };
enum RoundTripChannel { Rtt };
constexpr int kRoomForTwo = 170;  // pixels: height of a panel that shows both plots
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

float orGap(double value) {
  return value > 0 ? static_cast<float>(value) : kNan;
}

}  // namespace

std::array<float, 3> BandwidthFeed::rowOf(const RequestRecord& record, double trueMbps) {
  // Before the first estimate a policy is told 0: a gap, not a dead link.
  return {orGap(record.bandwidthMbps), orGap(record.estimateMbps),
          std::isfinite(trueMbps) ? static_cast<float>(trueMbps) : kNan};
}

std::array<float, 1> BandwidthFeed::roundTripOf(const RequestRecord& record) {
  return {orGap(record.rttMs)};
}

void BandwidthFeed::note(const RequestRecord& record, double trueMbps) {
  if (record.bandwidthMbps > 0) measuredMbps = record.bandwidthMbps;
  if (record.estimateMbps > 0) estimateMbps = record.estimateMbps;
  if (record.rttMs > 0) rttMs = record.rttMs;
  knowsTruth = knowsTruth || std::isfinite(trueMbps);
}

BandwidthPanel::BandwidthPanel(QWidget* parent)
    : PlotsPanel(tr("Bandwidth"), parent), plot_(new LivePlot), roundTrip_(new PlotRow(tr("round trip"))) {
  using Kind = SeriesSpec::Kind;
  const std::size_t truth = plot_->addSeries({.kind = Kind::Step,
                                              .channel = True,
                                              .colour = ColourRole::Text,
                                              .width = 1,
                                              .opacity = 0.9,
                                              .name = tr("true")});
  const std::size_t measured = plot_->addSeries(
      {.kind = Kind::Line, .channel = Measured, .colour = ColourRole::Link, .width = 1.2, .name = tr("measured")});
  const std::size_t estimate = plot_->addSeries(
      {.kind = Kind::Line, .channel = Estimate, .colour = ColourRole::Edge, .width = 1.8, .name = tr("estimate")});
  plot_->setTitles(tr("Bandwidth"), QStringLiteral("Mbit/s"));
  plot_->setReadout([](const PlotValues& row) {
    const auto text = [](float mbps) {
      return std::isfinite(mbps) ? formatMbps(static_cast<double>(mbps)) : tr("not measured");
    };
    const QString told = tr("measured %1 · estimate %2").arg(text(row[Measured]), text(row[Estimate]));
    return std::isfinite(row[True]) ? tr("true %1 · %2").arg(text(row[True]), told) : told;
  });
  LivePlot& below = roundTrip_->plot();
  below.addSeries({.kind = Kind::Line, .channel = Rtt, .colour = ColourRole::Link, .name = tr("round trip")});
  below.setTitles(tr("Round trip"), QStringLiteral("ms"));
  below.setReadout([](const PlotValues& row) {
    return std::isfinite(row[Rtt]) ? formatMs(static_cast<double>(row[Rtt])) : tr("not measured");
  });
  addPlot(plot_);
  addPlot(&below);
  addSeriesLegend(plot_, {measured});
  addSeriesLegend(plot_, {estimate});
  trueLegend_ = addSeriesLegend(plot_, {truth});
  trueLegend_->hide();
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(2);
  box->addWidget(plot_, 3);
  box->addWidget(roundTrip_, 2);
  setBody(body);
  arrange();
}

void BandwidthPanel::append(const RequestRecord& record, double trueMbps) {
  feed_.add(record, trueMbps, [&](std::size_t plot, std::span<const float> row) {
    LivePlot& to = plot == 0 ? *plot_ : roundTrip_->plot();
    to.append(record.startS, static_cast<double>(record.id), row);
  });
  feedSwapped();
  if (isEmpty()) setEmpty(false);
}

void BandwidthPanel::feedSwapped() {
  if (feed_.knowsTruth == trueLegend_->isHidden()) trueLegend_->setVisible(feed_.knowsTruth);
}

void BandwidthPanel::showLatest() {
  setNote(tr("now %1 · estimate %2")
              .arg(feed_.measuredMbps > 0 ? formatMbps(feed_.measuredMbps) : tr("–"),
                   feed_.estimateMbps > 0 ? formatNumber(feed_.estimateMbps) : tr("–")));
  roundTrip_->setValue(feed_.rttMs > 0 ? formatMs(feed_.rttMs) : tr("–"));
}

void BandwidthPanel::clearRun() {
  roundTrip_->setValue({});
  trueLegend_->hide();
  PlotsPanel::clearRun();
}

void BandwidthPanel::setRoundTripShown(bool on) {
  roundTripShown_ = on;
  arrange();
}

void BandwidthPanel::arrange() {
  const bool both = roundTripShown_ && height() >= kRoomForTwo;
  roundTrip_->setVisible(both);
  plot_->setTimesShown(!both);  // once is enough for two plots above each other
}

void BandwidthPanel::resizeEvent(QResizeEvent* event) {
  ChartPanel::resizeEvent(event);
  arrange();
}

void BandwidthPanel::addActions(QMenu& menu) {
  addHeightActions(menu, plot_);
  addSwitch(menu, tr("Round trip"), roundTripShown_, [this](bool on) { setRoundTripShown(on); });
  menu.actions().last()->setEnabled(height() >= kRoomForTwo);
}

}  // namespace cleave::ui
