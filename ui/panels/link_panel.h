// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/request_record.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/rate_meter.h"

namespace cleave::ui {

class PlotRow;

/// Round trip, bytes a request and requests a second: means over fifths of a second of the run.
class LinkPanel : public ChartPanel {
  Q_OBJECT

 public:
  explicit LinkPanel(QWidget* parent = nullptr);
  void append(const RequestRecord& record);
  /// Writes the latest numbers; `requestsPerSecond` as the window's other places say it.
  void showLatest(double requestsPerSecond);
  void clearRun() override;
  [[nodiscard]] PlotRow& roundTrip() { return *roundTrip_; }

 private:
  void close(const RequestRecord& record);

  PlotRow* roundTrip_;
  PlotRow* bytes_;
  PlotRow* rate_;
  RateMeter meter_;
  double since_ = 0;  ///< seconds; where the sums began
  double rttSum_ = 0, bytesSum_ = 0;
  int count_ = 0, rttCount_ = 0;
  double rtt_ = 0, bytes1_ = 0;
};

}  // namespace cleave::ui
