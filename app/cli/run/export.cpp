// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/run/report.h"
#include "app/runs/run_file.h"

namespace cleave::cli {

void addExport(CLI::App& app, Context& context) {
  struct Options {
    std::string run;
    std::string out = "report";
    std::vector<std::string> formats{"pdf", "png"};
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(app, context, "export", "export figures and tables of a recorded run", [options] {
    const Run run = readAnyRun(options->run);
    if (run.truncated)
      std::cerr << "cleave-cli: " << options->run << " ends with an incomplete record, which was ignored.\n";
    const auto has = [&](const char* format) { return std::ranges::count(options->formats, format) > 0; };
    writeReport(run, options->out, {.pdf = has("pdf"), .svg = has("svg"), .png = has("png")});
    printLine("Wrote " + options->out + " (" + std::to_string(run.records.size()) + " requests).");
    return 0;
  });
  command->add_option("run", options->run, "recorded run: *.cleaverun or JSON lines")->required();
  command->add_option("--out", options->out, "output folder")->capture_default_str();
  command
      ->add_option("--formats", options->formats,
                   "figure formats, comma-separated: pdf, svg, png; the data are always written as CSV")
      ->delimiter(',')
      ->check(CLI::IsMember({"pdf", "svg", "png"}))
      ->capture_default_str();
}

}  // namespace cleave::cli
