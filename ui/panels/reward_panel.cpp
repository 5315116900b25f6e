// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/reward_panel.h"

#include <array>
#include <cmath>
#include <limits>

#include "ui/charts/live_plot.h"

namespace cleave::ui {
namespace {

enum Channel { Reward, Mean };

QString number(double value) {
  return QString::number(value, 'f', 2);
}

}  // namespace

double RewardFeed::mean() const {
  return recent_.empty() ? std::numeric_limits<double>::quiet_NaN() : sum_ / static_cast<double>(recent_.size());
}

std::array<float, 2> RewardFeed::take(double reward) {
  if (std::isfinite(reward)) {
    if (recent_.full()) sum_ -= recent_.front();
    recent_.push(reward);
    sum_ += reward;
  }
  return {static_cast<float>(reward), static_cast<float>(mean())};
}

RewardPanel::RewardPanel(QWidget* parent) : PlotsPanel(tr("Reward"), parent), plot_(new LivePlot(this)) {
  using Kind = SeriesSpec::Kind;
  const std::size_t reward = plot_->addSeries({.kind = Kind::Line,
                                               .channel = Reward,
                                               .colour = ColourRole::Link,
                                               .width = 1,
                                               .opacity = 0.75,
                                               .name = tr("reward")});
  const std::size_t mean = plot_->addSeries({.kind = Kind::Line,
                                             .channel = Mean,
                                             .colour = ColourRole::Edge,
                                             .width = 2,
                                             .name = tr("mean of last %1").arg(kMeanOver)});
  plot_->setFloating(true);
  plot_->setTitles(tr("Reward"), {});
  plot_->setReadout([](const PlotValues& row) {
    const QString of = tr("mean %1").arg(number(static_cast<double>(row[Mean])));
    if (!std::isfinite(row[Reward])) return std::isfinite(row[Mean]) ? of : QString();
    return tr("reward %1 · %2").arg(number(static_cast<double>(row[Reward])), of);
  });
  addPlot(plot_);
  addSeriesLegend(plot_, {reward});
  addSeriesLegend(plot_, {mean});
  setEmptyText(tr("Reward per request: accuracy minus the latency penalty"), tr("Start a run"));
  setBody(plot_);
}

void RewardPanel::append(double seconds, double request, double reward) {
  plot_->append(seconds, request, feed_.take(reward));
  if (isEmpty()) setEmpty(false);
}

void RewardPanel::showLatest() {
  if (feed_.meanOver() == 0) return;
  setNote(tr("mean %1 over the last %2").arg(number(mean())).arg(feed_.meanOver()));
}

}  // namespace cleave::ui
