// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/types/decision.h"
#include "net/messages/payload_kind.h"

namespace cleave::net {

/// One request for the device's network.
struct DeviceJob {
  Decision decision;
  std::span<const std::byte> frame;  ///< width * height * 3, rows of interleaved 8-bit RGB; valid during run()
  int width = 0;
  int height = 0;
  std::stop_token stop;  ///< nobody waits for the answer any more: look between layers, throw Cancelled
};

struct DeviceReply {
  std::vector<float> layerMs;  ///< one per layer that was run
  double prepareMs = 0;        ///< frame to network input
  double quantizeMs = 0;       ///< quantize and pack
  PayloadKind kind = PayloadKind::Codes;
  std::vector<std::byte> payload;  ///< at most kMaxFeatureBytes; sent without another copy
};

/// What computes on the device. The agent calls it from one compute thread, one call at a time.
class DeviceBackend {
 public:
  virtual ~DeviceBackend() = default;

  /// The manifest and weights are untrusted bytes that match their checksum and nothing more.
  /// @throws Error when they are no model; the backend then counts as empty
  virtual void loadModel(std::string manifest, std::vector<std::byte> weights) = 0;
  /// @param threads 1..1024, from the next run() on
  virtual void setThreads(int threads) = 0;
  /// Other work on the device, from the next run() on. @param share of its cores' time, 0..0.95; 0 = none
  virtual void setLoad(double share) = 0;
  /// How many times as long as at rest the device's work takes now, measured with a little work of its own where that
  /// is needed (some ten milliseconds at most). Called while no request is waiting. @returns 0 = unknown
  virtual double measureSlowdown() { return 0; }
  /// Called only after a loadModel() that succeeded. The decision's form was checked, not whether the model has it.
  /// @throws Error whose sentence goes to the workbench as this request's failure
  virtual DeviceReply run(const DeviceJob& job) = 0;
};

}  // namespace cleave::net
