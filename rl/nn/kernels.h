// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cleave::learn {

/// Rows of all matrices are padded with zeros to a multiple of this many floats, so that kernels have no column tails.
constexpr std::size_t kLane = 16;
constexpr std::size_t padded(std::size_t columns) {
  return (columns + kLane - 1) / kLane * kLane;
}

struct AdamStep {
  float rate = 0;         ///< learning rate with both bias corrections folded in
  float epsilon = 1e-8F;  ///< scaled by the second correction
  float keepMean = 0.9F;
  float keepSquare = 0.999F;
};

/// The learners' inner loops for one instruction set: small dense products and element-wise passes. One source for all
/// (kernels_body.inc), vectors by the compiler's own types; results may differ in the last bits between instruction
/// sets, but never between two runs on one machine.
struct Kernels {
  const char* name;
  /// C[m x n] = (accumulate ? C : 0) + A[m x k] B[k x n]. A's element (i, j) is a[i * aRow + j * aColumn], so that A
  /// may be a transpose; B and C are row by row with strides ldb and ldc. n is a multiple of kLane.
  void (*multiply)(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t aRow, std::size_t aColumn,
                   const float* b, std::size_t ldb, float* c, std::size_t ldc, bool accumulate);
  /// C = A B where `gate`, of C's shape and stride, is above 0, else 0: a gradient on its way back through a rectifier
  /// whose outputs the gate is.
  void (*multiplyGated)(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda, const float* b,
                        std::size_t ldb, const float* gate, float* c, std::size_t ldc);
  /// C = A B + bias in each row, rectified where `relu`: one layer.
  void (*affine)(std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda, const float* b,
                 std::size_t ldb, const float* bias, bool relu, float* c, std::size_t ldc);
  /// One output of a layer for each row: values[r] = hidden[r] . weights[output] + bias[output], output = outputs[r],
  /// or 0 for all rows where outputs is nullptr. Rows of hidden and weights are `width` apart, a multiple of kLane.
  void (*pick)(std::size_t rows, std::size_t width, const float* hidden, const float* weights, const float* bias,
               const std::size_t* outputs, float* values);
  /// Its way back: adds to both gradients what slopes[r] makes of output's weights and bias; hiddenGradient becomes
  /// what it makes of `hidden`, outputs of a rectifier, before that.
  void (*pickBack)(std::size_t rows, std::size_t width, const float* hidden, const float* weights,
                   const std::size_t* outputs, const float* slopes, float* weightGradients, float* biasGradients,
                   float* hiddenGradient);
  /// to[c][r] = (accumulate ? to[c][r] : 0) + from[r][c]
  void (*transpose)(std::size_t rows, std::size_t columns, const float* from, std::size_t ldf, float* to,
                    std::size_t ldt, bool accumulate);
  /// Row i of `to` becomes row rows[i] of `from`; rows are `width` apart, a multiple of kLane.
  void (*gather)(std::size_t count, std::size_t width, const float* from, const std::size_t* rows, float* to);
  /// sums[j] += the sum of column j.
  void (*addColumns)(std::size_t rows, std::size_t columns, const float* matrix, float* sums);
  /// Over one row of `columns` scores where allowed[j] != 0: log probabilities and
  /// probabilities of the softmax; elsewhere probability 0 and log probability 0, so that their product is 0.
  void (*softmax)(std::size_t columns, const float* scores, const float* allowed, float* logs, float* probabilities);
  void (*adam)(std::size_t count, const AdamStep& step, const float* gradient, float* mean, float* square,
               float* parameters);
  /// target += share * (source - target)
  void (*softUpdate)(std::size_t count, float share, const float* source, float* target);
};

/// The fastest that this processor runs, chosen once.
const Kernels& kernels();
/// All that this processor runs, slowest first: for tests and benchmarks.
std::vector<const Kernels*> availableKernels();

}  // namespace cleave::learn
