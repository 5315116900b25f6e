// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_charts.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <algorithm>

#include "ui/charts/xy_chart.h"
#include "ui/train/training_plots.h"

namespace cleave::ui {

TrainingCharts::TrainingCharts(QWidget* parent) : Panel(tr("Curves"), parent) {
  auto* body = new QWidget;
  auto* grid = new QGridLayout(body);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(14);
  grid->setVerticalSpacing(3);
  for (int i = 0; i < 4; ++i) {
    const auto at = static_cast<std::size_t>(i);
    titles_[at] = new QLabel;
    titles_[at]->setObjectName(QStringLiteral("panelNote"));
    charts_[at] = new XyChart;
    grid->addWidget(titles_[at], 2 * (i / 2), i % 2);
    grid->addWidget(charts_[at], 2 * (i / 2) + 1, i % 2);
    grid->setRowStretch(2 * (i / 2) + 1, 1);
    grid->setColumnStretch(i % 2, 1);
  }
  setBody(body);
  clearCurves();
}

void TrainingCharts::setCurves(const QString& name, const TrainingCurves& curves) {
  curves_ = curves;
  const bool none = std::ranges::all_of(curves_.seeds, [](const TrainingSeed& seed) { return seed.series.empty(); });
  setEmptyText(tr("No data yet."), tr("Curves appear shortly after the training starts."));
  setEmpty(none);
  if (none) return;
  setNote(curves_.seeds.size() > 1 ? tr("%1 · %2 seeds: mean, min–max band").arg(name).arg(curves_.seeds.size())
                                   : name);
  draw();
}

void TrainingCharts::clearCurves() {
  curves_ = {};
  setEmptyText(tr("Training curves appear here."), tr("Press Train, or choose a training."));
  setEmpty(true);
}

void TrainingCharts::draw() {
  const auto plots = plotsOf(curves_, coloursOf(*this));
  for (std::size_t i = 0; i < charts_.size(); ++i) {
    titles_[i]->setText(plots[i].title);
    charts_[i]->setTitle(plots[i].title);
    charts_[i]->setAxisTitles(plots[i].xTitle, plots[i].yTitle);
    charts_[i]->setLogY(plots[i].logY);
    charts_[i]->setYRange(plots[i].y);
    charts_[i]->setCurves(plots[i].curves);
    charts_[i]->setEmptyText(tr("not reported by this learner"));
  }
}

void TrainingCharts::changeEvent(QEvent* event) {
  Panel::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && charts_[0] != nullptr && !isEmpty()) draw();
}

}  // namespace cleave::ui
