// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's answers were worth: reward and confusion.
#include <algorithm>
#include <cmath>

#include "ui/figures/matrix_figure.h"
#include "ui/figures/paper.h"
#include "ui/figures/run_figure.h"

namespace cleave::ui {
namespace {

constexpr std::size_t kMeanOver = 100;  // requests, as in the workbench
constexpr int kMostClasses = 1000;

bool counted(const RequestRecord& record) {
  return record.outcome != Outcome::Failed && record.label >= 0 && record.prediction >= 0 &&
         std::max(record.label, record.prediction) < kMostClasses;
}

/// The mean of the last rewards at every request.
std::vector<double> means(const RunData& run) {
  std::vector<double> rewards;
  std::vector<double> result;
  double sum = 0;
  for (const auto& record : run.records) {
    if (std::isfinite(record.reward)) {
      rewards.push_back(record.reward);
      sum += record.reward;
      if (rewards.size() > kMeanOver) sum -= rewards[rewards.size() - kMeanOver - 1];
    }
    result.push_back(rewards.empty() ? std::nan("") : sum / static_cast<double>(std::min(rewards.size(), kMeanOver)));
  }
  return result;
}

}  // namespace

std::optional<Figure> rewardFigure(const RunData& run) {
  auto rewards = overRequests(run, [](const RequestRecord& record) { return record.reward; });
  if (!anyFinite(rewards)) return std::nullopt;
  const auto mean = means(run);
  Table table{{"request", "start_s", "reward", "mean"}, {}};
  QList<QPointF> line;
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    line << QPointF(static_cast<double>(i), mean[i]);
    table.rows.push_back(
        {std::to_string(run.records[i].id), cell(run.records[i].startS), cell(run.records[i].reward), cell(mean[i])});
  }
  PlotData plot;
  plot.yTitle = PaperText::tr("Reward");
  plot.curves = {{PaperText::tr("reward"), PlotCurve::Kind::Line, PlotCurve::Meaning::Link, std::move(rewards)},
                 {PaperText::tr("mean of last %1").arg(kMeanOver), PlotCurve::Kind::Line, PlotCurve::Meaning::Edge,
                  std::move(line)}};
  return runFigure(std::move(plot), run, "reward", kOneColumnMm, std::move(table));
}

std::optional<Figure> confusionFigure(const RunData& run) {
  int classes = 0;
  for (const auto& record : run.records) {
    if (counted(record)) classes = std::max({classes, record.label + 1, record.prediction + 1});
  }
  if (classes == 0) return std::nullopt;
  const auto side = static_cast<std::size_t>(classes);
  MatrixData matrix{{}, PaperText::tr("Predicted class"), PaperText::tr("True class"), {}, {}};
  matrix.counts.resize(side * side);
  for (int i = 0; i < classes; ++i) matrix.names.push_back(QString::number(i));
  for (const auto& record : run.records) {
    if (counted(record)) {
      ++matrix.counts[static_cast<std::size_t>(record.label) * side + static_cast<std::size_t>(record.prediction)];
    }
  }
  Figure figure = matrixFigure(std::move(matrix), kOneColumnMm);
  figure.name = QStringLiteral("confusion");
  return figure;
}

}  // namespace cleave::ui
