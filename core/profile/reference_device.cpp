// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/reference_device.h"

#include <algorithm>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr double kP95OverMedian = 1.1;
constexpr double kBytesPerValue = 4;  // of a feature

double layerMs(const ReferenceDevice& device, const LayerDescription& layer, const Shape& input, const Shape& output) {
  const auto in = static_cast<double>(elementCount(input));
  const auto out = static_cast<double>(elementCount(output));
  double operations = 0;
  double bytes = (in + out) * kBytesPerValue;
  if (layer.op == LayerOp::Conv2d) {
    // Weights are used for every pixel, so they come from the caches.
    operations = 2 * out * static_cast<double>(input.at(0)) * layer.kernel * layer.kernel;
  } else if (layer.op == LayerOp::Linear) {
    operations = 2 * in * out;
    bytes += in * out * device.bytesPerWeight;
  }
  return std::max(operations / device.gflops, bytes / device.gigabytesPerS) * 1e-6;
}

}  // namespace

ReferenceDevice raspberryPi4(int threads) {
  if (threads != 1 && threads != 4) {
    throw UsageError("The Raspberry Pi 4 can be emulated with 1 or 4 threads, not with " + std::to_string(threads) +
                     ": use raspberrypi4 (4 threads) or raspberrypi4:1.");
  }
  ReferenceDevice device;
  device.name = threads == 4 ? "raspberrypi4" : "raspberrypi4:1";
  device.machine = "Raspberry Pi 4 Model B";
  device.source = "computed from ncnn's published times of AlexNet at 227x227 (76 ms with 4 threads, 139 ms with 1)";
  device.threads = threads;
  device.gflops = threads == 4 ? 24 : 11.5;
  device.gigabytesPerS = 5;
  device.bytesPerWeight = 2;
  device.prepareNs = 6.6;
  device.codingNs = 10;
  return device;
}

ReferenceDevice referencePc() {
  ReferenceDevice device;
  device.name = "pc";
  device.machine = "desktop PC, one core";
  device.source = "assumed: 80 GFLOP/s and 20 GB/s";
  device.gflops = 80;
  device.gigabytesPerS = 20;
  device.bytesPerWeight = 4;
  device.prepareNs = 1.3;
  device.codingNs = 2;
  return device;
}

LatencyProfile referenceProfile(const ReferenceDevice& device, const NetworkDescription& network) {
  LatencyProfile profile;
  profile.name = device.name;
  profile.machine = device.machine;
  profile.side = "reference";
  profile.threads = device.threads;
  profile.source = device.source;
  profile.architecture = network.architecture;
  profile.frameWidth = network.frame.width;
  profile.frameHeight = network.frame.height;
  profile.prepareMs = device.prepareNs * 1e-6 * static_cast<double>(network.frame.bytes());
  profile.codingNs = device.codingNs;
  for (int exit = 1; exit <= network.exitCount(); ++exit) {
    const auto path = network.path(exit);
    const auto shapes = network.shapes(exit);
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (std::ranges::find(profile.layers, path[i].name, &LayerLatency::name) != profile.layers.end()) continue;
      const double ms = layerMs(device, path[i], shapes[i], shapes[i + 1]);
      profile.layers.push_back({path[i].name, ms, kP95OverMedian * ms, 0});
    }
  }
  validate(profile);
  return profile;
}

}  // namespace cleave
