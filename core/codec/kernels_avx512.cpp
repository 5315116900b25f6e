// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/kernels.h"

namespace cleave::codec {
namespace {
#include "core/codec/kernels_body.inc"
}  // namespace

extern const Kernels kAvx512Kernels{"avx512", quantize, dequantize, pack, unpack};

}  // namespace cleave::codec
