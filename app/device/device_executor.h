// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include "core/model/feature_codecs.h"
#include "core/network/network_runtime.h"
#include "core/plain/decision_space.h"
#include "net/device_backend.h"

namespace cleave {

/// The device's half of a request: first layers, quantize, pack. What cleave-agent serves.
class DeviceExecutor final : public net::DeviceBackend {
 public:
  /// @param slowdown every layer is made to take so many times as long (1 = as it is), standing in for a slower
  ///        processor; the added time is waited, not computed
  explicit DeviceExecutor(double slowdown = 1);

  void loadModel(std::string manifest, std::vector<std::byte> weights) override;
  void setThreads(int threads) override;
  net::DeviceReply run(const net::DeviceJob& job) override;

 private:
  struct Loaded {
    explicit Loaded(Model model);
    Manifest manifest;
    FeatureCodecs codecs;
    DecisionSpace space;
    NetworkRuntime runtime;
  };

  void runLayers(const net::DeviceJob& job, Activation& activation, std::vector<float>& layerMs) const;

  double slowdown_;
  std::optional<Loaded> loaded_;
};

}  // namespace cleave
