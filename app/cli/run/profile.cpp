// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "app/common/find_model.h"
#include "app/experiment/measure_profile.h"
#include "core/bundle/bundle.h"
#include "core/network/network_runtime.h"
#include "core/profile/emulated_device.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave::cli {
namespace {

struct Options {
  std::string precision = "float32";
  std::string model;
  ProfileOptions measure;
  int edgeThreads = 1;
  std::string out;
  bool intoBundle = false;
};

void printTable(const MeasuredProfiles& profiles) {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), "%-14s %12s %10s %12s %10s", "ms", "device", "p95", "edge", "p95");
  printLine(text.data());
  for (std::size_t i = 0; i < profiles.device.layers.size(); ++i) {
    const auto& device = profiles.device.layers[i];
    const auto& edge = profiles.edge.layers[i];
    std::snprintf(text.data(), text.size(), "%-14s %12.3f %10.3f %12.3f %10.3f", device.name.c_str(), device.medianMs,
                  device.p95Ms, edge.medianMs, edge.p95Ms);
    printLine(text.data());
  }
  for (const auto* side : {&profiles.device, &profiles.edge}) {
    std::snprintf(text.data(), text.size(), "%-6s  prepare %.3f ms a frame, coding %.2f ns a value", side->side.c_str(),
                  side->prepareMs, side->codingNs);
    printLine(text.data());
    printLine("        " + side->machine + ", " + std::to_string(side->threads) + " thread" +
              (side->threads == 1 ? "" : "s") +
              (side->governor.empty() ? ", frequency governor unknown" : ", governor " + side->governor));
  }
}

nlohmann::ordered_json sideJson(const LatencyProfile& profile) {
  auto json = nlohmann::ordered_json::parse(toJson(profile));
  json.erase("layers");
  return json;
}

void printJson(const MeasuredProfiles& profiles) {
  for (std::size_t i = 0; i < profiles.device.layers.size(); ++i) {
    const auto& device = profiles.device.layers[i];
    const auto& edge = profiles.edge.layers[i];
    printLine(nlohmann::ordered_json{{"layer", device.name},
                                     {"device_ms", device.medianMs},
                                     {"device_p95_ms", device.p95Ms},
                                     {"edge_ms", edge.medianMs},
                                     {"edge_p95_ms", edge.p95Ms},
                                     {"samples", device.samples}}
                  .dump());
  }
  const nlohmann::ordered_json summary{
      {"summary", true}, {"device", sideJson(profiles.device)}, {"edge", sideJson(profiles.edge)}};
  printLine(summary.dump());
}

// A local agent's own notice goes nowhere, so it is made here.
void tellWhatIsTooSlow(const Options& options, const Model& model, const LatencyProfile& device) {
  const auto emulated = EmulatedDevice::parse(options.measure.emulate);
  if (!emulated) return;
  const LatencyProfile wanted = emulated->profileOf(model.manifest.network);
  std::string slow;
  for (const auto& layer : device.layers) {
    const auto& wish = *std::ranges::find(wanted.layers, layer.name, &LayerLatency::name);
    if (layer.medianMs > 1.05 * wish.medianMs + 0.1) slow += (slow.empty() ? "" : ", ") + layer.name;
  }
  if (slow.empty()) return;
  std::cerr << "cleave-cli: this machine is slower than " << emulated->name() << " in " << slow
            << ": these times are its own.\n";
}

bool sameSetting(const LatencyProfile& a, const LatencyProfile& b) {
  return a.side == b.side && a.name == b.name && a.machine == b.machine && a.threads == b.threads &&
         a.precision == b.precision;
}

void storeInBundle(const std::string& file, Model model, const MeasuredProfiles& measured) {
  auto& profiles = model.manifest.profiles;
  for (const auto& profile : {measured.device, measured.edge}) {
    std::erase_if(profiles, [&](const LatencyProfile& old) { return sameSetting(old, profile); });
    profiles.push_back(profile);
  }
  if (profiles.size() > Manifest::kMaxProfiles) {
    throw Error(file + " holds as many latency profiles as a bundle may: use --out for this one.");
  }
  writeBundle(file, model, readCard(file));
}

int profile(const Context& context, Options options) {
  if (options.intoBundle && options.model.empty()) {
    throw UsageError("--into-bundle writes to a bundle that you name: give it as the command's first argument.");
  }
  const Model model = readBundle(options.model.empty() ? findDefaultModel() : std::filesystem::path(options.model));
  if (!options.out.empty()) requireWritable(options.out);
  if (options.intoBundle) requireBundleWritable(options.model);
  setComputeThreads(options.edgeThreads);
  options.measure.seed = context.seed;
  options.measure.precision = devicePrecisionFromText(options.precision);
  ProgressLine line;
  const MeasuredProfiles measured = measureProfiles(
      model, options.measure, [&](const std::string& what, double done) { line.show(what, done); }, context.stop);
  line.finish();
  if (context.json) {
    printJson(measured);
  } else {
    printTable(measured);
  }
  tellWhatIsTooSlow(options, model, measured.device);
  if (!options.out.empty()) {
    writeLatencyProfiles(options.out, std::array{measured.device, measured.edge});
    std::cerr << "Wrote " << options.out << ".\n";
  }
  if (options.intoBundle) {
    storeInBundle(options.model, model, measured);
    std::cerr << "Wrote the profiles into " << options.model << ".\n";
  }
  return 0;
}

}  // namespace

void addProfile(CLI::App& app, Context& context) {
  const auto options = std::make_shared<Options>();
  auto& measure = options->measure;
  CLI::App* command = addCommand(app, context, "profile", "time every layer of a model on a device and on this machine",
                                 [&context, options] { return profile(context, *options); });
  command->add_option("model", options->model, "bundle; default: the one that ships with Cleave");
  command->add_option("--agent", measure.agent, "HOST:PORT, or local: start one here")->capture_default_str();
  command
      ->add_option("--emulate", measure.emulate,
                   "device that a local agent stands in for: raspberrypi4 (4 threads), raspberrypi4:1, a FILE that "
                   "--out wrote, or none")
      ->capture_default_str();
  command->add_option("--device-precision", options->precision, "arithmetic of the device's layers: float32 or int8")
      ->capture_default_str();
  command->add_option("--threads", measure.deviceThreads, "threads of the device; default: as its agent was started")
      ->check(CLI::Range(1, 1024));
  command->add_option("--edge-threads", options->edgeThreads, "threads of the edge")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--repeats", measure.repeats, "requests to every exit")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  command->add_option("--warm-up", measure.warmUps, "requests to every exit before them, left out")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  command->add_option("--out", options->out, "write both sides' profiles to this file (JSON)");
  command->add_flag("--into-bundle", options->intoBundle, "store both sides' profiles in the bundle");
}

}  // namespace cleave::cli
