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
    std::snprintf(text.data(), text.size(), "%-6s  preparation %.3f ms per frame, coding %.2f ns per value",
                  side->side.c_str(), side->prepareMs, side->codingNs);
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
            << ": these layers run unpaced, and the profile has this machine's times.\n";
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
    throw Error(file + " already contains the maximum number of latency profiles: use --out instead.");
  }
  writeBundle(file, model, readCard(file));
}

int profile(const Context& context, Options options) {
  if (options.intoBundle && options.model.empty()) {
    throw UsageError("--into-bundle needs a bundle to write to: name it as the first argument.");
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
    std::cerr << "Stored the profiles in " << options.model << ".\n";
  }
  return 0;
}

}  // namespace

void addProfile(const Command& app, Context& context) {
  const auto options = std::make_shared<Options>();
  auto& measure = options->measure;
  const Command command =
      addCommand(app, context, "profile", "measure the latency of every layer on a device and on this machine",
                 [&context, options] { return profile(context, *options); });
  command.addOption("model", options->model, "bundle, *.cleavemodel; default: the built-in model");
  command.addOption("--agent", measure.agent, "agent to connect to, HOST:PORT, or local: start one").showDefault();
  command
      .addOption(
          "--emulate", measure.emulate,
          "device for a local agent to emulate: raspberrypi4 (4 threads), raspberrypi4:1, a FILE written by --out, "
          "or none")
      .showDefault();
  command.addOption("--device-precision", options->precision, "precision of the device's layers: float32 or int8")
      .showDefault();
  command
      .addOption("--threads", measure.deviceThreads,
                 "number of CPU threads of the device; default: the agent's setting")
      .range(1, 1024);
  command.addOption("--edge-threads", options->edgeThreads, "number of CPU threads of the edge")
      .range(1, 1024)
      .showDefault();
  command.addOption("--repeats", measure.repeats, "measured requests per exit").range(1, 100000).showDefault();
  command.addOption("--warm-up", measure.warmUps, "unmeasured warm-up requests per exit")
      .range(0, 100000)
      .showDefault();
  command.addOption("--out", options->out, "write the profiles of both sides to this file (JSON)");
  command.addFlag("--into-bundle", options->intoBundle, "store the profiles of both sides in the bundle");
}

}  // namespace cleave::cli
