// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/policy_figures.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <set>

#include "ui/figures/grid_figure.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"
#include "ui/theme/plural.h"

namespace cleave::ui {
namespace {

constexpr std::size_t kScaleSteps = 24;
const QColor kNotOffered(0xf2, 0xf2, 0xf2);

struct PolicyFigures {
  Q_DECLARE_TR_FUNCTIONS(PolicyFigures)
};

/// The screen's colours on white.
const Colours& paperColours() {
  static const Colours colours = [] {
    Colours light = coloursFor(Theme::Light);
    light.panel = Qt::white;
    return light;
  }();
  return colours;
}

std::string text(double value) {
  return cell(value);
}

Table numbersOf(const PolicyInsight& insight) {
  Table table{{"exit", "partition", "bits", "allowed", "chosen", "probability",
               nameOf(InsightMeasure::Score, insight.scores).toStdString(), "predicted_ms", "accuracy", "reward"},
              {}};
  for (const auto& each : insight.decisions) {
    const Decision& decision = each.decision;
    table.rows.push_back({std::to_string(decision.exit), std::to_string(decision.partition),
                          std::to_string(decision.bits), each.allowed ? "1" : "0",
                          insight.chosenOne() == &each ? "1" : "0", text(each.probability),
                          each.scored ? text(each.score) : "", text(each.predictedMs),
                          each.accuracy > 0 ? text(each.accuracy) : "", text(each.reward)});
  }
  return table;
}

GridData::Cell cellOf(const DecisionInsight& decision, InsightMeasure measure, const MeasureRange& range) {
  const auto value = valueOf(decision, measure);
  if (!value) return {kNotOffered};
  const bool nothing = measure == InsightMeasure::Probability && *value < 0.005;
  return {heatColour(paperColours(), measure, range.place(*value)), nothing ? QString() : shortText(*value, measure)};
}

std::vector<GridData::Tick> numbered(std::size_t count, int first) {
  std::vector<GridData::Tick> ticks;
  for (std::size_t i = 0; i < count; ++i) {
    ticks.push_back({static_cast<double>(i) + 0.5, QString::number(first + static_cast<int>(i))});
  }
  return ticks;
}

void addScale(GridData& grid, const PolicyInsight& insight, InsightMeasure measure, const MeasureRange& range) {
  grid.scale = true;
  grid.legendTitle = nameOf(measure, insight.scores);
  grid.low = toText(range.low, measure);
  grid.high = (measure == InsightMeasure::Latency ? QStringLiteral("≥ ") : QString()) + toText(range.high, measure);
  for (std::size_t i = 0; i < kScaleSteps; ++i) {
    grid.legend.push_back({heatColour(paperColours(), measure, (static_cast<double>(i) + 0.5) / kScaleSteps)});
  }
}

}  // namespace

Figure insightFigure(const PolicyInsight& insight, InsightMeasure measure, int bits, double widthMm) {
  GridData grid;
  grid.xTitle = PolicyFigures::tr("Partition");
  grid.yTitle = PolicyFigures::tr("Exit");
  std::set<int> widths;
  bool any = false;
  for (const auto& each : insight.decisions) {
    grid.columns = std::max(grid.columns, static_cast<std::size_t>(each.decision.partition) + 1);
    grid.rows = std::max(grid.rows, static_cast<std::size_t>(each.decision.exit));
    if (bits == 0 || bits == each.decision.bits) widths.insert(each.decision.bits);
    any = any || valueOf(each, measure);
  }
  grid.x = numbered(grid.columns, 0);
  grid.y = numbered(grid.rows, 1);
  const MeasureRange range = rangeOf(insight, measure);
  for (const int width : widths) {
    GridData::Grid map{plural(width, PolicyFigures::tr("%n bit"), PolicyFigures::tr("%n bits")), {}, {}};
    map.cells.resize(grid.columns * grid.rows);
    for (const auto& each : insight.decisions) {
      if (each.decision.bits != width) continue;
      const auto at = static_cast<std::size_t>(each.decision.exit - 1) * grid.columns +
                      static_cast<std::size_t>(each.decision.partition);
      map.cells[at] = cellOf(each, measure, range);
      if (insight.chosenOne() == &each) map.framed = at;
    }
    grid.grids.push_back(std::move(map));
  }
  addScale(grid, insight, measure, range);
  grid.numbers = numbersOf(insight);
  Figure figure = gridFigure(std::move(grid), widthMm);
  if (!any) figure.draw = nullptr;
  return figure;
}

Figure decisionMapFigure(const std::vector<std::shared_ptr<const DecisionMapData>>& maps, DecisionPart part,
                         const DecisionExtent& extent, double widthMm) {
  GridData grid;
  grid.xTitle = PolicyFigures::tr("Bandwidth (Mbit/s)");
  grid.yTitle = PolicyFigures::tr("Device load");
  grid.numbers.header = {"policy",    "bandwidth_mbps", "device_load",  "exit",
                         "partition", "bits",           "predicted_ms", "accuracy"};
  const DecisionMapData* first = nullptr;
  std::set<int> values;
  for (const auto& map : maps) {
    if (!map || map->cells.empty()) continue;
    if (!first) first = map.get();
    if (map->bandwidthMbps != first->bandwidthMbps || map->deviceLoad != first->deviceLoad) continue;
    GridData::Grid drawn{shownPolicy(map->policy), {}, {}};
    for (std::size_t row = map->deviceLoad.size(); row-- > 0;) {
      for (std::size_t column = 0; column < map->bandwidthMbps.size(); ++column) {
        const auto& cell = map->at(column, row);
        const int value = partOf(cell.decision, part);
        values.insert(value);
        drawn.cells.push_back({partColour(paperColours(), part, value, extent)});
        grid.numbers.rows.push_back({map->policy.toStdString(), text(map->bandwidthMbps[column]),
                                     text(map->deviceLoad[row]), std::to_string(cell.decision.exit),
                                     std::to_string(cell.decision.partition), std::to_string(cell.decision.bits),
                                     text(cell.predictedMs), cell.accuracy > 0 ? text(cell.accuracy) : ""});
      }
    }
    grid.grids.push_back(std::move(drawn));
  }
  if (first) {
    grid.columns = first->bandwidthMbps.size();
    grid.rows = first->deviceLoad.size();
    const double low = std::log(first->bandwidthMbps.front());
    const double span = std::log(first->bandwidthMbps.back()) - low;
    for (const double mbps : {0.1, 1.0, 10.0, 100.0, 1000.0}) {
      const double place = (std::log(mbps) - low) / span;
      if (place < -1e-9 || place > 1 + 1e-9) continue;
      grid.x.push_back({0.5 + place * static_cast<double>(grid.columns - 1), QString::number(mbps)});
    }
    for (const double load : {0.0, 0.5, 0.9}) {
      const double place = (load - first->deviceLoad.front()) / (first->deviceLoad.back() - first->deviceLoad.front());
      if (place < -1e-9 || place > 1 + 1e-9) continue;
      grid.y.push_back(
          {static_cast<double>(grid.rows) - 0.5 - place * static_cast<double>(grid.rows - 1), QString::number(load)});
    }
  }
  grid.legendTitle = part == DecisionPart::Exit        ? PolicyFigures::tr("exit")
                     : part == DecisionPart::Partition ? PolicyFigures::tr("partition")
                                                       : PolicyFigures::tr("bits");
  for (const int value : values) {
    grid.legend.push_back({partColour(paperColours(), part, value, extent), QString::number(value)});
  }
  return gridFigure(std::move(grid), widthMm);
}

}  // namespace cleave::ui
