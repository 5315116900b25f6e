// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>

#include "core/plain/request_record.h"
#include "ui/charts/live_plot.h"
#include "ui/panels/chart_panel.h"

namespace cleave::ui {

class PlotRow;

/// What the link could carry where that is known, what each transfer measured, and what the policy had been told; below
/// it, where there is room, the round trip.
class BandwidthPanel : public ChartPanel {
  Q_OBJECT

 public:
  explicit BandwidthPanel(QWidget* parent = nullptr);
  /// `trueMbps`: the link's rate by its trace or setting; NaN where nobody knows.
  void append(const RequestRecord& record, double trueMbps = std::numeric_limits<double>::quiet_NaN());
  void showLatest();
  void clearRun() override;
  void setRoundTripShown(bool on);
  [[nodiscard]] LivePlot& plot() { return *plot_; }
  [[nodiscard]] PlotRow& roundTrip() { return *roundTrip_; }

 protected:
  void addActions(QMenu& menu) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  LivePlot* plot_;
  PlotRow* roundTrip_;
  LegendChip* trueLegend_;
  bool roundTripShown_ = true;
  double measured_ = 0;
  double estimate_ = 0;
  double rtt_ = 0;
};

}  // namespace cleave::ui
