// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/kernels.h"

#include <utility>

namespace cleave::learn {
namespace {
constexpr std::size_t kFloats = 4;
constexpr int kRows = 4;
constexpr int kRegisters = 16;
#include "rl/learn/kernels_body.inc"
}  // namespace

extern const Kernels kBaselineKernels{"baseline", multiply, multiplyGated, affine,  pick, pickBack,
                                      transpose,  gather,   addColumns,    softmax, adam, follow};

}  // namespace cleave::learn
