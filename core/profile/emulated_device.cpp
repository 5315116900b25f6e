// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/emulated_device.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::string_view kPi = "raspberrypi4";
constexpr int kPiThreads = 4;

ReferenceDevice piFrom(const std::string& text) {
  if (text == kPi) return raspberryPi4(kPiThreads);
  int threads = 0;
  const char* const end = text.data() + text.size();
  const auto [next, error] = std::from_chars(text.data() + kPi.size() + 1, end, threads);
  if (error != std::errc{} || next != end) threads = 0;
  return raspberryPi4(threads);
}

}  // namespace

std::optional<EmulatedDevice> EmulatedDevice::parse(const std::string& text) {
  if (text == "none") return std::nullopt;
  if (text == kPi || text.starts_with(std::string(kPi) + ':')) {
    const ReferenceDevice pi = piFrom(text);
    return EmulatedDevice(pi.name, pi);
  }
  std::error_code unknown;
  if (!std::filesystem::exists(text, unknown)) {
    throw UsageError("'" + text.substr(0, 256) +
                     "' is not a device to emulate: use none, raspberrypi4, raspberrypi4:1 (one thread) or the file of "
                     "a latency profile.");
  }
  auto profiles = readLatencyProfiles(text);
  const auto device = std::ranges::find_if(profiles, [](const auto& profile) { return profile.side != "edge"; });
  if (device == profiles.end())
    throw Error(text + " does not contain a device's latency profile: create one with 'cleave-cli profile --out'.");
  std::string name = device->name.substr(0, 64);
  return EmulatedDevice(std::move(name), std::move(*device));
}

int EmulatedDevice::threads() const {
  return std::visit([](const auto& times) { return times.threads; }, times_);
}

void EmulatedDevice::requirePrecision(const std::string& precision) const {
  const auto* measured = std::get_if<LatencyProfile>(&times_);
  const std::string own = measured != nullptr ? measured->precision : LatencyProfile{}.precision;
  if (own == precision) return;
  throw UsageError("The layer times of " + name_ + " are for " + own + ", but the device is to compute in " +
                   precision + ": choose the same precision for both, or turn off emulation.");
}

LatencyProfile EmulatedDevice::profileOf(const NetworkDescription& network) const {
  if (const auto* reference = std::get_if<ReferenceDevice>(&times_)) return referenceProfile(*reference, network);
  const auto& profile = std::get<LatencyProfile>(times_);
  requireCovers(profile, network);
  return profile;
}

}  // namespace cleave
