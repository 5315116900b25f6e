// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/model/model.h"
#include "core/network/activation.h"

namespace cleave {

/// Runs a model's paths, any layer to any layer, one frame at a time on the CPU. Every layer is its own kernel call in
/// both whole and split execution, so cutting a path changes no bit of the result. Concurrent calls on different
/// activations are safe.
class NetworkRuntime {
 public:
  /// Expands the weights to float32, or quantizes them to int8; then activations between layers are 8-bit codes over
  /// the ranges of the model's 8-bit features, and only layers that give scores stay float32.
  /// @throws Error when a tensor is missing or has the wrong shape for its layer, or int8 cannot be had
  explicit NetworkRuntime(const Model& model, DevicePrecision precision = DevicePrecision::Float32);
  ~NetworkRuntime();
  NetworkRuntime(NetworkRuntime&&) noexcept;
  NetworkRuntime& operator=(NetworkRuntime&&) noexcept;

  [[nodiscard]] const NetworkDescription& network() const;

  /// 8-bit RGB frame (HWC) to the network's normalised input (3, H, W).
  /// @throws Error when the frame does not have the model's size
  [[nodiscard]] Activation prepare(std::span<const std::uint8_t> frame) const;
  /// The same from byte values held as floats, as a dequantized frame comes off the link.
  [[nodiscard]] Activation prepareDequantized(std::span<const float> frame) const;

  /// Runs layers [first, last) of the path to `exit` on `activation` in place.
  /// @param layerMs if given, each layer's time in milliseconds is appended
  /// Activations of an int8 runtime must be made readable by `toFloat` before their values are.
  void runLayers(int exit, int first, int last, Activation& activation, std::vector<float>* layerMs = nullptr) const;
  /// The same activation as float32 values; itself when it already is.
  static Activation toFloat(const Activation& activation);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Threads that one layer may use, for the whole process (libtorch's own default in Debian is 1).
void setComputeThreads(int threads);
int computeThreads();

}  // namespace cleave
