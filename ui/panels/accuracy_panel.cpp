// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/accuracy_panel.h"

#include <cmath>
#include <limits>

#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

enum Channel { Share, Low, High };
constexpr std::uint64_t kLeastLabelled = 30;  // below that the band fills the plot and hides what follows

}  // namespace

void AccuracyFeed::count(const RequestRecord& record) {
  if (recent_.full() && recent_.front().labelled) tally_.remove(recent_.front().frame, recent_.front().correct);
  const bool labelled = record.label >= 0;
  recent_.push({record.frame, labelled, labelled && record.correct()});
  if (labelled) tally_.add(record.frame, record.correct());
}

std::array<float, 3> AccuracyFeed::row(const RequestRecord& record) const {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  if (record.label < 0 || tally_.trials() < kLeastLabelled) return {nan, nan, nan};
  const Proportion share = tally_.proportion();
  return {static_cast<float>(100 * share.value), static_cast<float>(100 * share.low),
          static_cast<float>(100 * share.high)};
}

AccuracyPanel::AccuracyPanel(QWidget* parent) : PlotsPanel(tr("Accuracy"), parent), plot_(new LivePlot(this)) {
  const std::size_t band = plot_->addSeries({.kind = SeriesSpec::Kind::Band,
                                             .channel = Low,
                                             .highChannel = High,
                                             .keyChannel = Share,
                                             .colour = ColourRole::Exit,
                                             .opacity = 0.2,
                                             .name = tr("95 % interval")});
  const std::size_t line = plot_->addSeries({.kind = SeriesSpec::Kind::Line,
                                             .channel = Share,
                                             .colour = ColourRole::Exit,
                                             .width = 1.8,
                                             .name = tr("accuracy")});
  plot_->setTitles(tr("Accuracy"), QStringLiteral("%"));
  plot_->setFloating(true);
  plot_->setCeiling(100);
  plot_->setReadout([](const PlotValues& row) {
    if (!std::isfinite(row[Share])) return QString();
    const auto part = [](float percent) { return static_cast<double>(percent) / 100; };
    return formatPercent(part(row[Share])) + QLatin1Char(' ') + formatInterval(part(row[Low]), part(row[High]));
  });
  addPlot(plot_);
  for (const std::size_t series : {line, band}) addSeriesLegend(plot_, {series});
  setBody(plot_);
}

void AccuracyPanel::append(const RequestRecord& record) {
  if (isEmpty()) setEmpty(false);
  feed_.add(record, [&](std::size_t, std::span<const float> row) {
    plot_->append(record.startS, static_cast<double>(record.id), row);
  });
}

void AccuracyPanel::showStatistics(const RunStatistics& statistics) {
  const std::uint64_t labelled = statistics.recentLabelled();
  if (labelled == 0) {
    setNote(tr("no labels"));
    return;
  }
  const Proportion share = statistics.recentAccuracy();
  setNote(tr("%1 %2 over the last %3")
              .arg(formatPercent(share.value), formatInterval(share.low, share.high), formatCount(labelled)));
}

}  // namespace cleave::ui
