// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cleave {

/// Where the models and policies that ship may lie. Nothing of the machine that built the program is compiled in, so
/// that a build tree and an installation can be moved.
struct DataPlaces {
  std::filesystem::path program;     ///< the file that runs
  std::filesystem::path dataFolder;  ///< what CLEAVE_DATA_DIR names, instead of all other places; empty: not set
};

DataPlaces dataPlaces();

/// The model that programs use when none is named: alexnet-fashion.cleavemodel in models/ of CLEAVE_DATA_DIR; or else
/// of the working folder, of the source tree that this program was built in, or of share/cleave beside bin/.
/// @throws Error that says where it was looked for
std::filesystem::path findDefaultModel(const DataPlaces& places = dataPlaces());

}  // namespace cleave
