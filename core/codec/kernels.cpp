// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/kernels.h"

#include <bit>

namespace cleave::codec {

static_assert(std::endian::native == std::endian::little, "codes are moved together as little-endian words");

extern const Kernels kBaselineKernels;  // SSE2 on x86-64, NEON on ARM
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

std::vector<const Kernels*> availableKernels() {
  std::vector<const Kernels*> list{&kBaselineKernels};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) list.push_back(&kAvx2Kernels);
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) list.push_back(&kAvx512Kernels);
#endif
  return list;
}

const Kernels& kernels() {
  static const Kernels best = [] {
    const auto all = availableKernels();
    Kernels chosen = *all.back();
#if defined(__x86_64__)
    // Where most bytes are written, 256-bit stores are faster: fewer of them straddle cache lines.
    if (all.size() > 2) chosen.dequantize = kAvx2Kernels.dequantize;
#endif
    return chosen;
  }();
  return best;
}

}  // namespace cleave::codec
