// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "app/cli/options.h"

namespace cleave::cli {

/// What every command gets.
struct Context {
  bool json = false;  ///< one JSON object a line on standard output, and nothing else there
  std::uint64_t seed = 1;
  std::stop_token stop;         ///< Ctrl-C, SIGTERM
  std::string commandLine;      ///< as typed, for cards and run headers
  std::function<int()> action;  ///< set by the command that was chosen; returns the exit status
};

/// Adds a leaf command: --json and --seed, and `body` as what it does.
Command addCommand(const Command& parent, Context& context, const std::string& name, const std::string& description,
                   std::function<int()> body);

void addModelTrain(const Command& model, Context& context);
void addModelCalibrate(const Command& model, Context& context);
void addModelEvaluate(const Command& model, Context& context);
void addModelInfo(const Command& model, Context& context);
void addModelImport(const Command& model, Context& context);
void addModelPack(const Command& model, Context& context);
void addPolicyTrain(const Command& policy, Context& context);
void addPolicyEvaluate(const Command& policy, Context& context);
void addPolicyCompare(const Command& policy, Context& context);
void addBench(const Command& app, Context& context);
void addRun(const Command& app, Context& context);
void addRunInfo(const Command& app, Context& context);
void addCompareLive(const Command& app, Context& context);
void addProfile(const Command& app, Context& context);
void addSweep(const Command& app, Context& context);
void addSweepJob(const Command& app, Context& context);
void addExport(const Command& app, Context& context);

/// Prints one line on standard output and flushes, so that readers of a pipe see it at once.
void printLine(const std::string& line);

}  // namespace cleave::cli
