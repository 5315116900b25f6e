// SPDX-License-Identifier: GPL-3.0-or-later
// The workbench measures itself: its window is not ours to open here.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <vector>

#include "app/cli/bench/bench.h"
#include "app/cli/bench/synthetic_run.h"
#include "app/cli/policy/work_folder.h"
#include "app/common/find_program.h"
#include "app/jobs/child_process.h"
#include "core/types/error.h"
#include "rl/environment/text_lines.h"

namespace cleave::cli {
namespace {

constexpr std::size_t kMostOutput = 1 << 20;

struct Options {
  double seconds = 60;
  double rate = 1000;
  std::size_t openRequests = 1'000'000;
  std::string workspace = "run";
  std::string size = "1600x1000";
};

bool hasDisplay() {
  return std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY") || std::getenv("QT_QPA_PLATFORM");
}

/// What the workbench says of itself: one JSON object.
nlohmann::ordered_json measured(const Context& context, const WorkFolder& folder, const Options& options,
                                const std::vector<std::string>& arguments) {
  const auto workbench = findProgram("cleave");
  if (!std::filesystem::exists(workbench)) {
    throw Error("The workbench was not found next to cleave-cli (" + workbench.string() +
                "): build it with CLEAVE_GUI=ON.");
  }
  const auto out = folder.path() / "out";
  const auto err = folder.path() / "err";
  ChildOptions child;
  child.argv = {workbench.string(), "--workspace", options.workspace, "--size", options.size};
  child.argv.insert(child.argv.end(), arguments.begin(), arguments.end());
  child.output = out;
  child.errors = err;
  if (!hasDisplay()) child.environment.emplace_back("QT_QPA_PLATFORM", "offscreen");
  ChildProcess process(child);
  std::optional<ChildEnd> end;
  while (!(end = process.ended())) {
    if (context.stop.stop_requested()) throw Cancelled();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  auto figures = nlohmann::ordered_json::parse(readTextFile(out, kMostOutput, "figures"), nullptr, false);
  if (!end->well() || !figures.is_object())
    throw Error("The workbench " + describe(*end) + ": " + readTextFile(err, kMostOutput, "messages"));
  return figures;
}

nlohmann::ordered_json streamed(const Context& context, const WorkFolder& folder, const Options& options) {
  const auto figures =
      measured(context, folder, options,
               {"--bench", std::to_string(options.seconds), "--bench-rate", std::to_string(options.rate)});
  if (context.json) return figures;
  std::array<char, 240> text{};
  std::snprintf(
      text.data(), text.size(),
      "%.0f records/s for %.0f s: frame p50 %.1f ms, p99 %.1f ms, longest %.1f ms; memory grew by %.1f MB; %llu "
      "records dropped",
      options.rate, options.seconds, figures.at("frame_p50_ms").get<double>(), figures.at("frame_p99_ms").get<double>(),
      figures.at("frame_max_ms").get<double>(), figures.at("rss_growth_mb").get<double>(),
      figures.at("dropped").get<unsigned long long>());
  printLine(text.data());
  return figures;
}

nlohmann::ordered_json opened(const Context& context, const WorkFolder& folder, const Options& options) {
  const auto file = folder.path() / "run.cleaverun";
  writeRunBundle(file, syntheticRun(options.openRequests, context.seed), {}, context.stop);
  const auto figures = measured(context, folder, options, {"--bench-open", file.string()});
  if (context.json) return figures;
  std::array<char, 240> text{};
  std::snprintf(
      text.data(), text.size(),
      "a recorded run of %zu requests: all charts filled after %.2f s, GUI thread blocked for at most %.1f ms; "
      "panning: frame p50 %.1f ms, p99 %.1f ms",
      options.openRequests, figures.at("open_s").get<double>(), figures.at("open_longest_block_ms").get<double>(),
      figures.at("pan_p50_ms").get<double>(), figures.at("pan_p99_ms").get<double>());
  printLine(text.data());
  return figures;
}

int benchGui(const Context& context, const Options& options) {
  const WorkFolder folder({}, "Cannot create a temporary folder: check free disk space.");
  nlohmann::ordered_json all = streamed(context, folder, options);
  if (options.openRequests > 0) all.update(opened(context, folder, options));
  if (context.json) printLine(all.dump());
  return 0;
}

}  // namespace

void addBenchGui(const Command& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  const Command command =
      addCommand(bench, context, "gui",
                 "workbench responsiveness: frame times and memory growth while records arrive; opening and "
                 "panning a long recorded run",
                 [&context, options] { return benchGui(context, *options); });
  command.addOption("--seconds", options->seconds, "duration of the measurement, after the buffers have filled")
      .range(0.1, 86400.0)
      .showDefault();
  command.addOption("--rate", options->rate, "records per second").range(1.0, 100000.0).showDefault();
  command
      .addOption("--open-requests", options->openRequests, "number of requests in the recorded run; 0: skip this part")
      .range(std::size_t{0}, static_cast<std::size_t>(RunManifest::kMaxRequests))
      .showDefault();
  command.addOption("--workspace", options->workspace, "workspace to measure: run, train or compare")
      .oneOf({"run", "train", "compare"})
      .showDefault();
  command.addOption("--size", options->size, "window size, WIDTHxHEIGHT").showDefault();
}

}  // namespace cleave::cli
