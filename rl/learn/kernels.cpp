// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/kernels.h"

namespace cleave::learn {

extern const Kernels kBaselineKernels;  // SSE2 on x86-64, NEON on ARM
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

const Kernels& kernels() {
#if defined(__x86_64__)
  static const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
  static const bool middle = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (wide) return kAvx512Kernels;
  if (middle) return kAvx2Kernels;
#endif
  return kBaselineKernels;
}

}  // namespace cleave::learn
