// SPDX-License-Identifier: GPL-3.0-or-later
// cleave-cli: all that the workbench can do, without a display. Exit status: 0 done, 1 failed, 2 wrong usage.
#include <CLI/CLI.hpp>
#include <iostream>

#include "app/cli/command.h"
#include "app/common/stop_signals.h"
#include "core/types/error.h"

namespace {

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

std::string join(int argc, char** argv) {
  std::string line = "cleave-cli";
  for (int i = 1; i < argc; ++i) line += std::string(" ") + argv[i];
  return line;
}

void addCommands(const cleave::cli::Command& root, cleave::cli::Context& context) {
  const cleave::cli::Command model = root.addGroup("model", "train, calibrate, evaluate, import, show and pack models");
  cleave::cli::addModelTrain(model, context);
  cleave::cli::addModelCalibrate(model, context);
  cleave::cli::addModelEvaluate(model, context);
  cleave::cli::addModelImport(model, context);
  cleave::cli::addModelInfo(model, context);
  cleave::cli::addModelPack(model, context);
  const cleave::cli::Command policy = root.addGroup("policy", "train, evaluate and compare policies in simulation");
  cleave::cli::addPolicyTrain(policy, context);
  cleave::cli::addPolicyEvaluate(policy, context);
  cleave::cli::addPolicyCompare(policy, context);
  cleave::cli::addSweep(root, context);
  cleave::cli::addSweepJob(root, context);
#ifdef CLEAVE_WITH_AGENT
  cleave::cli::addRun(root, context);
  cleave::cli::addRunInfo(root, context);
  cleave::cli::addCompareLive(root, context);
  cleave::cli::addBench(root, context);
  cleave::cli::addProfile(root, context);
#endif
#ifdef CLEAVE_WITH_FIGURES
  cleave::cli::addExport(root, context);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  const cleave::StopSignals signals;
  cleave::cli::Context context;
  context.stop = signals.token();
  context.commandLine = join(argc, argv);
  CLI::App app("Command line interface of Cleave, the workbench for device-edge co-inference.", "cleave-cli");
  app.set_version_flag("--version", "cleave-cli " CLEAVE_VERSION);
  app.require_subcommand(1);
  addCommands(cleave::cli::Command(&app), context);
  try {
    app.parse(argc, argv);
    return context.action();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrongUsage;
  } catch (const cleave::UsageError& error) {
    std::cerr << "cleave-cli: " << error.what() << '\n';
    return kWrongUsage;
  } catch (const std::exception& error) {
    std::cerr << "cleave-cli: " << error.what() << '\n';
    return kFailed;
  }
}
