// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/codec/code_contexts.h"
#include "core/codec/feature.h"
#include "core/profile/latency_profile.h"
#include "core/types/accuracy_table.h"
#include "core/types/network_description.h"

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

/// Arithmetic of the layers that run on the device. int8 is a property of a deployment: the same model, quantized by
/// the agent when it is loaded, with the ranges of its 8-bit features.
enum class DevicePrecision { Float32, Int8 };
std::string toText(DevicePrecision precision);
/// @throws UsageError for other words than "float32" and "int8"
DevicePrecision devicePrecisionFromText(const std::string& text);

/// What a model is, beside its numbers: the readable half of a bundle.
struct Manifest {
  static constexpr int kVersion = 1;
  static constexpr std::size_t kMaxProfiles = 64;

  std::string name;
  std::string dataset;
  std::vector<std::string> classes;
  NetworkDescription network;
  /// Quantization ranges of each layer's output by bits, one for the tensor or one a channel; the frame itself needs
  /// none (0..255).
  std::map<std::string, std::map<int, std::vector<ValueRange>>> ranges;
  /// Symbol frequencies of the lossless stage by layer and bits, where it pays.
  std::map<std::string, std::map<int, SymbolFrequencies>> coding;
  std::vector<ExitAccuracy> accuracy;          ///< per exit on the data set's test images; empty if never measured
  std::vector<DecisionMeasurement> decisions;  ///< by index in DecisionSpace; empty if never measured
  std::vector<TensorEntry> tensors;
  std::uint64_t weightsBytes = 0;
  std::string weightsChecksum;  ///< XXH3-128 of the blob, 32 hexadecimal digits
  DevicePrecision devicePrecision = DevicePrecision::Float32;
  std::string recipe;                    ///< how it was trained, one line: command and seed
  std::vector<LatencyProfile> profiles;  ///< of machines that ran it; may be empty, and is left out of the JSON then
};

std::string toJson(const Manifest& manifest);

/// Parses and checks everything that can be checked without the weights: version, network, tensor bounds.
/// @param where named in the error, for example the bundle's path
/// @throws Error with one sentence
Manifest manifestFromJson(std::string_view text, const std::string& where);

}  // namespace cleave
