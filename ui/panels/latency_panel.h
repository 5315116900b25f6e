// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "core/types/request_record.h"
#include "ui/charts/live_plot.h"
#include "ui/panels/plots_panel.h"
#include "ui/panels/run_statistics.h"

namespace cleave::ui {

struct LatencyFeed {
  using Row = std::array<float, 4>;
  static Row rowOf(const RequestRecord& record);

  template <class To>
  void add(const RequestRecord& record, const To& to) {
    if (record.targetMs > 0) targetMs = record.targetMs;
    to(0, rowOf(record));
  }

  double targetMs = 0;  ///< the latest; 0 = none yet
};

/// Latency per request: device, link and edge stacked, against the target. What a click on the legend hides leaves
/// the stack.
class LatencyPanel : public PlotsPanel<LatencyFeed> {
  Q_OBJECT

 public:
  explicit LatencyPanel(QWidget* parent = nullptr);
  void append(const RequestRecord& record);
  void setTarget(double ms);
  void showStatistics(const RunStatistics& statistics);
  [[nodiscard]] LivePlot& plot() { return *plot_; }

 protected:
  void addActions(QMenu& menu) override { addHeightActions(menu, plot_); }
  void feedSwapped() override { followTarget(); }

 private:
  void followTarget();

  LivePlot* plot_;
  double target_ = 0;
};

}  // namespace cleave::ui
