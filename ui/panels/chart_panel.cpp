// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/chart_panel.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <algorithm>
#include <iterator>

#include "ui/charts/chart_menu.h"
#include "ui/charts/live_plot.h"
#include "ui/panels/legend_chip.h"

namespace cleave::ui {

ChartPanel::ChartPanel(const QString& title, QWidget* parent) : Panel(title, parent) {}

ChartPanel::~ChartPanel() = default;

void ChartPanel::rememberAxis(TimeAxis* axis) {
  axis_ = axis;
}

void ChartPanel::addPlot(LivePlot* plot) {
  plots_.push_back(plot);
  if (plots_.size() == 1) {
    axis_ = &plot->timeAxis();
  } else {
    plot->setTimeAxis(axis_);
  }
}

void ChartPanel::setTimeAxis(TimeAxis* axis) {
  for (LivePlot* plot : plots_) {
    plot->setTimeAxis(plot == plots_.front() || axis ? axis : &plots_.front()->timeAxis());
  }
  rememberAxis(plots_.empty() ? axis : &plots_.front()->timeAxis());
}

void ChartPanel::setCapacity(std::size_t rows) {
  for (LivePlot* plot : plots_) plot->setCapacity(rows);
}

void ChartPanel::clearRun() {
  for (LivePlot* plot : plots_) plot->clear();
  setEmpty(true);
}

std::vector<PlotBuffer> ChartPanel::emptyBuffers(std::size_t rows) const {
  std::vector<PlotBuffer> buffers;
  for (const LivePlot* plot : plots_) buffers.push_back(plot->emptyBuffer(rows));
  return buffers;
}

void ChartPanel::swapBuffers(std::vector<PlotBuffer>& buffers) {
  for (std::size_t i = 0; i < plots_.size(); ++i) plots_[i]->swapBuffer(buffers.at(i));
  setEmpty(std::ranges::all_of(plots_, [](const LivePlot* plot) { return plot->buffer().size() == 0; }));
}

LegendChip* ChartPanel::addSeriesLegend(LivePlot* plot, std::vector<std::size_t> series) {
  const SeriesSpec& spec = plot->series().at(series.front());
  LegendChip* chip = addLegend(spec.colour, spec.name);
  chip->setToggles(true);
  chip->setOpacity(spec.opacity);
  connect(chip, &LegendChip::toggled, plot, [plot, series](bool on) {
    for (const std::size_t i : series) plot->setSeriesVisible(i, on);
  });
  return chip;
}

void ChartPanel::addSwitch(QMenu& menu, const QString& text, bool on, const std::function<void(bool)>& turn) {
  QAction* action = menu.addAction(text);
  action->setCheckable(true);
  action->setChecked(on);
  connect(action, &QAction::toggled, this, turn);
}

void ChartPanel::addHeightActions(QMenu& menu, LivePlot* plot) {
  menu.addSeparator();
  addSwitch(menu, tr("Logarithmic axis"), plot->isLogarithmic(), [plot](bool on) { plot->setLogarithmic(on); });
}

ChartData ChartPanel::chartData(ChartSpan span) const {
  ChartData result;
  for (const LivePlot* plot : plots_) {
    ChartData part = plot->chartData(span);
    const bool shown = plot->isVisibleTo(this);
    for (ChartColumn& column : part.columns) column.visible = column.visible && shown;
    if (result.columns.empty()) {
      result = std::move(part);
      continue;
    }
    if (part.rows() != result.rows()) continue;
    for (ChartColumn& column : part.columns) column.axis = part.yTitle;
    // The x of both is the same.
    result.columns.insert(result.columns.end(), std::make_move_iterator(part.columns.begin() + 2),
                          std::make_move_iterator(part.columns.end()));
  }
  result.title = accessibleName();
  return result;
}

std::unique_ptr<QMenu> ChartPanel::makeMenu() {
  auto menu = std::make_unique<QMenu>(this);
  // In a dock the title stands in the dock's handle, and belongs into the picture.
  QWidget* dock = property("docked").toBool() ? parentWidget() : nullptr;
  addChartActions(*menu, dock ? *dock : *this, *this, axis_);
  if (!plots_.empty()) {
    QAction* fit = menu->addAction(tr("Fit height"), this, [this] {
      for (LivePlot* plot : plots_) plot->fitHeight();
    });
    fit->setEnabled(std::ranges::any_of(plots_, [](const LivePlot* plot) { return plot->chosenHeight().has_value(); }));
  }
  addActions(*menu);
  Q_EMIT menuMade(menu.get());
  return menu;
}

void ChartPanel::contextMenuEvent(QContextMenuEvent* event) {
  if (isEmpty()) return event->ignore();
  QMenu* menu = makeMenu().release();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->popup(event->globalPos());  // not exec: the run goes on below
}

}  // namespace cleave::ui
