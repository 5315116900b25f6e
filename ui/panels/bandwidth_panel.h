// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/request_record.h"
#include "ui/charts/live_plot.h"
#include "ui/panels/panel.h"

namespace cleave::ui {

/// What each transfer measured, and what the policy had been told.
class BandwidthPanel : public Panel {
  Q_OBJECT

 public:
  explicit BandwidthPanel(QWidget* parent = nullptr);
  void append(const RequestRecord& record);
  void showLatest();
  void clearRun();
  [[nodiscard]] LivePlot& plot() { return *plot_; }

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  LivePlot* plot_;
  double measured_ = 0;
  double estimate_ = 0;
};

}  // namespace cleave::ui
