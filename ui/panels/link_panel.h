// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/request_record.h"
#include "ui/panels/panel.h"
#include "ui/panels/sparkline.h"

namespace cleave::ui {

/// Round trip, bytes a request and requests a second, with their recent course.
class LinkPanel : public Panel {
  Q_OBJECT

 public:
  explicit LinkPanel(QWidget* parent = nullptr);
  /// Sums up; showLatest() writes the mean since the last one.
  void append(const RequestRecord& record);
  void showLatest(double requestsPerSecond);
  void clearRun();

 private:
  Sparkline* roundTrip_;
  Sparkline* bytes_;
  Sparkline* rate_;
  double rttSum_ = 0, bytesSum_ = 0;
  int count_ = 0, rttCount_ = 0;
};

}  // namespace cleave::ui
