// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cleave {

/// Blocks of time that a series of requests is cut into; see proportionOfSeries() for why so few.
inline constexpr std::size_t kBlocks = 10;

/// The variance of the mean of a correlated series, between its blocks.
/// @param count of the values, kBlocks at least
/// @param valueOf the value of an index
template <class ValueOf>
double varianceOfMean(std::size_t count, ValueOf valueOf) {
  const auto n = static_cast<double>(count);
  double mean = 0;
  for (std::size_t i = 0; i < count; ++i) mean += (valueOf(i) - mean) / static_cast<double>(i + 1);
  double squares = 0;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    double sum = 0;
    for (std::size_t i = count * block / kBlocks; i < count * (block + 1) / kBlocks; ++i) sum += valueOf(i) - mean;
    squares += sum * sum;
  }
  constexpr double kUnbiased = static_cast<double>(kBlocks) / static_cast<double>(kBlocks - 1);
  return squares * kUnbiased / (n * n);
}

}  // namespace cleave
