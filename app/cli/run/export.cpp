// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/run/report.h"
#include "app/runs/run_file.h"

namespace cleave::cli {

void addExport(const Command& app, Context& context) {
  struct Options {
    std::string run;
    std::string out = "report";
    std::vector<std::string> formats{"pdf", "png"};
  };
  const auto options = std::make_shared<Options>();
  const Command command = addCommand(app, context, "export", "export figures and tables of a recorded run", [options] {
    const Run run = readAnyRun(options->run);
    if (run.truncated)
      std::cerr << "cleave-cli: " << options->run << " ends with an incomplete record, which was ignored.\n";
    const auto has = [&](const char* format) { return std::ranges::count(options->formats, format) > 0; };
    writeReport(run, options->out, {.pdf = has("pdf"), .svg = has("svg"), .png = has("png")});
    printLine("Wrote " + options->out + " (" + std::to_string(run.records.size()) + " requests).");
    return 0;
  });
  command.addOption("run", options->run, "recorded run: *.cleaverun, or the folder of one").required();
  command.addOption("--out", options->out, "output folder").showDefault();
  command
      .addOption("--formats", options->formats,
                 "figure formats, comma-separated: pdf, svg, png; the data are always written as CSV")
      .delimiter(',')
      .oneOf({"pdf", "svg", "png"})
      .showDefault();
}

}  // namespace cleave::cli
