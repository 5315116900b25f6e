// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "app/device/background_load.h"
#include "app/device/layer_pacer.h"
#include "core/model/feature_codecs.h"
#include "core/network/network_runtime.h"
#include "core/profile/emulated_device.h"
#include "core/types/decision_space.h"
#include "net/session/device_backend.h"

namespace cleave {

/// The device's half of a request: first layers, quantize, pack. What cleave-agent serves.
class DeviceExecutor final : public net::DeviceBackend {
 public:
  using Log = std::function<void(std::string_view)>;

  /// @param emulated whose time every layer is made to take, at least; nullopt: this machine's own
  /// @param log told one sentence when this machine is too slow for that; called from run()
  explicit DeviceExecutor(std::optional<EmulatedDevice> emulated = std::nullopt, Log log = {});

  void loadModel(std::string manifest, std::vector<std::byte> weights) override;
  void setThreads(int threads) override;
  /// Real work on all cores, or where a device is emulated, its layers' times stretched (see LayerPacer).
  void setLoad(double share) override;
  net::DeviceReply run(const net::DeviceJob& job) override;
  /// Where a device is emulated, that is what its load stretches; else the time of the model's first layers over their
  /// fastest.
  double measureSlowdown() override;

 private:
  struct Loaded {
    explicit Loaded(Model model);
    Manifest manifest;
    FeatureCodecs codecs;
    DecisionSpace space;
    NetworkRuntime runtime;
    std::optional<Activation> reference;  ///< input of measureSlowdown()'s layers
    int referenceLayers = 0;              ///< 0 = not chosen yet
    double restMs = 0;                    ///< the fastest time of those
  };

  void runLayers(const net::DeviceJob& job, Activation& activation, std::vector<float>& layerMs);

  std::optional<EmulatedDevice> emulated_;
  Log log_;
  LayerPacer pacer_;
  double emulatedLoad_ = 0;
  BackgroundLoad load_;
  std::optional<Loaded> loaded_;
};

}  // namespace cleave
