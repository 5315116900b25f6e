// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "app/sweep/sweep_plan.h"

namespace cleave {

/// Sweep files: one `key = value` a line, as in scenario files; lists are separated by commas.
///
///     scenarios = lte-drive, wifi-office, mine.scenario
///     algorithms = sac-d, sac-d-features, greedy-safe     # learners and rules; references are always run
///     seeds = 1-10
///     models, devices, device_speeds, targets (ms), steps: lists, combined with all others
///     set.KEY = VALUE, VALUE...: another of the learners' numbers (`policy train --set`), a list as well
///     edge_profile, requests, worlds: one value for all
///     traces, train_traces: link traces to evaluate on and to train on, in place of the scenarios'
///
/// Comments stand on lines of their own. `scenarios`, `algorithms` and `seeds` are required.

/// @param where the text's name in errors
/// @param folder what relative paths start from; empty = the working folder
/// @throws Error, one sentence: no `key = value`, unknown key (with those known), a list that is missing, an entry that
///         is wrong or there twice, a file that is not there, traces used for both training and evaluation
SweepPlan parseSweep(std::string_view text, const std::string& where, const std::filesystem::path& folder = {});
/// @throws Error as parseSweep, or when the file cannot be read
SweepPlan readSweep(const std::filesystem::path& file);

/// Every key with its values and absolute paths, as parseSweep reads it.
std::string toText(const SweepPlan& plan);

}  // namespace cleave
