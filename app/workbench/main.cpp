// SPDX-License-Identifier: GPL-3.0-or-later
// cleave: the workbench.
#include <CLI/CLI.hpp>
#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <iostream>

#include "app/common/find_model.h"
#include "app/common/stop_signals.h"
#include "app/common/trained_policies.h"
#include "app/experiment/local_agent.h"
#include "app/workbench/bench/gui_bench.h"
#include "app/workbench/bench/open_bench.h"
#include "app/workbench/bench/timed_application.h"
#include "app/workbench/window/workbench.h"
#include "core/bundle/bundle.h"
#include "core/network/network_runtime.h"
#include "core/types/error.h"

namespace {

struct Options {
  bool demo = false;
  std::string open;
  std::string screenshot;
  double after = 5;
  std::string theme;      ///< empty: the one that the user chose last
  std::string workspace;  ///< empty: the one that was open last
  std::string size;       ///< empty: as the window was left
  std::string agent = "local";
  std::string precision = "float32";
  std::string data;
  std::string emulate;  ///< empty: what suits the occasion
  double benchSeconds = 0;
  double benchRate = 1000;
  std::string benchOpen;
};

// The demonstration: a device with the layer times of a Pi 4 with one thread (0.12 s for the whole network, so that on
// its own it misses the target) behind a link that wanders between WiFi and bad LTE, so that the best decision keeps
// changing; a trained policy decides, where one ships.
cleave::ExperimentOptions experimentOptions(const Options& options) {
  cleave::ExperimentOptions experiment;
  experiment.agent = options.agent;
  if (!options.emulate.empty()) experiment.emulate = options.emulate;
  experiment.devicePrecision = cleave::devicePrecisionFromText(options.precision);
  experiment.dataFolder = options.data;
  experiment.settings = {"greedy", 100, 0, false};
  if (options.demo) {
    const bool trained = std::ranges::count(cleave::trainedPolicies(), "demo") > 0;
    experiment.settings = {trained ? "trained:demo" : "greedy", 80, 12, true};
    // The Pi's published times are for float32 layers: int8 runs as fast as this machine does.
    const bool asPi = options.emulate.empty() && options.agent == "local" &&
                      experiment.devicePrecision == cleave::DevicePrecision::Float32;
    if (asPi) experiment.emulate = "raspberrypi4:1";
    experiment.requestsPerSecond = 12;
    experiment.samples = 128;  // fewer frames to send: it should be live at once
  }
  return experiment;
}

// While window and model are loaded the agent loads its libraries: the demonstration is live the earlier.
void startAgentAhead(cleave::ExperimentOptions& experiment) {
  if (experiment.agent != "local") return;
  try {
    experiment.startedAgent =
        std::make_shared<cleave::LocalAgent>(cleave::LocalAgentOptions{experiment.deviceThreads, experiment.emulate});
  } catch (const std::exception&) {  // the run will say so
  }
}

cleave::ui::Theme themeOf(const std::string& name) {
  if (name == "light") return cleave::ui::Theme::Light;
  return name == "dark" ? cleave::ui::Theme::Dark : cleave::ui::Theme::System;
}

QSize sizeOf(const std::string& text) {
  const auto parts = QString::fromStdString(text).split(QLatin1Char('x'));
  return {parts.value(0).toInt(), parts.value(1).toInt()};
}

// After the layout came back: what was asked for now goes before what was left.
void setUp(cleave::ui::RunWindow& window, const Options& options) {
  window.restoreLayout();
  if (!options.theme.empty()) window.showTheme(themeOf(options.theme));
  if (!options.size.empty()) window.resize(sizeOf(options.size));
  if (!options.workspace.empty()) window.openWorkspace(QString::fromStdString(options.workspace));
}

// A picture shall show the same on every machine: nothing of the user's own.
cleave::ui::WindowFiles windowFiles(const Options& options) {
  if (!options.screenshot.empty()) return {};
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
  return {folder + QStringLiteral("/layouts.json"), folder + QStringLiteral("/recent.txt")};
}

cleave::workbench::WorkbenchOptions workbenchOptions(const Options& options, cleave::ExperimentOptions experiment,
                                                     const QString& nobodys) {
  cleave::workbench::WorkbenchOptions all{std::move(experiment), {}, {}};
  if (options.screenshot.empty()) {
    all.recentDevices =
        QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + QStringLiteral("/devices.txt");
  } else {
    all.dataFolder = nobodys;
  }
  return all;
}

// Saves the window after a while and quits: the way to look at it on any machine.
void screenshotLater(cleave::ui::RunWindow& window, const Options& options, int& status) {
  QTimer::singleShot(static_cast<int>(options.after * 1000), &window, [&window, &options, &status] {
    try {
      window.savePicture(QString::fromStdString(options.screenshot));
    } catch (const cleave::Error& error) {
      std::cerr << "cleave: " << error.what() << '\n';
      status = 1;
    }
    QCoreApplication::quit();
  });
}

// One JSON object: what cleave-cli bench gui prints.
void printFigures(const cleave::workbench::GuiFigures& figures, double rate) {
  std::printf(
      "{\"records_per_s\":%g,\"frame_p50_ms\":%.2f,\"frame_p99_ms\":%.2f,\"frame_max_ms\":%.2f,\"frames\":%llu,"
      "\"rss_growth_mb\":%.1f,\"records\":%llu,\"dropped\":%llu}\n",
      rate, figures.frameP50Ms, figures.frameP99Ms, figures.frameMaxMs, static_cast<unsigned long long>(figures.frames),
      figures.rssGrowthMb, static_cast<unsigned long long>(figures.records),
      static_cast<unsigned long long>(figures.dropped));
}

void failBench(const QString& sentence) {
  std::cerr << "cleave: " << sentence.toStdString() << '\n';
  QCoreApplication::exit(1);
}

int bench(cleave::workbench::TimedApplication& application, const Options& options,
          const cleave::ExperimentOptions& experiment) {
  const QTemporaryDir nobodys;
  cleave::ui::RunWindow window;
  cleave::workbench::Workbench workbench(window, {experiment, nobodys.path(), {}});
  setUp(window, options);
  const auto file = options.open.empty() ? cleave::findDefaultModel() : std::filesystem::path(options.open);
  cleave::workbench::GuiBench bench(application, window, workbench, file, options.benchRate, options.benchSeconds, 1);
  QObject::connect(&bench, &cleave::workbench::GuiBench::finished, &window, [&](const auto& figures) {
    printFigures(figures, options.benchRate);
    QCoreApplication::quit();
  });
  QObject::connect(&bench, &cleave::workbench::GuiBench::failed, &window, &failBench);
  window.show();
  QTimer::singleShot(500, &bench, &cleave::workbench::GuiBench::start);
  return QApplication::exec();
}

void printFigures(const cleave::workbench::OpenFigures& figures) {
  std::printf(
      "{\"requests\":%llu,\"open_s\":%.3f,\"open_longest_block_ms\":%.2f,\"open_longest_cpu_ms\":%.2f,"
      "\"pan_p50_ms\":%.2f,\"pan_p99_ms\":%.2f,\"pan_max_ms\":%.2f,\"pan_p99_cpu_ms\":%.2f}\n",
      static_cast<unsigned long long>(figures.requests), figures.openS, figures.openLongestBlockMs,
      figures.openLongestCpuMs, figures.panP50Ms, figures.panP99Ms, figures.panMaxMs, figures.panP99CpuMs);
}

int benchOpen(const Options& options, const cleave::ExperimentOptions& experiment) {
  const QTemporaryDir nobodys;
  cleave::ui::RunWindow window;
  cleave::workbench::Workbench workbench(window, {experiment, nobodys.path(), {}});
  setUp(window, options);
  cleave::workbench::OpenBench bench(window, workbench, QString::fromStdString(options.benchOpen));
  QObject::connect(&bench, &cleave::workbench::OpenBench::finished, &window, [](const auto& figures) {
    printFigures(figures);
    QCoreApplication::quit();
  });
  QObject::connect(&bench, &cleave::workbench::OpenBench::failed, &window, &failBench);
  window.show();
  QTimer::singleShot(1000, &bench, &cleave::workbench::OpenBench::start);
  return QApplication::exec();
}

// A file that is no model is opened in the window of the usual one.
void openFiles(cleave::workbench::Workbench& workbench, const Options& options) {
  const QString file = QString::fromStdString(options.open);
  const bool isModel = file.isEmpty() || file.endsWith(QLatin1String(".cleavemodel"));
  try {
    const auto model = isModel && !file.isEmpty() ? std::filesystem::path(options.open) : cleave::findDefaultModel();
    workbench.openModel(QString::fromStdString(model.string()), options.demo);
  } catch (const cleave::Error&) {
    if (isModel) throw;  // a recorded run is shown without any
  }
  if (!isModel) workbench.open(file);
}

int show(const Options& options, cleave::ExperimentOptions experiment) {
  cleave::setComputeThreads(1);
  cleave::ui::RunWindow window(windowFiles(options));
  const QTemporaryDir nobodys;  // a picture shall show the same on every machine
  cleave::workbench::Workbench workbench(window, workbenchOptions(options, std::move(experiment), nobodys.path()));
  setUp(window, options);
  window.show();
  try {
    openFiles(workbench, options);
  } catch (const std::exception& error) {
    window.setState(cleave::ui::RunState::Failed, QString::fromUtf8(error.what()));
  }
  if (options.demo && options.workspace == "train") workbench.trainForDemonstration();
  if (options.demo && options.workspace == "compare") workbench.compareForDemonstration();
  int status = 0;
  if (!options.screenshot.empty()) screenshotLater(window, options, status);
  const int result = QApplication::exec();
  return result != 0 ? result : status;
}

}  // namespace

