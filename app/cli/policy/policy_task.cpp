// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/policy_task.h"

#include "app/common/find_model.h"
#include "core/bundle/bundle.h"
#include "core/types/error.h"
#include "rl/environment/text_lines.h"

namespace cleave::cli {

void addTaskOptions(const Command& command, TaskOptions& options) {
  command.addOption("--model", options.model, "bundle, *.cleavemodel; default: the built-in model");
  std::string names;
  for (const auto& name : scenarioNames()) names += (names.empty() ? "" : ", ") + name;
  command.addOption("--scenario", options.scenario, "scenario: " + names + ", or a file");
  command.addOption("--trace", options.traces, "link traces (files) to use instead of the scenario's link");
  command.addOption("--target", options.targetMs, "latency target in ms; default: the scenario's");
  command.addOption(
      "--device", options.device,
      "latency profile of the device: raspberrypi4 (4 threads), raspberrypi4:1, a FILE, or bundle (measured, "
      "stored in the model); default: the scenario's");
  command
      .addOption(
          "--edge-profile", options.machines.edge,
          "latency profile of the edge: reference (an assumed PC), bundle (measured, stored in the model), or a FILE")
      .showDefault();
  command.addOption("--device-speed", options.machines.deviceSpeed, "speed factor of the device; 0.5: half as fast")
      .showDefault();
}

learn::PolicyTask taskFor(const TaskOptions& options, const Scenario* own) {
  learn::PolicyTask task;
  if (options.scenario.empty() && own == nullptr) throw UsageError("No scenario is given: choose one with --scenario.");
  task.scenario = options.scenario.empty() ? *own : findScenario(options.scenario);
  if (options.targetMs) {
    if (!(*options.targetMs > 0) || *options.targetMs > 60e3) {
      throw UsageError("The latency target must be above 0 and at most 60,000 ms.");
    }
    task.scenario.giveUpMs *= *options.targetMs / task.scenario.targetMs;
    task.scenario.targetMs = *options.targetMs;
  }
  task.traces = pathsOf(options.traces);
  MachineNames names = options.machines;
  names.device = options.device.empty() ? task.scenario.device : options.device;
  if (names.device != "bundle") task.scenario.device = names.device;
  const Model model = readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model));
  const Machines machines = machinesFor(model.manifest, names);
  task.model = model.manifest.name;
  task.table = makeTable(model.manifest, machines);
  task.device = machines.device.name;
  task.edge = machines.edge.name;
  return task;
}

std::vector<std::string> argumentsFor(const TaskOptions& options) {
  std::vector<std::string> arguments{"--scenario",          options.scenario, "--edge-profile",
                                     options.machines.edge, "--device-speed", numberText(options.machines.deviceSpeed)};
  const auto add = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    arguments.emplace_back(name);
    arguments.push_back(value);
  };
  add("--model", options.model);
  add("--device", options.device);
  if (options.targetMs) add("--target", numberText(*options.targetMs));
  return arguments;
}

std::vector<std::filesystem::path> pathsOf(const std::vector<std::string>& files) {
  return {files.begin(), files.end()};
}

}  // namespace cleave::cli
