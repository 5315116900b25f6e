// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "app/cli/command.h"

namespace cleave::cli {

// One command each of `cleave-cli bench`.
void addBenchCodec(CLI::App& bench, Context& context);
void addBenchNetwork(CLI::App& bench, Context& context);

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

inline double secondsOf(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Two ways of doing something, timed in turns in one process, so that a noisy machine disturbs both alike.
struct Comparison {
  double referenceS = 0;  ///< median
  double candidateS = 0;  ///< median
  double ratio = 0;       ///< median over the rounds of candidate / reference
};

inline Comparison compare(int rounds, const std::function<void()>& reference, const std::function<void()>& candidate) {
  std::vector<double> first;
  std::vector<double> second;
  std::vector<double> ratios;
  reference();
  candidate();
  for (int i = 0; i < rounds; ++i) {
    const bool swap = i % 2 == 1;  // whoever comes second finds warmer caches
    if (swap) second.push_back(secondsOf(candidate));
    first.push_back(secondsOf(reference));
    if (!swap) second.push_back(secondsOf(candidate));
    ratios.push_back(second.back() / first.back());
  }
  return {median(first), median(second), median(ratios)};
}

}  // namespace cleave::cli
