// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/plain/accuracy_table.h"
#include "core/plain/latency_profile.h"
#include "core/plain/network_description.h"

namespace cleave {

enum class TensorType { Float16, Float32 };
std::size_t bytesPerElement(TensorType type);

/// Where one weight tensor lies in the weights blob: plain little-endian values in C order.
struct TensorEntry {
  std::string name;  ///< "conv1.weight", "conv1.bias"
  Shape shape;       ///< Conv2d {out, in, k, k}, Linear {out, in}, bias {out}
  TensorType type = TensorType::Float16;
  std::uint64_t offset = 0;  ///< bytes from the blob's start
};

/// Values outside [low, high] saturate when quantized.
struct ValueRange {
  float low = 0;
  float high = 1;
};

/// What a model is, beside its numbers: the readable half of a bundle.
struct Manifest {
  static constexpr int kVersion = 1;
  static constexpr std::size_t kMaxProfiles = 64;

  std::string name;
  std::string dataset;
  std::vector<std::string> classes;
  NetworkDescription network;
  /// Quantization ranges of each layer's output by bits; the frame itself needs none (0..255).
  std::map<std::string, std::map<int, ValueRange>> ranges;
  std::vector<ExitAccuracy> accuracy;          ///< per exit on the data set's test images; empty if never measured
  std::vector<ExitAccuracy> decisionAccuracy;  ///< per decision, by index in DecisionSpace; empty if never measured
  std::vector<TensorEntry> tensors;
  std::uint64_t weightsBytes = 0;
  std::string weightsChecksum;           ///< XXH3-128 of the blob, 32 hexadecimal digits
  std::string recipe;                    ///< how it was trained, one line: command and seed
  std::vector<LatencyProfile> profiles;  ///< of machines that ran it; may be empty, and is left out of the JSON then
};

std::string toJson(const Manifest& manifest);

/// Parses and checks everything that can be checked without the weights: version, network, tensor bounds.
/// @param where named in the error, for example the bundle's path
/// @throws Error with one sentence
Manifest manifestFromJson(std::string_view text, const std::string& where);

}  // namespace cleave
