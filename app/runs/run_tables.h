// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "app/runs/byte_source.h"
#include "core/types/network_description.h"
#include "core/types/run_table.h"

namespace cleave {

/// Where requests.csv and layers.csv of one run are.
struct TableSources {
  std::string name;  ///< of the run's file or folder, with what stands between it and a table's name
  /// Opens one of them, by its name, on the thread that calls.
  std::function<std::unique_ptr<ByteSource>(const char* table)> open;
};

/// How much of them was read.
struct TablesRead {
  bool cut = false;                    ///< what is not whole, or only in one of them, was left out
  std::uint64_t requestBytes = 0;      ///< of requests.csv
  bool requestsWithoutLayers = false;  ///< requests were left out because their layers are not there
};

/// Reads both at once, the layers on a thread of their own. The first thing that goes wrong ends both.
/// @param requests how many there must be; nothing: of a run that may have been killed, as many as are whole
/// @throws Error; Cancelled
TablesRead readTables(const TableSources& sources, const NetworkDescription& network,
                      std::optional<std::size_t> requests, std::span<const std::string> policies, RunTable& table,
                      const std::function<void(double)>& progress, const std::stop_token& stop);

}  // namespace cleave
