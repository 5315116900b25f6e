// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_series.h"

#include <QCoreApplication>

namespace cleave::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("PlotSeries", text);
}

}  // namespace

std::size_t PlotSeries::add(const SeriesSpec& spec) {
  specs_.push_back(spec);
  visible_.push_back(true);
  return specs_.size() - 1;
}

std::vector<int> PlotSeries::partsBelow(std::size_t series) const {
  std::vector<int> parts;
  if (!specs_[series].stacked) return parts;
  for (std::size_t i = series + 1; i < specs_.size(); ++i) {
    if (specs_[i].stacked && visible_[i]) parts.push_back(specs_[i].channel);
  }
  return parts;
}

void PlotSeries::sumStack(PlotBuffer& buffer) const {
  std::vector<int> shown;
  int key = -1;
  for (std::size_t i = 0; i < specs_.size(); ++i) {
    if (!specs_[i].stacked) continue;
    key = specs_[i].keyChannel;
    if (visible_[i]) shown.push_back(specs_[i].channel);
  }
  if (key >= 0 && !shown.empty()) buffer.setSum(key, std::move(shown));
}

std::vector<ChartColumn> PlotSeries::columns(const PlotBuffer& buffer, std::pair<std::size_t, std::size_t> rows,
                                             XUnit unit, const QString& yUnit, bool fromZero) const {
  std::vector<ChartColumn> result;
  const auto add = [&result, rows](ChartColumn head, const auto& value) {
    head.values.reserve(rows.second - rows.first);
    for (std::size_t row = rows.first; row < rows.second; ++row) head.values.push_back(value(row));
    result.push_back(std::move(head));
  };
  const auto addX = [&](XUnit which) {
    ChartColumn head =
        which == XUnit::Seconds ? ChartColumn{tr("time"), QStringLiteral("s"), {}} : ChartColumn{tr("request"), {}, {}};
    add(std::move(head), [&buffer, which](std::size_t row) { return buffer.x(row, which); });
  };
  const auto addSeries = [&](std::size_t i, int channel, const QString& name) {
    const SeriesSpec& spec = specs_[i];
    ChartColumn head{name, yUnit, {}, {}, spec.kind, spec.colour, spec.stacked, visible_[i]};
    head.fromZero = fromZero;
    const auto at = static_cast<std::size_t>(channel);
    add(std::move(head), [&buffer, at](std::size_t row) { return static_cast<double>(buffer.values(row)[at]); });
  };
  addX(unit);
  addX(unit == XUnit::Seconds ? XUnit::Requests : XUnit::Seconds);
  for (std::size_t i = specs_.size(); i-- > 0;) {  // from the bottom of a stack to its top, as legends read
    const SeriesSpec& spec = specs_[i];
    if (spec.name.isEmpty()) continue;
    if (spec.kind == SeriesSpec::Kind::Band) {
      addSeries(i, spec.channel, tr("%1 low").arg(spec.name));
      addSeries(i, spec.highChannel, tr("%1 high").arg(spec.name));
    } else {
      addSeries(i, spec.channel, spec.name);
    }
  }
  return result;
}

}  // namespace cleave::ui
