// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/sweep_figure.h"

#include <algorithm>
#include <cmath>

#include "app/cli/figure_session.h"
#include "ui/figures/interval_figure.h"

namespace cleave::cli {
namespace {

std::size_t indexOf(std::vector<QString>& names, const std::string& name) {
  const QString text = QString::fromStdString(name);
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) names.push_back(text);
  return static_cast<std::size_t>(std::ranges::find(names, text) - names.begin());
}

}  // namespace

bool writeSweepFigure(const std::vector<SweepRow>& rows, const std::filesystem::path& folder) {
  ui::IntervalData data;
  data.title = QStringLiteral("Normalised score over seeds");
  data.axis = QStringLiteral("Normalised score");
  for (const auto& row : rows) {
    if (std::isnan(row.score.value) || row.algorithm == "best-fixed" || row.algorithm == "oracle") continue;
    data.points.push_back({indexOf(data.groups, conditionsLabel(row, rows)), indexOf(data.series, entrantLabel(row)),
                           row.score.value, row.score.low, row.score.high});
  }
  if (data.points.empty()) return false;
  const FigureSession session;
  ui::exportIntervalFigure(data, QStringLiteral("scores"), QString::fromStdString(folder.string()),
                           {.pdf = true, .svg = false, .png = true});
  return true;
}

}  // namespace cleave::cli
