// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/resource_panel.h"

#include <QVBoxLayout>
#include <cmath>

#include "ui/charts/live_plot.h"
#include "ui/panels/legend_chip.h"
#include "ui/panels/plot_row.h"
#include "ui/theme/format.h"
#include "ui/widgets/plain_scroll.h"

namespace cleave::ui {
namespace {

enum Channel { Device, Edge };
enum Which : std::size_t { Cpu, Temperature, Clock };

QString textOf(std::size_t which, double value) {
  if (!std::isfinite(value)) return QStringLiteral("–");
  switch (which) {
    case Cpu:
      return formatPercent(value / 100, 0);
    case Temperature:
      return QString::number(value, 'f', 0) + QStringLiteral(" °C");
    default:
      return QString::number(value / 1000, 'f', 2) + QStringLiteral(" GHz");
  }
}

QString both(std::size_t which, double device, double edge) {
  return ResourcePanel::tr("device %1 · edge %2").arg(textOf(which, device), textOf(which, edge));
}

}  // namespace

void ResourceFeed::note(const MachineState& device, const MachineState& edge) {
  latest = {{{100 * device.cpu, 100 * edge.cpu}, {device.celsius, edge.celsius}, {device.mhz, edge.mhz}}};
  for (std::size_t row = 0; row < kRows; ++row) {
    known[row] = known[row] || std::isfinite(latest[row][0]) || std::isfinite(latest[row][1]);
  }
}

ResourcePanel::ResourcePanel(QWidget* parent)
    : PlotsPanel(tr("Processors"), parent),
      rows_{new PlotRow(tr("CPU")), new PlotRow(tr("temperature")), new PlotRow(tr("clock"))} {
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(3);
  const std::array names{tr("CPU"), tr("temperature"), tr("clock")};
  const std::array units{QStringLiteral("%"), QStringLiteral("°C"), QStringLiteral("MHz")};
  for (std::size_t which = 0; which < rows_.size(); ++which) {
    LivePlot& plot = rows_[which]->plot();
    plot.addSeries({.channel = Edge, .colour = ColourRole::Edge, .name = tr("edge %1").arg(names[which])});
    plot.addSeries({.channel = Device, .colour = ColourRole::Device, .name = tr("device %1").arg(names[which])});
    plot.setTitles(names[which], units[which]);
    plot.setFloating(which == Temperature);
    if (which == Cpu) plot.setCeiling(100);
    plot.setReadout([which](const PlotValues& row) {
      return both(which, static_cast<double>(row[Device]), static_cast<double>(row[Edge]));
    });
    box->addWidget(rows_[which], 1);
    addPlot(&plot);
  }
  const auto legend = [this](ColourRole role, const QString& text, std::size_t series) {
    LegendChip* chip = addLegend(role, text);
    chip->setToggles(true);
    connect(chip, &LegendChip::toggled, this, [this, series](bool on) {
      for (PlotRow* row : rows_) row->plot().setSeriesVisible(series, on);
    });
  };
  legend(ColourRole::Device, tr("device"), 1);
  legend(ColourRole::Edge, tr("edge"), 0);
  setUnavailable(tr("No data yet"));
  setBody(plainScroll(body));
  ResourcePanel::clearRun();
}

void ResourcePanel::setUnavailable(const QString& why) {
  setEmptyText(tr("CPU load, temperature and clock of device and edge"), why);
}

void ResourcePanel::append(double seconds, double request, const MachineState& device, const MachineState& edge) {
  feed_.take(device, edge, [&](std::size_t which, std::span<const float> row) {
    rows_.at(which)->plot().append(seconds, request, row);
  });
  showKnown();
}

void ResourcePanel::showKnown() {
  bool changed = false;
  PlotRow* last = nullptr;
  for (std::size_t which = 0; which < rows_.size(); ++which) {
    const bool known = feed_.known.at(which);
    changed = changed || rows_[which]->isHidden() == known;
    if (rows_[which]->isHidden() == known) rows_[which]->setVisible(known);
    if (known) last = rows_[which];
  }
  if (isEmpty() != (last == nullptr)) setEmpty(last == nullptr);
  if (!changed || !last) return;
  // Times once, below the last plot that is there.
  for (PlotRow* each : rows_) each->plot().setTimesShown(each == last);
}

void ResourcePanel::showLatest() {
  for (std::size_t which = 0; which < rows_.size(); ++which) {
    const auto& [ofDevice, ofEdge] = feed_.latest[which];
    if (std::isfinite(ofDevice) || std::isfinite(ofEdge)) rows_[which]->setValue(both(which, ofDevice, ofEdge));
  }
}

void ResourcePanel::clearRun() {
  for (PlotRow* row : rows_) {
    row->setValue({});
    row->hide();
  }
  PlotsPanel::clearRun();
}

}  // namespace cleave::ui
