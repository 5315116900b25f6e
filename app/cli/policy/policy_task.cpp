// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/policy/policy_task.h"

#include "app/common/find_model.h"
#include "core/bundle/bundle.h"
#include "core/types/error.h"
#include "rl/environment/text_lines.h"

namespace cleave::cli {

void addTaskOptions(CLI::App& command, TaskOptions& options) {
  command.add_option("--model", options.model, "bundle; default: the one that ships with Cleave");
  std::string names;
  for (const auto& name : scenarioNames()) names += (names.empty() ? "" : ", ") + name;
  command.add_option("--scenario", options.scenario, names + ", or a file");
  command.add_option("--trace", options.traces, "files of measured links, in place of the scenario's");
  command.add_option("--target", options.targetMs, "latency target in ms; default: the scenario's");
  command.add_option("--device", options.device,
                     "raspberrypi4 (4 threads), raspberrypi4:1, the FILE of a latency profile, or bundle: the model's "
                     "measured one; default: the scenario's");
  command
      .add_option("--edge-profile", options.machines.edge,
                  "reference (an assumed PC), bundle: the model's measured one, or the FILE of a latency profile")
      ->capture_default_str();
  command.add_option("--device-speed", options.machines.deviceSpeed, "of the device; 0.5: half as fast")
      ->capture_default_str();
}

learn::PolicyTask taskFor(const TaskOptions& options, const Scenario* own) {
  learn::PolicyTask task;
  if (options.scenario.empty() && own == nullptr) throw UsageError("Name the conditions: give --scenario.");
  task.scenario = options.scenario.empty() ? *own : findScenario(options.scenario);
  if (options.targetMs) {
    if (!(*options.targetMs > 0) || *options.targetMs > 60e3) {
      throw UsageError(
          "The latency target must be above 0 and at most 60,000 ms: without one there is nothing to "
          "trade accuracy for.");
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
