// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cleave {

/// The model that programs use when none is named: alexnet-fashion.cleavemodel in models/ of the working folder, of
/// the source tree that this program was built in, or of the installation.
/// @throws Error that says where it was looked for
std::filesystem::path findDefaultModel();

}  // namespace cleave
