// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/nn/kernels.h"

#include <utility>

namespace cleave::learn {
namespace {
constexpr std::size_t kFloats = 4;
constexpr int kRows = 4;
constexpr int kRegisters = 16;
#include "rl/nn/kernels_body.inc"
}  // namespace

extern const Kernels kBaselineKernels{"baseline", multiply, multiplyGated, affine,  pick, pickBack,
                                      transpose,  gather,   addColumns,    softmax, adam, softUpdate};

}  // namespace cleave::learn
