// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/runs/run_header.h"

namespace cleave {

// changes.csv: a line a setting that was changed in mid-run: request,at_s,setting,value.

std::string changesCsv(std::span<const RunChange> changes);
/// @param name of the file, in errors @throws Error
std::vector<RunChange> changesFromCsv(std::string_view text, const std::string& name);

}  // namespace cleave
