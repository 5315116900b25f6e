// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cleave::codec {

/// The codec's inner loops for one instruction set. The source is the same for all (kernels_body.inc), plain C++ that
/// the compiler vectorises; only the flags differ. All give the same bits: no multiplication is fused with an addition.
struct Kernels {
  const char* name;  ///< "baseline", "avx2", "avx512"
  /// codes[i] = (uint8) (clamp((values[i] - low) * inverseStep, 0, top) + 0.5); false when a value is NaN or infinite.
  bool (*quantize)(const float* values, std::size_t count, float low, float inverseStep, float top,
                   std::uint8_t* codes);
  /// values[i] = low + codes[i] * step
  void (*dequantize)(const std::uint8_t* codes, std::size_t count, float low, float step, float* values);
  /// Packs 8 / bits codes a byte, least significant first; `count` is a multiple of 8 / bits. bits is 1, 2 or 4.
  void (*pack)(const std::uint8_t* codes, std::size_t count, int bits, std::uint8_t* packed);
  void (*unpack)(const std::uint8_t* packed, std::size_t count, int bits, std::uint8_t* codes);
};

/// The fastest that this processor runs, chosen once.
const Kernels& kernels();
/// All that this processor runs, slowest first: for tests and benchmarks.
std::vector<const Kernels*> availableKernels();

}  // namespace cleave::codec
