// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/link_panel.h"

#include <QMenu>
#include <QVBoxLayout>
#include <cmath>
#include <limits>

#include "ui/charts/live_plot.h"
#include "ui/panels/plot_row.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

constexpr double kMeanOverS = 0.2;

}  // namespace

bool LinkFeed::take(const RequestRecord& record) {
  if (count_ == 0) since_ = record.startS;
  if (record.rttMs > 0) {
    rttSum_ += record.rttMs;
    ++rttCount_;
  }
  bytesSum_ += static_cast<double>(record.payloadBytes);
  ++count_;
  meter_.add(record.startS);
  // By the run's clock, so that a run that is read from a file looks like the one that was watched.
  if (record.startS - since_ < kMeanOverS && record.id != 0) return false;
  if (rttCount_ > 0) rttMs_ = rttSum_ / rttCount_;
  bytes_ = bytesSum_ / count_;
  const double rtt = rttCount_ > 0 ? rttMs_ : std::numeric_limits<double>::quiet_NaN();
  rows_ = {static_cast<float>(rtt), static_cast<float>(bytes_ / 1000), static_cast<float>(meter_.perSecond())};
  rttSum_ = bytesSum_ = 0;
  count_ = rttCount_ = 0;
  return true;
}

LinkPanel::LinkPanel(QWidget* parent)
    : PlotsPanel(tr("Link"), parent),
      roundTrip_(new PlotRow(tr("round trip"))),
      bytes_(new PlotRow(tr("sent per request"))),
      rate_(new PlotRow(tr("requests per second"))) {
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(3);
  const auto add = [&](PlotRow* row, ColourRole colour, const QString& name, const QString& unit, auto format) {
    box->addWidget(row, 1);
    row->plot().addSeries({.kind = SeriesSpec::Kind::Line, .colour = colour, .width = 1.5, .name = name});
    row->plot().setTitles(name, unit);
    row->plot().setTimesShown(row == rate_);
    row->plot().setReadout([format](const PlotValues& values) {
      return std::isfinite(values[0]) ? format(static_cast<double>(values[0])) : QString();
    });
    addPlot(&row->plot());
  };
  add(roundTrip_, ColourRole::Link, tr("round trip"), QStringLiteral("ms"), formatMs);
  add(bytes_, ColourRole::Device, tr("sent per request"), QStringLiteral("kB"),
      [](double kilobytes) { return formatBytes(1000 * kilobytes); });
  add(rate_, ColourRole::Edge, tr("requests per second"), QStringLiteral("1/s"), formatNumber);
  setBody(body);
}

void LinkPanel::append(const RequestRecord& record) {
  if (isEmpty()) setEmpty(false);
  const std::array rows{roundTrip_, bytes_, rate_};
  feed_.add(record, [&](std::size_t plot, std::span<const float> row) {
    rows.at(plot)->plot().append(record.startS, static_cast<double>(record.id), row);
  });
}

void LinkPanel::showLatest(double requestsPerSecond) {
  if (isEmpty()) return;
  roundTrip_->setValue(feed_.rttMs() > 0 ? formatMs(feed_.rttMs()) : tr("–"));
  bytes_->setValue(formatBytes(feed_.bytes()));
  rate_->setValue(formatNumber(requestsPerSecond));
}

void LinkPanel::addActions(QMenu& menu) {
  menu.addSeparator();
  for (PlotRow* row : {roundTrip_, bytes_, rate_}) {
    addSwitch(menu, row->name(), !row->isHidden(), [this, row](bool on) {
      row->setVisible(on);
      // The lowest that is shown has the times.
      PlotRow* lowest = nullptr;
      for (PlotRow* each : {roundTrip_, bytes_, rate_}) {
        if (!each->isHidden()) lowest = each;
      }
      for (PlotRow* each : {roundTrip_, bytes_, rate_}) each->plot().setTimesShown(each == lowest);
    });
  }
}

void LinkPanel::clearRun() {
  for (PlotRow* row : {roundTrip_, bytes_, rate_}) row->setValue({});
  PlotsPanel::clearRun();
}

}  // namespace cleave::ui
