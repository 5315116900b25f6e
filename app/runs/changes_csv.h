// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/runs/run_header.h"

namespace cleave {

// changes.csv: a line a setting that was changed in mid-run: request,at_s,setting,value.

void appendChange(std::string& csv, const RunChange& change);
/// The whole file.
std::string changesCsv(std::span<const RunChange> changes);
/// @param name of the file, in errors @param cut set when the last row is not whole and was left out; nullptr: that is
/// an error @throws Error
std::vector<RunChange> changesFromCsv(std::string_view text, const std::string& name, bool* cut = nullptr);

}  // namespace cleave
