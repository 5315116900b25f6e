// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cleave::workbench {

/// The cleave-cli that was built or installed with this program. Whoever starts it says when it is missing.
std::filesystem::path cliProgram();

}  // namespace cleave::workbench
