// SPDX-License-Identifier: GPL-3.0-or-later
// The workbench measures itself: its window is not ours to open here.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "app/jobs/child_process.h"
#include "core/plain/error.h"

namespace cleave::cli {
namespace {

struct Options {
  double seconds = 60;
  double rate = 1000;
  std::string workspace = "run";
  std::string size = "1600x1000";
};

/// A folder of its own, gone with it.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "cleave-bench-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw Error("Cannot make a folder in " + name + ": is the disk full?");
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string textOf(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool hasDisplay() {
  return std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY") || std::getenv("QT_QPA_PLATFORM");
}

int benchGui(const Context& context, const Options& options) {
  const auto workbench = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "cleave";
  if (!std::filesystem::exists(workbench)) {
    throw Error("There is no workbench beside cleave-cli (" + workbench.string() + "): build it with CLEAVE_GUI=ON.");
  }
  const ScratchFolder folder;
  const auto out = folder.path() / "out";
  const auto err = folder.path() / "err";
  ChildOptions child;
  child.argv = {workbench.string(),
                "--bench",
                std::to_string(options.seconds),
                "--bench-rate",
                std::to_string(options.rate),
                "--workspace",
                options.workspace,
                "--size",
                options.size};
  child.output = out;
  child.errors = err;
  if (!hasDisplay()) child.environment.emplace_back("QT_QPA_PLATFORM", "offscreen");
  ChildProcess process(child);
  std::optional<ChildEnd> end;
  while (!(end = process.ended())) {
    if (context.stop.stop_requested()) throw Cancelled();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const auto figures = nlohmann::ordered_json::parse(textOf(out), nullptr, false);
  if (!end->well() || !figures.is_object()) throw Error("The workbench " + describe(*end) + ": " + textOf(err));
  if (context.json) {
    printLine(figures.dump());
    return 0;
  }
  std::array<char, 240> text{};
  std::snprintf(
      text.data(), text.size(),
      "%.0f records/s for %.0f s: frame p50 %.1f ms, p99 %.1f ms, longest %.1f ms; memory grew by %.1f MB; %llu "
      "records dropped",
      options.rate, options.seconds, figures.at("frame_p50_ms").get<double>(), figures.at("frame_p99_ms").get<double>(),
      figures.at("frame_max_ms").get<double>(), figures.at("rss_growth_mb").get<double>(),
      figures.at("dropped").get<unsigned long long>());
  printLine(text.data());
  return 0;
}

}  // namespace

void addBenchGui(CLI::App& bench, Context& context) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = addCommand(bench, context, "gui",
                                 "the workbench's thread while records stream in: how long a frame takes, how memory "
                                 "grows",
                                 [&context, options] { return benchGui(context, *options); });
  command->add_option("--seconds", options->seconds, "to measure, after the buffers were filled")
      ->check(CLI::Range(0.1, 86400.0))
      ->capture_default_str();
  command->add_option("--rate", options->rate, "records a second")
      ->check(CLI::Range(1.0, 100000.0))
      ->capture_default_str();
  command->add_option("--workspace", options->workspace, "run, train or compare")
      ->check(CLI::IsMember({"run", "train", "compare"}))
      ->capture_default_str();
  command->add_option("--size", options->size, "of the window, WIDTHxHEIGHT")->capture_default_str();
}

}  // namespace cleave::cli
