// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/bandwidth_panel.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <cmath>

#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

enum Channel { Measured, Estimate };

}  // namespace

BandwidthPanel::BandwidthPanel(QWidget* parent) : Panel(tr("Bandwidth"), parent), plot_(new LivePlot(this)) {
  plot_->addSeries({.kind = SeriesSpec::Kind::Line, .channel = Measured, .colour = ColourRole::Link, .width = 1.2});
  plot_->addSeries({.kind = SeriesSpec::Kind::Line, .channel = Estimate, .colour = ColourRole::Edge, .width = 1.8});
  plot_->setReadout([](const std::array<float, kPlotChannels>& row) {
    const auto text = [](float mbps) {
      return std::isfinite(mbps) ? formatMbps(static_cast<double>(mbps)) : tr("nothing sent");
    };
    return tr("measured %1 · estimate %2").arg(text(row[Measured]), text(row[Estimate]));
  });
  addLegend(ColourRole::Link, tr("measured"));
  addLegend(ColourRole::Edge, tr("estimate"));
  setToolTip(tr("Right-click for a logarithmic axis"));
  setBody(plot_);
}

void BandwidthPanel::append(const RequestRecord& record) {
  // Zero means that nothing of size was sent: a gap, not a dead link.
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  const std::array<float, 2> row{record.bandwidthMbps > 0 ? static_cast<float>(record.bandwidthMbps) : nan,
                                 record.estimateMbps > 0 ? static_cast<float>(record.estimateMbps) : nan};
  plot_->append(record.startS, row);
  if (record.bandwidthMbps > 0) measured_ = record.bandwidthMbps;
  if (record.estimateMbps > 0) estimate_ = record.estimateMbps;
}

void BandwidthPanel::showLatest() {
  setNote(tr("now %1 · estimate %2")
              .arg(measured_ > 0 ? formatMbps(measured_) : tr("–"), estimate_ > 0 ? formatNumber(estimate_) : tr("–")));
}

void BandwidthPanel::clearRun() {
  measured_ = estimate_ = 0;
  plot_->clear();
  setEmpty(true);
}

void BandwidthPanel::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  QAction* logarithmic = menu.addAction(tr("Logarithmic axis"));
  logarithmic->setCheckable(true);
  logarithmic->setChecked(plot_->isLogarithmic());
  connect(logarithmic, &QAction::toggled, plot_, &LivePlot::setLogarithmic);
  menu.exec(event->globalPos());
}

}  // namespace cleave::ui
