// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace cleave {

/// The file that this process runs. @throws std::filesystem::filesystem_error where /proc is not mounted
std::filesystem::path thisProgram();

/// The program of this name that was built or installed with `program`: beside it, or in bin/ beside its folder.
/// Where there is none, the place beside `program` at which it was expected: whoever starts it says that it is missing.
std::filesystem::path findProgram(const std::string& name, const std::filesystem::path& program = thisProgram());

}  // namespace cleave
