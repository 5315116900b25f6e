// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/common/find_program.h"

#include <system_error>

namespace cleave {

namespace fs = std::filesystem;

fs::path thisProgram() {
  return fs::read_symlink("/proc/self/exe");
}

fs::path findProgram(const std::string& name, const fs::path& program) {
  const fs::path beside = program.parent_path();
  for (const auto& folder : {beside, beside.parent_path() / "bin"}) {  // tests live beside bin/
    std::error_code unreadable;
    if (fs::exists(folder / name, unreadable)) return folder / name;
  }
  return beside / name;
}

}  // namespace cleave
