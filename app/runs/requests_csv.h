// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/runs/csv_reader.h"
#include "core/types/run_table.h"

namespace cleave {

// requests.csv: a line a request. Columns are RequestRecord's fields with their units; the policy stands by its name.
// What is not known is empty. The sums of layers.csv on either side, and device_ms, link_ms and edge_ms, which each
// side has in total_ms (request_parts.h), are for readers of the file.

void appendRequestsHeader(std::string& csv);
/// @param policies what the record's `policy` counts
void appendRequest(std::string& csv, const RequestRecord& record, std::span<const std::string> policies);

/// Fills all of the table but its layers. Columns may stand in any order; others among them are passed over, and what
/// has no column stays unknown, but for id, exit, partition, bits and outcome, which must be there.
/// @param requests how many there must be; nothing: as many as there are
/// @throws Error when a column is missing or twice, a row is malformed, a time cannot be, or the number of rows is
/// another; Cancelled
void readRequests(CsvReader& reader, const std::string& name, std::optional<std::size_t> requests,
                  std::span<const std::string> policies, RunTable& table, const std::function<void(double)>& progress,
                  const std::stop_token& stop);

/// Earlier versions wrote 0 where nothing was measured: makes it unknown in all columns that are never 0.
void forgetZeros(RunTable& table);

}  // namespace cleave
