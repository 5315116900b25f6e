// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ring_buffer.h"
#include "ui/panels/chart_panel.h"

namespace cleave::ui {

/// The reward of every request and its mean over the last hundred.
class RewardPanel : public ChartPanel {
  Q_OBJECT

 public:
  static constexpr std::size_t kMeanOver = 100;

  explicit RewardPanel(QWidget* parent = nullptr);
  /// Which reward it is, for the header: "soft", "deadline".
  void setRewardName(const QString& name);
  /// NaN for a request that has none: a gap.
  void append(double seconds, double request, double reward);
  void showLatest();
  void clearRun() override;
  [[nodiscard]] LivePlot& plot() { return *plot_; }
  [[nodiscard]] double mean() const;

 private:
  LivePlot* plot_;
  QString name_;
  RingBuffer<double> recent_{kMeanOver};
  double sum_ = 0;
};

}  // namespace cleave::ui
