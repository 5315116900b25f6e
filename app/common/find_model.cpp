// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/find_model.h"

#include "core/types/error.h"

namespace cleave {

std::filesystem::path findDefaultModel() {
  namespace fs = std::filesystem;
  const fs::path name = fs::path("models") / "alexnet-fashion.cleavemodel";
  if (fs::exists(name)) return name;
  fs::path folder = fs::read_symlink("/proc/self/exe").parent_path();
  for (int up = 0; up < 5; ++up, folder = folder.parent_path()) {  // build/PRESET/bin lies three below the tree
    if (fs::exists(folder / name)) return folder / name;
    if (fs::exists(folder / "share" / "cleave" / name)) return folder / "share" / "cleave" / name;
  }
  throw Error("No model found: " + name.string() +
              " is neither in the working directory nor in a directory above the program; choose a bundle.");
}

}  // namespace cleave
