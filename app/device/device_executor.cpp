// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/device/device_executor.h"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "core/types/error.h"

namespace cleave {
namespace {

std::span<const std::uint8_t> asPixels(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

constexpr double kReferenceMs = 10;

// Partition 0 sends the frame itself: at the camera's own depth as it is, below it requantized.
void encodeFrame(const FeatureCodecs& codecs, const net::DeviceJob& job, std::vector<std::byte>& payload) {
  if (job.decision.bits == 8) {
    payload.assign(job.frame.begin(), job.frame.end());
    return;
  }
  const auto pixels = asPixels(job.frame);
  const std::vector<float> values(pixels.begin(), pixels.end());
  codecs.at(job.decision).encode(values, payload);
}

}  // namespace

DeviceExecutor::Loaded::Loaded(Model model)
    : manifest(std::move(model.manifest)),
      codecs(manifest),
      space(manifest.network),
      runtime(Model{manifest, std::move(model.weights)}, manifest.devicePrecision) {}

DeviceExecutor::DeviceExecutor(std::optional<EmulatedDevice> emulated, Log log)
    : emulated_(std::move(emulated)), log_(std::move(log)) {}

void DeviceExecutor::loadModel(std::string manifest, std::vector<std::byte> weights) {
  loaded_.reset();  // two models need not fit at once
  Model model{manifestFromJson(manifest, "The deployed model"), std::move(weights)};
  verifyWeights(model, "The deployed model");
  if (emulated_) {
    emulated_->requirePrecision(toText(model.manifest.devicePrecision));
    pacer_ = LayerPacer(emulated_->profileOf(model.manifest.network), model.manifest.network);
  }
  pacer_.setLoad(emulatedLoad_);
  loaded_.emplace(std::move(model));
}

void DeviceExecutor::setThreads(int threads) {
  setComputeThreads(threads);
}

void DeviceExecutor::setLoad(double share) {
  if (!emulated_) return load_.setShare(share);
  emulatedLoad_ = share;
  pacer_.setLoad(share);
}

net::DeviceReply DeviceExecutor::run(const net::DeviceJob& job) {
  if (!loaded_) throw Error("No model is deployed on the device: deploy one first.");
  loaded_->space.require(job.decision);
  const FrameDescription& frame = loaded_->manifest.network.frame;
  if (job.width != frame.width || job.height != frame.height) {
    throw Error("The frame has " + std::to_string(job.width) + "x" + std::to_string(job.height) +
                " pixels, but the model expects " + std::to_string(frame.width) + "x" + std::to_string(frame.height) +
                ": send frames of that size.");
  }
  net::DeviceReply reply;
  auto start = pacer_.now();
  if (job.decision.partition == 0) {
    encodeFrame(loaded_->codecs, job, reply.payload);
    reply.quantizeMs = pacer_.finishOther(start, job.stop);
    return reply;
  }
  Activation activation = loaded_->runtime.prepare(asPixels(job.frame));
  reply.prepareMs = pacer_.finishOther(start, job.stop);
  runLayers(job, activation, reply.layerMs);
  start = pacer_.now();
  activation = NetworkRuntime::toFloat(activation);
  const auto values = activation.values();
  if (job.decision.partition == loaded_->space.pathLength(job.decision.exit)) {
    reply.kind = net::PayloadKind::Logits;
    reply.payload.resize(values.size_bytes());
    std::memcpy(reply.payload.data(), values.data(), values.size_bytes());
  } else {
    loaded_->codecs.at(job.decision).encode(values, reply.payload);
    reply.quantizeMs = pacer_.finishOther(start, job.stop);
  }
  return reply;
}

// About ten milliseconds, since a shorter piece of work does not feel what slows requests down: a program that has
// slept is served at once.
double DeviceExecutor::measureSlowdown() {
  if (emulated_) return 1 / (1 - emulatedLoad_);
  if (!loaded_) return 0;
  const NetworkDescription& network = loaded_->manifest.network;
  const int exit = network.exitCount();
  if (!loaded_->reference) {
    const std::vector<std::uint8_t> grey(
        std::size_t{3} * static_cast<std::size_t>(network.frame.width * network.frame.height), 128);
    loaded_->reference = loaded_->runtime.prepare(grey);
  }
  const bool choosing = loaded_->referenceLayers == 0;
  const int last = choosing ? network.pathLength(exit) : loaded_->referenceLayers;
  Activation activation = *loaded_->reference;
  double ms = 0;
  for (int layer = 0; layer < last && (!choosing || ms < kReferenceMs); ++layer) {
    const auto start = pacer_.now();
    loaded_->runtime.runLayers(exit, layer, layer + 1, activation);
    ms += std::chrono::duration<double, std::milli>(pacer_.now() - start).count();
    if (choosing) loaded_->referenceLayers = layer + 1;
  }
  if (choosing) return 0;  // it was cold
  loaded_->restMs = loaded_->restMs > 0 ? std::min(loaded_->restMs, ms) : ms;
  return ms / std::max(loaded_->restMs, 1e-3);
}

void DeviceExecutor::runLayers(const net::DeviceJob& job, Activation& activation, std::vector<float>& layerMs) {
  auto start = pacer_.now();
  for (int layer = 0; layer < job.decision.partition; ++layer) {
    if (job.stop.stop_requested()) throw Cancelled();
    loaded_->runtime.runLayers(job.decision.exit, layer, layer + 1, activation);
    layerMs.push_back(static_cast<float>(pacer_.finish(job.decision.exit, layer, start, job.stop)));
  }
  if (const std::string notice = pacer_.takeNotice(); !notice.empty() && log_) log_(notice);
}

}  // namespace cleave
