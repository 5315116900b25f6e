// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/model.h"
#include "core/profile/latency_profile.h"

namespace cleave {

struct ProfileOptions {
  std::string agent = "local";                           ///< "local" starts one, else HOST:PORT
  std::string emulate = "none";                          ///< by a local agent
  DevicePrecision precision = DevicePrecision::Float32;  ///< of the device's layers
  int deviceThreads = 0;                                 ///< 0: as the agent was started (a local one: 1)
  int repeats = 30;                                      ///< requests to every exit that count
  int warmUps = 5;         ///< and before them, that do not: first calls allocate and choose kernels
  double restMs = 0;       ///< before each request: caches that others use meanwhile are cold, as in a slow run
  std::uint64_t seed = 1;  ///< of the frame that is made up where there are none
  /// 8-bit RGB, HWC, of the model's size, one a round in turn. What pools and coding take depends on the image: empty
  /// takes blurred noise, which is close to an image's.
  std::vector<std::vector<std::uint8_t>> frames;
};

/// What both sides take for the same layers.
struct MeasuredProfiles {
  LatencyProfile device;
  LatencyProfile edge;
  /// How far a side's time for a whole path varies, as the standard deviation of its logarithm. More than its layers'
  /// own spreads say, where what disturbs a machine lasts longer than a layer.
  struct Spread {
    double deviation = 0;
    double correlation = 0;  ///< from one request to the next, 0..1: what disturbs a machine may last
  };
  Spread deviceSpread;
  Spread edgeSpread;
  /// What the programs and their machines add to the round trip of a link that the agent imitates, median: processors
  /// that wait for milliseconds wake late.
  double roundTripMoreMs = 0;
};

/// Times every layer of every path on a device and here: device-only requests to each exit in turn and the same layers
/// on this machine, in rounds, so that a disturbance hits all of them alike. A layer that several paths share has the
/// samples of all. The edge computes with as many threads as
/// setComputeThreads() says.
/// @param phase what is being done and how far (0..1)
/// @throws UsageError for settings that are wrong, Error when the agent fails, Cancelled
MeasuredProfiles measureProfiles(const Model& model, const ProfileOptions& options,
                                 const std::function<void(const std::string& what, double done)>& phase,
                                 const std::stop_token& stop);

}  // namespace cleave
