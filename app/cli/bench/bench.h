// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "core/statistics/quantile.h"
#include "core/types/network_description.h"
#include "core/types/random.h"

namespace cleave::cli {

// One command each of `cleave-cli bench`.
void addBenchCodec(const Command& bench, Context& context);
void addBenchNetwork(const Command& bench, Context& context);
void addBenchEnv(const Command& bench, Context& context);
void addBenchTrain(const Command& bench, Context& context);
void addBenchDecide(const Command& bench, Context& context);
void addBenchRuns(const Command& bench, Context& context);
void addBenchRecovery(const Command& bench, Context& context);
void addBenchGui(const Command& bench, Context& context);

/// A frame that looks like nothing: layers take the same time for any.
inline std::vector<std::uint8_t> noiseFrame(const FrameDescription& frame, std::uint64_t seed) {
  SplitMix random(seed, 0);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(frame.bytes()));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next() >> 56);
  return bytes;
}

inline double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

inline double secondsOf(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Two ways of doing something, timed in turns in one process, so that a noisy machine disturbs both alike. What is
/// short for the clock is done several times in a turn.
struct Comparison {
  double referenceS = 0;  ///< of one time, median
  double candidateS = 0;  ///< of one time, median
  double ratio = 0;       ///< median over the rounds of candidate / reference
};

inline Comparison compare(int rounds, const std::function<void()>& reference, const std::function<void()>& candidate) {
  constexpr double kTurnS = 1e-3;
  std::vector<double> first;
  std::vector<double> second;
  std::vector<double> ratios;
  const auto timed = [](const std::function<void()>& work) {
    work();  // the first time allocates
    const int times = std::clamp(static_cast<int>(kTurnS / std::max(1e-7, secondsOf(work))), 1, 10000);
    return [&work, times] {
      const auto all = [&work, times] {
        for (int i = 0; i < times; ++i) work();
      };
      return secondsOf(all) / times;
    };
  };
  const auto timeReference = timed(reference);
  const auto timeCandidate = timed(candidate);
  for (int i = 0; i < rounds; ++i) {
    const bool swap = i % 2 == 1;  // whoever comes second finds warmer caches
    if (swap) second.push_back(timeCandidate());
    first.push_back(timeReference());
    if (!swap) second.push_back(timeCandidate());
    ratios.push_back(second.back() / first.back());
  }
  return {median(first), median(second), median(ratios)};
}

}  // namespace cleave::cli
