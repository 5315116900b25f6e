// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/find_model.h"

#include <cstdlib>
#include <system_error>

#include "app/common/find_program.h"
#include "core/types/error.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

// What may not be read is not there: the next place may be better.
bool reachable(const fs::path& file) {
  std::error_code unreadable;
  return fs::exists(file, unreadable);
}

}  // namespace

DataPlaces dataPlaces() {
  const char* folder = std::getenv("CLEAVE_DATA_DIR");
  return {thisProgram(), folder ? folder : ""};
}

fs::path findDefaultModel(const DataPlaces& places) {
  const fs::path name = fs::path("models") / "alexnet-fashion.cleavemodel";
  if (!places.dataFolder.empty()) {
    if (reachable(places.dataFolder / name)) return places.dataFolder / name;
    throw Error("No model was found: CLEAVE_DATA_DIR is set to " + places.dataFolder.string() +
                ", which does not contain " + name.string() +
                ". Correct or unset it, or name a model (--model, or File > Open).");
  }
  if (reachable(name)) return name;
  fs::path folder = places.program.parent_path();
  for (int up = 0; up < 5; ++up, folder = folder.parent_path()) {  // build/PRESET/bin lies three below the tree
    if (reachable(folder / name)) return folder / name;
    if (reachable(folder / "share" / "cleave" / name)) return folder / "share" / "cleave" / name;
  }
  throw Error("No model was found: " + name.string() + " is neither in the working folder nor beside or above " +
              places.program.string() +
              ". Set CLEAVE_DATA_DIR to the folder that contains models/, or name a model (--model, or File > Open).");
}

}  // namespace cleave