int main(int argc, char** argv) {
  const cleave::StopSignals signals;
  Options options;
  CLI::App app("Cleave: a workbench for device-edge co-inference.", "cleave");
  app.set_version_flag("--version", "cleave " CLEAVE_VERSION);
  app.add_flag(
      "--demo", options.demo,
      "start a local agent and the demonstration immediately; with --workspace train or compare, also start a training "
      "or a comparison");
  app.add_option("--open", options.open, "open a file: model, policy, scenario or recorded run");
  app.add_option("--agent", options.agent, "HOST:PORT of an agent, or local to start one on this machine")
      ->capture_default_str();
  app.add_option(
      "--emulate", options.emulate,
      "device that a local agent emulates: raspberrypi4, raspberrypi4:1, the FILE of a latency profile, or none");
  app.add_option("--device-precision", options.precision, "precision of the layers on the device: float32 or int8")
      ->check(CLI::IsMember({"float32", "int8"}))
      ->capture_default_str();
  app.add_option("--data", options.data, "folder of the model's data set, unless it is in the default folder");
  app.add_option("--screenshot", options.screenshot, "save an image of the window to this file and quit");
  app.add_option("--after", options.after, "seconds before the screenshot")
      ->check(CLI::Range(0.0, 86400.0))
      ->capture_default_str();
  app.add_option("--theme", options.theme, "light, dark or system; default: the one used last")
      ->check(CLI::IsMember({"light", "dark", "system"}));
  app.add_option("--workspace", options.workspace, "workspace to open: run, train, compare or a custom one");
  app.add_option("--size", options.size, "window size, WIDTHxHEIGHT; default: the last size, initially 1600x1000")
      ->check([](const std::string& text) {
        return sizeOf(text).isEmpty() ? "write WIDTHxHEIGHT, for example 1600x1000" : std::string();
      });
  // For cleave-cli bench gui; an empty group is not in the help.
  app.add_option("--bench", options.benchSeconds)->check(CLI::Range(0.1, 86400.0))->group("");
  app.add_option("--bench-rate", options.benchRate)->check(CLI::Range(1.0, 100000.0))->group("");
  app.add_option("--bench-open", options.benchOpen)->group("");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  cleave::ExperimentOptions experiment = experimentOptions(options);
  if (options.demo) startAgentAhead(experiment);
  cleave::workbench::TimedApplication application(argc, argv);
  QTimer stopped;
  QObject::connect(&stopped, &QTimer::timeout, &application, [stop = signals.token()] {
    if (stop.stop_requested()) QCoreApplication::quit();
  });
  stopped.start(100);
  std::setlocale(LC_NUMERIC, "C");  // Qt took the user's: numbers in files and arguments keep their point
  QApplication::setApplicationName(QStringLiteral("cleave"));
  QApplication::setApplicationDisplayName(QStringLiteral("Cleave"));
  QApplication::setApplicationVersion(QStringLiteral(CLEAVE_VERSION));
  try {
    if (options.benchSeconds > 0) return bench(application, options, experiment);
    if (!options.benchOpen.empty()) return benchOpen(options, experiment);
    return show(options, std::move(experiment));
  } catch (const std::exception& error) {
    std::cerr << "cleave: " << error.what() << '\n';
    return 1;
  }
}
