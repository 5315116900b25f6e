// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/jobs/job_pool.h"

namespace cleave {

/// One array's batch script: task k runs jobs[k] on one core, what it says on standard error goes into its log.
std::string slurmScript(const std::vector<const Job*>& jobs, const std::filesystem::path& slurmLog);

/// The text as one word of a shell.
std::string shellQuoted(const std::string& text);

}  // namespace cleave
