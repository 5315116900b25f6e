// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

#include "core/types/request_record.h"
#include "ui/panels/plots_panel.h"
#include "ui/panels/rate_meter.h"

namespace cleave::ui {

class PlotRow;

class LinkFeed {
 public:
  template <class To>
  void add(const RequestRecord& record, const To& to) {
    if (!take(record)) return;
    for (std::size_t plot = 0; plot < rows_.size(); ++plot) to(plot, std::span(&rows_[plot], 1));
  }
  /// The latest means; 0 before the first.
  [[nodiscard]] double rttMs() const { return rttMs_; }
  [[nodiscard]] double bytes() const { return bytes_; }

 private:
  /// @returns whether a fifth of a second is full: its means are the next rows
  bool take(const RequestRecord& record);

  RateMeter meter_;
  double since_ = 0;  ///< seconds; where the sums began
  double rttSum_ = 0, bytesSum_ = 0;
  int count_ = 0, rttCount_ = 0;
  double rttMs_ = 0, bytes_ = 0;
  std::array<float, 3> rows_{};  ///< round trip, kB, requests a second
};

/// Round trip, bytes a request and requests a second: means over fifths of a second of the run.
class LinkPanel : public PlotsPanel<LinkFeed> {
  Q_OBJECT

 public:
  explicit LinkPanel(QWidget* parent = nullptr);
  void append(const RequestRecord& record);
  /// Writes the latest numbers; `requestsPerSecond` as the window's other places say it.
  void showLatest(double requestsPerSecond);
  void clearRun() override;
  [[nodiscard]] PlotRow& roundTrip() { return *roundTrip_; }

 protected:
  void addActions(QMenu& menu) override;

 private:
  PlotRow* roundTrip_;
  PlotRow* bytes_;
  PlotRow* rate_;
};

}  // namespace cleave::ui
