// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "core/statistics/proportion.h"
#include "core/types/request_record.h"
#include "ui/charts/live_plot.h"
#include "ui/charts/ring_buffer.h"
#include "ui/panels/plots_panel.h"
#include "ui/panels/run_statistics.h"

namespace cleave::ui {

/// Over the same last requests as RunStatistics.
class AccuracyFeed {
 public:
  template <class To>
  void add(const RequestRecord& record, const To& to) {
    count(record);
    to(0, row(record));
  }

 private:
  struct Judged {
    int frame = 0;
    bool labelled = false, correct = false;
  };
  void count(const RequestRecord& record);
  [[nodiscard]] std::array<float, 3> row(const RequestRecord& record) const;

  RingBuffer<Judged> recent_{kRecentRequests};
  ClusteredTally tally_;
};

/// Share of correct results among the last requests, with its 95 % interval, which is clustered by image.
class AccuracyPanel : public PlotsPanel<AccuracyFeed> {
  Q_OBJECT

 public:
  explicit AccuracyPanel(QWidget* parent = nullptr);
  void append(const RequestRecord& record);
  void showStatistics(const RunStatistics& statistics);
  [[nodiscard]] LivePlot& plot() { return *plot_; }

 private:
  LivePlot* plot_;
};

}  // namespace cleave::ui
