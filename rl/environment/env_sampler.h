// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "rl/environment/scenario.h"
#include "rl/environment/trace_file.h"

namespace cleave {

/// One environment to evaluate policies in: for example one trace, started at one place, with one seed of its noise.
struct Setting {
  std::shared_ptr<const Conditions> conditions;
  EnvironmentOptions options;
};

/// As many environments of one scenario as anyone wants: its link drawn anew for each, or measured links begun
/// anywhere. Loads and round trips are always drawn anew (but a trace's own round trips).
class EnvSampler {
 public:
  /// @param traces measured links that take the scenario's place; empty = the scenario's own link
  /// @throws Error when the scenario is not valid or a trace cannot be read
  EnvSampler(const Scenario& scenario, std::span<const std::filesystem::path> traces);

  /// One environment for training; the same for the same seed.
  [[nodiscard]] Setting sample(std::uint64_t seed) const;
  /// Environments for evaluation, at least `count`: as many draws of the link, or every trace begun at places spread
  /// evenly over its length, all shifted by the seed. They share no seed with sample().
  [[nodiscard]] std::vector<Setting> evaluationGrid(std::uint64_t seed, std::size_t count) const;

 private:
  [[nodiscard]] Setting onTrace(const Trace& trace, double startS, std::uint64_t seed) const;

  Scenario scenario_;
  std::vector<Trace> traces_;
};

}  // namespace cleave
