// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/runs/run_file.h"
#include "app/runs/run_summary.h"

namespace cleave::cli {
namespace {

RunSummary summaryOf(const SavedRun& run) {
  std::vector<RequestRecord> records;
  records.reserve(run.table.size());
  for (std::size_t row = 0; row < run.table.size(); ++row) records.push_back(run.table.record(row));
  return summarise(records);
}

std::string line(const char* label, const std::string& value) {
  return value.empty() ? "" : std::string(label) + value + '\n';
}

std::string deviceOf(const RunHeader& header) {
  std::string text = header.deviceMachine;
  if (!header.emulated.empty()) text += " as " + header.emulated;
  if (header.devicePrecision != "float32") text += ", " + header.devicePrecision;
  return text;
}

int tell(const Context& context, const std::string& file) {
  const SavedRun run = openRun(file, {}, context.stop);
  const RunHeader& header = run.header;
  if (run.truncated) std::cerr << "cleave-cli: " << file << " ends with an incomplete record, which was ignored.\n";
  if (context.json) {
    auto json = nlohmann::ordered_json::parse(toJson(manifestOf(header, run.policies(), run.table, run.truncated)));
    json["run"].erase("network");  // pages of it, and the same in every run of the model
    json["summary"] = nlohmann::ordered_json::parse(toJson(summaryOf(run)));
    printLine(json.dump());
    return 0;
  }
  std::string text = line("model       ", header.model + " " + header.modelChecksum) +
                     line("policy      ", header.policy) + line("scenario    ", header.scenario) +
                     line("started     ", header.startedAt) + line("edge        ", header.machine) +
                     line("device      ", deviceOf(header)) + line("seed        ", std::to_string(header.seed));
  for (const RunChange& change : run.changes) {
    text += "changed     " + change.setting + " to " + change.value + " at request " + std::to_string(change.request) +
            "\n";
  }
  std::cout << text << toText(summaryOf(run)) << std::flush;
  return 0;
}

}  // namespace

void addRunInfo(const Command& app, Context& context) {
  const auto file = std::make_shared<std::string>();
  const Command command = addCommand(app, context, "run-info", "show a recorded run's settings, changes and summary",
                                     [&context, file] { return tell(context, *file); });
  command.addOption("run", *file, "recorded run: *.cleaverun, or the folder of one").required();
}

}  // namespace cleave::cli
