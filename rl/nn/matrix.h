// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "rl/nn/kernels.h"

namespace cleave::learn {

/// A row-major matrix of floats whose rows are padded with zeros to kLane.
class Matrix {
 public:
  Matrix() = default;
  Matrix(std::size_t rows, std::size_t columns) { resize(rows, columns); }

  /// What is in it is undefined afterwards, but for the padding, which is zero. Rows come and go without new memory.
  void resize(std::size_t rows, std::size_t columns) {
    if (columns != columns_) values_.assign(rows * padded(columns), 0.0F);
    rows_ = rows;
    columns_ = columns;
    stride_ = padded(columns);
    if (values_.size() < size()) values_.resize(size(), 0.0F);
  }
  void clear() { std::fill_n(values_.begin(), size(), 0.0F); }

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  [[nodiscard]] std::size_t size() const { return rows_ * stride_; }
  float* row(std::size_t index) { return values_.data() + index * stride_; }
  [[nodiscard]] const float* row(std::size_t index) const { return values_.data() + index * stride_; }
  float* data() { return values_.data(); }
  [[nodiscard]] const float* data() const { return values_.data(); }

 private:
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t stride_ = 0;
  std::vector<float> values_;
};

}  // namespace cleave::learn
