// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_view_data.h"

#include <algorithm>
#include <future>
#include <utility>

#include "core/types/error.h"
#include "ui/map/network_map.h"

namespace cleave::ui {
namespace {

constexpr std::size_t kThreads = 2;  // as reading the run has: more would only wait for memory
constexpr std::size_t kRowsAPart = 1 << 14;

}  // namespace

RunViewData::RunViewData(std::vector<std::unique_ptr<PanelFilling>> charts, const NetworkDescription& network)
    : charts_(std::move(charts)) {
  times_.reset(network);
}

void RunViewData::fill(const RunTable& table, const std::function<void(double)>& progress,
                       const std::stop_token& stop) {
  const std::size_t rows = table.size();
  for (std::size_t row = rows - std::min(rows, NetworkMap::kRecentCuts); row < rows; ++row) {
    last_.push_back(table.record(row));
  }
  // A chart belongs to one thread, and each thread reads all requests once.
  auto other = std::async(std::launch::async, [&] { fillCharts(1, table, {}, stop); });
  try {
    fillCharts(0, table, progress, stop);
  } catch (...) {
    other.wait();  // it looks at what the caller is about to free
    throw;
  }
  other.get();
}

void RunViewData::fillCharts(std::size_t first, const RunTable& table, const std::function<void(double)>& progress,
                             const std::stop_token& stop) {
  std::vector<PanelFilling*> mine;
  for (std::size_t i = first; i < charts_.size(); i += kThreads) mine.push_back(charts_[i].get());
  RequestRecord record;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (row % kRowsAPart == 0) {
      if (stop.stop_requested()) throw Cancelled();
      if (progress) progress(static_cast<double>(row) / static_cast<double>(table.size()));
    }
    table.read(row, record);
    for (PanelFilling* chart : mine) chart->add(record);
    if (first == 0) continue;
    statistics_.add(record);
    times_.add(record);
  }
}

}  // namespace cleave::ui
