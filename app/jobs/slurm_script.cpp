// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/slurm_script.h"

namespace cleave {

std::string shellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string slurmScript(const std::vector<const Job*>& jobs, const std::filesystem::path& slurmLog) {
  std::string script =
      "#!/bin/sh\n"
      "#SBATCH --job-name=cleave-sweep\n"
      "#SBATCH --ntasks=1\n"
      "#SBATCH --cpus-per-task=1\n"
      "#SBATCH --open-mode=append\n";
  // Slurm reads a '%' in the path as one of its own fields, and knows quotes.
  std::string log;
  for (const char c : slurmLog.string()) log += c == '%' ? std::string("%%") : std::string(1, c);
  script += "#SBATCH --output=\"" + log +
            "\"\n"
            "export OMP_NUM_THREADS=1\n"
            "case \"$SLURM_ARRAY_TASK_ID\" in\n";
  for (std::size_t k = 0; k < jobs.size(); ++k) {
    script += std::to_string(k) + ") exec";
    for (const auto& argument : jobs[k]->argv) script += ' ' + shellQuoted(argument);
    script += " > /dev/null 2> " + shellQuoted(logOf(*jobs[k]).string()) + " ;;\n";
  }
  return script + "esac\n";
}

}  // namespace cleave
