// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/types/network_description.h"

namespace cleave {

/// How long one layer takes.
struct LayerLatency {
  std::string name;
  double medianMs = 0;
  double p95Ms = 0;
  int samples = 0;  ///< measurements behind it; 0 = computed, not measured

  friend bool operator==(const LayerLatency&, const LayerLatency&) = default;
};

/// Median and 95th percentile, as quantile() defines them. A time that the clock could not tell from nothing counts as
/// a nanosecond.
/// @param timesMs at least one
LayerLatency latencyOf(std::string name, std::vector<double> timesMs);

/// The layers of one network timed on one machine.
struct LatencyProfile {
  static constexpr int kVersion = 1;

  std::string name;                   ///< short, for people: a host's name, "raspberrypi4"
  std::string machine;                ///< processor or board
  std::string side;                   ///< "device", "edge", or "reference" for one built from published figures
  int threads = 1;                    ///< that one layer may use
  std::string governor;               ///< of the processor's frequency; empty = unknown
  std::string precision = "float32";  ///< what the layers compute in
  std::string source;                 ///< how the times were obtained
  std::string model;                  ///< name of the model that was timed; empty where only its architecture mattered
  std::string architecture;
  int frameWidth = 0;  ///< the layers' times hold for frames of this size
  int frameHeight = 0;
  double prepareMs = 0;  ///< frame to network input; 0 = unknown
  double codingNs = 0;   ///< quantize (device) or dequantize (edge) one value of 4 bits, packing included; 0 = unknown
  std::vector<LayerLatency> layers;  ///< every layer of the network once, in uniqueLayers() order

  friend bool operator==(const LatencyProfile&, const LatencyProfile&) = default;
};

/// Checks texts (short), threads, times (finite, positive, p95 >= median) and names (unique).
/// @throws Error with one sentence
void validate(const LatencyProfile& profile);

/// @throws Error when the profile lacks a layer of the network or was taken at another frame size
void requireCovers(const LatencyProfile& profile, const NetworkDescription& network);

/// The median times of the path to `exit`, in its order. @throws Error as requireCovers
std::vector<double> pathMs(const LatencyProfile& profile, const NetworkDescription& network, int exit);

/// One JSON object, and back. @param where named in the error
/// @throws Error with one sentence when the text is damaged or the profile not valid
std::string toJson(const LatencyProfile& profile);
LatencyProfile latencyProfileFromJson(std::string_view text, const std::string& where);

/// A file of profiles, as `cleave-cli profile --out` writes it: JSON, written beside its place, synced, renamed.
/// @throws Error with one sentence
void writeLatencyProfiles(const std::filesystem::path& file, std::span<const LatencyProfile> profiles);
/// @throws Error when the file is missing, no file of profiles, of a newer version or damaged; it holds at least one
std::vector<LatencyProfile> readLatencyProfiles(const std::filesystem::path& file);

}  // namespace cleave
