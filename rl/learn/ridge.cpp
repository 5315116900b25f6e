// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/learn/ridge.h"

namespace cleave::learn {
namespace {

double dot(const double* a, const double* b, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

void Ridge::add(std::span<const double> x, double y) {
  const std::size_t n = x.size();
  for (std::size_t i = 0; i < n; ++i) along_[i] = dot(inverse_.data() + i * n, x.data(), n);
  const double scale = 1 / (1 + dot(x.data(), along_.data(), n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) inverse_[i * n + j] -= scale * along_[i] * along_[j];
    sums_[i] += x[i] * y;
  }
  for (std::size_t i = 0; i < n; ++i) weights_[i] = dot(inverse_.data() + i * n, sums_.data(), n);
}

double Ridge::variance(std::span<const double> x) const {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * dot(inverse_.data() + i * x.size(), x.data(), x.size());
  return sum;
}

double Ridge::estimate(std::span<const double> x) const {
  return dot(weights_.data(), x.data(), x.size());
}

void Ridge::save(StateWriter& state) const {
  for (const auto* values : {&inverse_, &sums_, &weights_}) state.put(*values);
}

void Ridge::load(StateReader& state) {
  for (auto* values : {&inverse_, &sums_, &weights_}) state.get(*values);
}

}  // namespace cleave::learn
