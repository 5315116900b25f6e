// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <limits>
#include <vector>

#include "ui/panels/chart_panel.h"

namespace cleave::ui {

class PlotRow;

/// What one machine said of itself at one moment; NaN where it says nothing.
struct MachineState {
  double cpu = std::numeric_limits<double>::quiet_NaN();      ///< busy share of all cores, 0..1
  double celsius = std::numeric_limits<double>::quiet_NaN();  ///< the processor's temperature
  double mhz = std::numeric_limits<double>::quiet_NaN();      ///< clock of its fastest core
};

/// Processor share, temperature and clock of device and edge. A plot appears with its first number.
class ResourcePanel : public ChartPanel {
  Q_OBJECT

 public:
  explicit ResourcePanel(QWidget* parent = nullptr);
  /// `request`: the latest one at that time.
  void append(double seconds, double request, const MachineState& device, const MachineState& edge);
  /// Writes the latest numbers.
  void showLatest();
  /// Why nothing is there ("The agent is too old to say how busy it is"), shown while the panel is empty.
  void setUnavailable(const QString& why);
  void clearRun() override;
  /// 0 = processor, 1 = temperature, 2 = clock.
  [[nodiscard]] PlotRow& row(std::size_t which) { return *rows_.at(which); }

 private:
  /// Device and edge of each row.
  using Readings = std::array<std::array<double, 2>, 3>;

  std::array<PlotRow*, 3> rows_;
  Readings latest_{};
};

}  // namespace cleave::ui
