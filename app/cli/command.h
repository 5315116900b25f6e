// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

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
CLI::App* addCommand(CLI::App& parent, Context& context, const std::string& name, const std::string& description,
                     std::function<int()> body);

void addModelTrain(CLI::App& model, Context& context);
void addModelCalibrate(CLI::App& model, Context& context);
void addModelEvaluate(CLI::App& model, Context& context);
void addModelInfo(CLI::App& model, Context& context);
void addModelImport(CLI::App& model, Context& context);
void addModelPack(CLI::App& model, Context& context);
void addPolicyTrain(CLI::App& policy, Context& context);
void addPolicyEvaluate(CLI::App& policy, Context& context);
void addPolicyCompare(CLI::App& policy, Context& context);
void addBench(CLI::App& app, Context& context);
void addRun(CLI::App& app, Context& context);
void addRunInfo(CLI::App& app, Context& context);
void addCompareLive(CLI::App& app, Context& context);
void addProfile(CLI::App& app, Context& context);
void addSweep(CLI::App& app, Context& context);
void addSweepJob(CLI::App& app, Context& context);
void addExport(CLI::App& app, Context& context);

/// Prints one line on standard output and flushes, so that readers of a pipe see it at once.
void printLine(const std::string& line);

}  // namespace cleave::cli
