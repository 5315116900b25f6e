// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/nn/kernels.h"

#include <utility>

namespace cleave::learn {
namespace {
constexpr std::size_t kFloats = 16;
constexpr int kRows = 8;
constexpr int kRegisters = 32;
#include "rl/nn/kernels_body.inc"
}  // namespace

extern const Kernels kAvx512Kernels{"avx512",  multiply, multiplyGated, affine,  pick, pickBack,
                                    transpose, gather,   addColumns,    softmax, adam, softUpdate};

}  // namespace cleave::learn
