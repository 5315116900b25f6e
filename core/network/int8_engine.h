// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/torch.h"

#include <cstdint>
#include <string>

// For core/network's sources only.
namespace cleave {

/// How 8-bit codes stand for real numbers: real = (code - zero) * scale, 0 <= code <= top.
struct Int8Scale {
  double scale = 1;
  std::int64_t zero = 0;
  std::uint8_t top = 255;  ///< the highest code that may occur
};

/// The highest code of this processor: 255, or 127 where it has no dot product of bytes (VNNI, ARM). There two products
/// of a code and a weight are added in 16 bits, and 2 * 127 * 127 is the most that fits.
std::uint8_t int8TopCode();

/// The scale that covers [low, high], which contains 0, with the codes 0 to `top`. Values outside take the code at
/// their end.
Int8Scale int8Scale(double low, double high, std::uint8_t top = int8TopCode());

/// A convolution or linear layer in libtorch's int8 arithmetic (onednn on x86, qnnpack on ARM): weights quantized per
/// output channel, symmetric.
class Int8Layer {
 public:
  Int8Layer() = default;
  /// @throws Error when this libtorch has no int8 engine for the processor
  static Int8Layer conv2d(const torch::Tensor& weight, const torch::Tensor& bias, std::int64_t stride,
                          std::int64_t padding, bool relu, Int8Scale output);
  static Int8Layer linear(const torch::Tensor& weight, const torch::Tensor& bias, bool relu, Int8Scale output);

  [[nodiscard]] bool defined() const { return !operation_.empty(); }
  /// No code of the result exceeds the output scale's top: what the calibrated range clips stops there.
  /// @param input quint8, channels last
  [[nodiscard]] torch::Tensor run(const torch::Tensor& input) const;

 private:
  std::string operation_;
  c10::IValue packed_;
  Int8Scale output_;
};

}  // namespace cleave
