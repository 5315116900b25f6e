// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/nn/kernels.h"

namespace cleave::learn {

extern const Kernels kBaselineKernels;  // SSE2 on x86-64, NEON on ARM
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

std::vector<const Kernels*> availableKernels() {
  std::vector<const Kernels*> all{&kBaselineKernels};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all.push_back(&kAvx2Kernels);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) all.push_back(&kAvx512Kernels);
#endif
  return all;
}

const Kernels& kernels() {
  static const Kernels& fastest = *availableKernels().back();
  return fastest;
}

}  // namespace cleave::learn
