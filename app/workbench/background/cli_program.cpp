// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/background/cli_program.h"

namespace cleave::workbench {

namespace fs = std::filesystem;

fs::path cliProgram() {
  std::error_code failed;
  const fs::path beside = fs::read_symlink("/proc/self/exe", failed).parent_path();
  for (const auto& folder : {beside, beside.parent_path() / "bin"}) {  // tests live beside bin/
    if (fs::exists(folder / "cleave-cli", failed)) return folder / "cleave-cli";
  }
  return beside / "cleave-cli";
}

}  // namespace cleave::workbench
