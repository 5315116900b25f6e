// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/request_record.h"
#include "ui/charts/live_plot.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/run_statistics.h"

namespace cleave::ui {

/// Share of correct results among the last requests, with its Wilson 95 % interval.
class AccuracyPanel : public ChartPanel {
  Q_OBJECT

 public:
  explicit AccuracyPanel(QWidget* parent = nullptr);
  /// After the record was added to `statistics`.
  void append(const RequestRecord& record, const RunStatistics& statistics);
  void showStatistics(const RunStatistics& statistics);
  [[nodiscard]] LivePlot& plot() { return *plot_; }

 private:
  LivePlot* plot_;
};

}  // namespace cleave::ui
