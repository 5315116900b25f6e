// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <limits>

#include "core/types/request_record.h"
#include "ui/charts/live_plot.h"
#include "ui/panels/plots_panel.h"

namespace cleave::ui {

class PlotRow;

struct BandwidthFeed {
  static std::array<float, 3> rowOf(const RequestRecord& record, double trueMbps);
  static std::array<float, 1> roundTripOf(const RequestRecord& record);
  void note(const RequestRecord& record, double trueMbps);

  template <class To>
  void add(const RequestRecord& record, const To& to) {
    add(record, record.linkMbps, to);
  }
  template <class To>
  void add(const RequestRecord& record, double trueMbps, const To& to) {
    to(0, rowOf(record, trueMbps));
    to(1, roundTripOf(record));
    note(record, trueMbps);
  }

  // The latest of each; 0 = none yet.
  double measuredMbps = 0;
  double estimateMbps = 0;
  double rttMs = 0;
  bool knowsTruth = false;
};

/// What the link could carry where that is known, what each transfer measured, and what the policy had been told; below
/// it, where there is room, the round trip.
class BandwidthPanel : public PlotsPanel<BandwidthFeed> {
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
  void feedSwapped() override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  LivePlot* plot_;
  PlotRow* roundTrip_;
  LegendChip* trueLegend_;
  bool roundTripShown_ = true;
};

}  // namespace cleave::ui
