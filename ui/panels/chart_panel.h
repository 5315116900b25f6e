// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <functional>
#include <memory>
#include <vector>

#include "ui/charts/chart_data.h"
#include "ui/charts/time_axis.h"
#include "ui/panels/panel.h"
#include "ui/panels/panel_filling.h"

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace cleave::ui {

class LivePlot;

/// A panel with a chart: on a window's TimeAxis, with a context menu, and ready to give its data away.
class ChartPanel : public Panel, public ChartSource {
  Q_OBJECT

 public:
  explicit ChartPanel(const QString& title, QWidget* parent = nullptr);
  ~ChartPanel() override;

  /// For all plots of the panel; nullptr: each its own.
  virtual void setTimeAxis(TimeAxis* axis);
  [[nodiscard]] TimeAxis* timeAxis() const { return axis_; }
  /// Rows that every plot remembers.
  virtual void setCapacity(std::size_t rows);
  virtual void clearRun();
  /// To be filled with a run of so many requests. Takes no time: memory comes with the rows.
  [[nodiscard]] virtual std::unique_ptr<PanelFilling> makeFilling(std::size_t rows) const = 0;
  /// Shows one that this panel made, and leaves in it what was shown: freeing a long run takes a while.
  virtual void swap(PanelFilling& filling) = 0;
  [[nodiscard]] ChartData chartData(ChartSpan span) const override;
  /// What a right click opens.
  [[nodiscard]] std::unique_ptr<QMenu> makeMenu();

 Q_SIGNALS:
  /// The menu is about to open: others may add what they can do with this chart.
  void menuMade(QMenu* menu);

 protected:
  /// The first plot's axis is the panel's until it is given one. Plots of one panel get their rows together.
  void addPlot(LivePlot* plot);
  [[nodiscard]] std::vector<PlotBuffer> emptyBuffers(std::size_t rows) const;
  void swapBuffers(std::vector<PlotBuffer>& buffers);
  /// A legend entry for a series of the plot, which hides and shows it; further series go with it.
  LegendChip* addSeriesLegend(LivePlot* plot, std::vector<std::size_t> series);
  /// A line of the menu that is checked while something is `on`.
  void addSwitch(QMenu& menu, const QString& text, bool on, const std::function<void(bool on)>& turn);
  /// What the menu offers for the plot's vertical axis.
  void addHeightActions(QMenu& menu, LivePlot* plot);
  virtual void addActions(QMenu&) {}
  void contextMenuEvent(QContextMenuEvent* event) override;
  /// Sets `axis` without plots of its own: for charts that are painted.
  void rememberAxis(TimeAxis* axis);

 private:
  std::vector<LivePlot*> plots_;
  QPointer<TimeAxis> axis_;
};

}  // namespace cleave::ui
