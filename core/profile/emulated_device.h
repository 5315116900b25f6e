// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/profile/latency_profile.h"
#include "core/profile/reference_device.h"

namespace cleave {

/// The device that another machine stands in for: what `--emulate` names.
class EmulatedDevice {
 public:
  /// @param text "raspberrypi4" (4 threads), "raspberrypi4:1", a file of latency profiles (its first device or
  ///        reference), or "none"
  /// @returns nullopt for "none"
  /// @throws UsageError when it is none of these, Error when the file cannot be used
  static std::optional<EmulatedDevice> parse(const std::string& text);

  /// A name for people, at most 64 bytes: "raspberrypi4:1".
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Threads that one layer had when its times were taken.
  [[nodiscard]] int threads() const;
  /// Times hold for the arithmetic they were taken in: int8 layers stretched to float32 times stand for no device.
  /// @param precision "float32" or "int8" @throws UsageError when its times are of another
  void requirePrecision(const std::string& precision) const;
  /// Its time for every layer of the network. @throws Error when a measured profile is not of this network
  LatencyProfile profileOf(const NetworkDescription& network) const;

 private:
  using Times = std::variant<ReferenceDevice, LatencyProfile>;
  EmulatedDevice(std::string name, Times times) : name_(std::move(name)), times_(std::move(times)) {}

  std::string name_;
  Times times_;
};

}  // namespace cleave
