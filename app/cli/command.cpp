// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <iostream>

#include "app/cli/progress.h"
#include "core/types/error.h"

namespace cleave::cli {

CLI::App* addCommand(CLI::App& parent, Context& context, const std::string& name, const std::string& description,
                     std::function<int()> body) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->add_flag("--json", context.json, "print one JSON object a line");
  command->add_flag_callback("--progress-json", reportProgressAsJson,
                             "tell progress on standard error as JSON lines, for other programs");
  command->add_option("--seed", context.seed, "of all randomness")->capture_default_str();
  command->callback([&context, body = std::move(body)] { context.action = body; });
  return command;
}

void printLine(const std::string& line) {
  std::cout << line << '\n' << std::flush;
  if (!std::cout) throw Error("Standard output was closed or is full: nothing more can be printed there.");
}

}  // namespace cleave::cli
