// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <iostream>

#include "app/cli/progress.h"
#include "core/types/error.h"

namespace cleave::cli {

Command addCommand(const Command& parent, Context& context, const std::string& name, const std::string& description,
                   std::function<int()> body) {
  const Command command =
      parent.addCommand(name, description, [&context, body = std::move(body)] { context.action = body; });
  command.addFlag("--json", context.json, "print one JSON object per line");
  command.addFlag("--progress-json", reportProgressAsJson, "print machine-readable progress (JSON lines) on stderr");
  command.addOption("--seed", context.seed, "random seed").showDefault();
  return command;
}

void printLine(const std::string& line) {
  std::cout << line << '\n' << std::flush;
  if (!std::cout) throw Error("Cannot write to standard output: it is closed or its disk is full.");
}

}  // namespace cleave::cli
