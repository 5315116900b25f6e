// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <iostream>

#include "app/cli/progress.h"
#include "core/types/error.h"

namespace cleave::cli {

CLI::App* addCommand(CLI::App& parent, Context& context, const std::string& name, const std::string& description,
                     std::function<int()> body) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->add_flag("--json", context.json, "print one JSON object per line");
  command->add_flag_callback("--progress-json", reportProgressAsJson,
                             "print machine-readable progress (JSON lines) on stderr");
  command->add_option("--seed", context.seed, "random seed")->capture_default_str();
  command->callback([&context, body = std::move(body)] { context.action = body; });
  return command;
}

void printLine(const std::string& line) {
  std::cout << line << '\n' << std::flush;
  if (!std::cout) throw Error("Cannot write to standard output: it is closed or its disk is full.");
}

}  // namespace cleave::cli
