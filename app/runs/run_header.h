// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/types/network_description.h"

namespace cleave {

/// What a run was when it began, beside its records: enough to draw it.
struct RunHeader {
  std::string model;  ///< name
  std::string modelChecksum;
  std::string policy;
  std::string agent;      ///< "local" or HOST:PORT, as it was asked for
  std::string startedAt;  ///< UTC, ISO 8601
  std::string version;    ///< of Cleave
  std::string machine;    ///< processor of the edge
  double targetMs = 0;
  double linkMbps = 0;                      ///< rate limit at the start; 0 = none
  std::string deviceMachine;                ///< processor or board of the device; empty in older runs
  std::string emulated;                     ///< the device that it stood in for; empty: itself
  std::string devicePrecision = "float32";  ///< of the device's layers: float32 or int8
  std::uint64_t seed = 1;
  NetworkDescription network;
  std::string scenario = {};      ///< its name; empty: none
  std::string scenarioText = {};  ///< all of it, as parseScenario reads it; empty in older runs
};

/// A setting that was changed while the run went on.
struct RunChange {
  std::uint64_t request = 0;  ///< the first request that it holds for
  double atS = 0;             ///< seconds since the run's start
  /// "policy", "target_ms", "link_mbps", "fading_link", "scenario" (its text), "device_load", "device_threads",
  /// "agent", "emulate", "device_precision"; later versions may know more
  std::string setting;
  std::string value;  ///< as text

  friend bool operator==(const RunChange&, const RunChange&) = default;
};

/// The policies that decided in a run, the one that it began with first, each once: what RequestRecord::policy counts.
std::vector<std::string> policiesOf(const RunHeader& header, std::span<const RunChange> changes);

/// One line of JSON without the newline. The same in a run's folder and in a bundle's manifest.
std::string toJson(const RunHeader& header);
/// @param name the file's, in errors @throws Error
RunHeader runHeaderFromJson(std::string_view json, const std::string& name);

}  // namespace cleave
