// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/runs/run_header.h"
#include "core/types/run_table.h"

namespace cleave {

/// manifest.json of a bundle: all that a list of runs shows, without its records.
struct RunManifest {
  /// More are not opened, and not packed: they would not fit into the memory of most machines.
  static constexpr std::uint64_t kMaxRequests = 20'000'000;

  RunHeader header;                   ///< scenarioText excepted, which is a member of its own
  std::vector<std::string> policies;  ///< what RequestRecord::policy counts
  std::uint64_t requests = 0;
  std::uint64_t completed = 0;
  std::uint64_t fallbacks = 0;
  std::uint64_t failed = 0;
  std::uint64_t correct = 0;
  std::uint64_t violations = 0;  ///< of the latency target
  double durationS = 0;          ///< from the run's start to its last request's end
  bool hasScenario = false;      ///< its text is a member
  bool hasZeros = false;         ///< of a version that wrote 0 where nothing was measured
  bool truncated = false;        ///< the run was killed while it wrote a record, which was left out
};

RunManifest manifestOf(const RunHeader& header, std::vector<std::string> policies, const RunTable& table,
                       bool truncated);

std::string toJson(const RunManifest& manifest);
/// @param name the file's, in errors @throws Error when it is none, of a newer version, or its numbers are absurd
RunManifest runManifestFromJson(std::string_view json, const std::string& name);

}  // namespace cleave
