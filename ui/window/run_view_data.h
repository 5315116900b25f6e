// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/types/run_table.h"
#include "ui/map/layer_times.h"
#include "ui/panels/panel_filling.h"
#include "ui/panels/run_statistics.h"

namespace cleave::ui {

/// All that the window shows of a run that is over. RunWindow makes it, fill() works it out on threads of its own, and
/// the window takes it chart after chart, so that a million requests never hold it up. Holds afterwards what was shown
/// before: to be destroyed where it does not matter how long that takes.
class RunViewData {
 public:
  RunViewData(std::vector<std::unique_ptr<PanelFilling>> charts, const NetworkDescription& network);

  /// The run itself, so that single requests can be looked at when it is shown.
  void keep(std::shared_ptr<const RunTable> table) { table_ = std::move(table); }

  /// Once, from any one thread. @param progress 0..1, from the thread that called @throws Cancelled
  void fill(const RunTable& table, const std::function<void(double done)>& progress = {},
            const std::stop_token& stop = {});

 private:
  friend class RunView;
  void fillCharts(std::size_t first, const RunTable& table, const std::function<void(double)>& progress,
                  const std::stop_token& stop);

  std::vector<std::unique_ptr<PanelFilling>> charts_;  ///< as RunPanels has them
  std::shared_ptr<const RunTable> table_;
  RunStatistics statistics_;
  LayerTimes times_;
  std::vector<RequestRecord> last_;  ///< requests
};

}  // namespace cleave::ui
