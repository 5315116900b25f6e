// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/fast_random.h"
#include "rl/nn/matrix.h"

namespace cleave::test {

/// Standard normal numbers; the padding stays zero.
inline learn::Matrix randomMatrix(std::size_t rows, std::size_t columns, FastRandom& random) {
  learn::Matrix matrix(rows, columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) matrix.row(i)[j] = static_cast<float>(random.normal());
  }
  return matrix;
}

}  // namespace cleave::test
