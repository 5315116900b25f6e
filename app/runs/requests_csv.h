// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/types/run_table.h"

namespace cleave {

class ZipReader;

// requests.csv: a line a request. Columns are RequestRecord's fields with their units; the policy stands by its name;
// device_ms, link_ms and edge_ms are the three bands that total_ms consists of, for readers of the file.

void appendRequestsHeader(std::string& csv);
/// @param policies what the record's `policy` counts
void appendRequest(std::string& csv, const RequestRecord& record, std::span<const std::string> policies);

/// Fills all of the table but its layers. Columns may stand in any order, and others among them are passed over.
/// @param zip with the member open @param requests how many there must be
/// @throws Error when a column is missing or twice, a row is malformed, or the number of rows is another; Cancelled
void readRequests(ZipReader& zip, const std::string& name, std::size_t requests, std::span<const std::string> policies,
                  RunTable& table, const std::function<void(double)>& progress, const std::stop_token& stop);

}  // namespace cleave
