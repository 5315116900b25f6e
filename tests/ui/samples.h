// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/types/network_description.h"
#include "core/types/request_record.h"

namespace cleave::ui::samples {

inline LayerDescription layer(std::string name, LayerOp op, int outputs, int kernel, int stride, int padding) {
  LayerDescription result;
  result.name = std::move(name);
  result.op = op;
  result.outputs = outputs;
  result.kernel = kernel;
  result.stride = stride;
  result.padding = padding;
  return result;
}

inline LayerDescription conv(std::string name, int outputs) {
  return layer(std::move(name), LayerOp::Conv2d, outputs, 3, 1, 1);
}
inline LayerDescription pool(std::string name) {
  return layer(std::move(name), LayerOp::MaxPool, 0, 2, 2, 0);
}
inline LayerDescription linear(std::string name, int outputs) {
  return layer(std::move(name), LayerOp::Linear, outputs, 0, 1, 0);
}

/// A small network that is not AlexNet: five trunk layers, exit 1 after pool1 with a branch of three, exit 2 the end.
inline NetworkDescription network() {
  NetworkDescription network;
  network.architecture = "small";
  network.frame.width = network.frame.height = 32;
  network.trunk = {conv("conv1", 8), pool("pool1"), conv("conv2", 16), linear("fc1", 64), linear("fc2", 4)};
  network.exits = {{"pool1", {conv("b1.conv", 4), pool("b1.pool"), linear("b1.fc", 4)}}, {"fc2", {}}};
  return network;
}

/// Ten requests a second; every layer takes 2 ms on the device and 1 ms on the edge.
inline RequestRecord record(std::uint64_t id, Decision decision, bool correct = true) {
  RequestRecord record;
  record.id = id;
  record.startS = 0.1 * static_cast<double>(id);
  record.decision = decision;
  record.targetMs = 100;
  for (int i = 0; i < network().pathLength(decision.exit); ++i)
    record.layerMs.push_back(i < decision.partition ? 2.0F : 1.0F);
  record.uplinkMs = 20;
  record.returnMs = 2;
  record.rttMs = 4;
  record.payloadBytes = 9800;
  record.bandwidthMbps = 8;
  record.deviceCpu = 0.6;
  record.edgeCpu = 0.2;
  record.estimateMbps = 7.5;
  record.label = 1;
  record.prediction = correct ? 1 : 2;
  record.confidence = 0.8F;
  record.probabilities = {0.05F, 0.8F, 0.1F, 0.05F};
  record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
  return record;
}

}  // namespace cleave::ui::samples
