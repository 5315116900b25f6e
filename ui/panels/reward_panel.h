// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "ui/charts/ring_buffer.h"
#include "ui/panels/plots_panel.h"

namespace cleave::ui {

class RewardFeed {
 public:
  static constexpr std::size_t kMeanOver = 100;

  template <class To>
  void add(const RequestRecord& record, const To& to) {
    to(0, take(record.reward));
  }
  /// Of one more request: its reward, and the mean.
  std::array<float, 2> take(double reward);
  [[nodiscard]] std::size_t meanOver() const { return recent_.size(); }
  /// NaN before the first.
  [[nodiscard]] double mean() const;

 private:
  RingBuffer<double> recent_{kMeanOver};
  double sum_ = 0;
};

/// The reward of every request and its mean over the last hundred.
class RewardPanel : public PlotsPanel<RewardFeed> {
  Q_OBJECT

 public:
  static constexpr std::size_t kMeanOver = RewardFeed::kMeanOver;

  explicit RewardPanel(QWidget* parent = nullptr);
  /// NaN for a request that has none: a gap.
  void append(double seconds, double request, double reward);
  void showLatest();
  [[nodiscard]] LivePlot& plot() { return *plot_; }
  [[nodiscard]] double mean() const { return feed_.mean(); }

 private:
  LivePlot* plot_;
};

}  // namespace cleave::ui
