// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/request_record.h"
#include "ui/charts/live_plot.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/run_statistics.h"

namespace cleave::ui {

/// Latency per request: device, transmit and edge stacked, against the target. What a click on the legend hides leaves
/// the stack.
class LatencyPanel : public ChartPanel {
  Q_OBJECT

 public:
  explicit LatencyPanel(QWidget* parent = nullptr);
  void append(const RequestRecord& record);
  void setTarget(double ms);
  void showStatistics(const RunStatistics& statistics);
  [[nodiscard]] LivePlot& plot() { return *plot_; }

 private:
  LivePlot* plot_;
  double target_ = 0;
};

}  // namespace cleave::ui
