// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <limits>
#include <span>

#include "ui/panels/plots_panel.h"

namespace cleave::ui {

class PlotRow;

/// What one machine said of itself at one moment; NaN where it says nothing.
struct MachineState {
  double cpu = std::numeric_limits<double>::quiet_NaN();      ///< busy share of all cores, 0..1
  double celsius = std::numeric_limits<double>::quiet_NaN();  ///< the processor's temperature
  double mhz = std::numeric_limits<double>::quiet_NaN();      ///< clock of its fastest core
};

struct ResourceFeed {
  static constexpr std::size_t kRows = 3;
  using Readings = std::array<std::array<double, 2>, kRows>;  ///< device and edge of each row

  template <class To>
  void add(const RequestRecord& record, const To& to) {
    take({record.deviceCpu, record.deviceTemperatureC, record.deviceMhz},
         {record.edgeCpu, record.edgeTemperatureC, record.edgeMhz}, to);
  }
  template <class To>
  void take(const MachineState& device, const MachineState& edge, const To& to) {
    note(device, edge);
    for (std::size_t row = 0; row < kRows; ++row) {
      to(row, std::array{static_cast<float>(latest[row][0]), static_cast<float>(latest[row][1])});
    }
  }
  void note(const MachineState& device, const MachineState& edge);

  Readings latest{};
  std::array<bool, kRows> known{};  ///< rows that ever had a number
};

/// Processor share, temperature and clock of device and edge. A plot appears with its first number.
class ResourcePanel : public PlotsPanel<ResourceFeed> {
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

 protected:
  void feedSwapped() override { showKnown(); }

 private:
  void showKnown();

  std::array<PlotRow*, ResourceFeed::kRows> rows_;
};

}  // namespace cleave::ui
