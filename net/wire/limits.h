// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace cleave::net {

/// Raised whenever a message changes its layout: both sides must speak the same one.
inline constexpr std::uint16_t kProtocolVersion = 6;

// Every size that a peer can announce is held against one of these before memory is taken.
inline constexpr std::size_t kMaxSoftwareBytes = 64;
inline constexpr std::size_t kMaxHostNameBytes = 255;
inline constexpr std::size_t kMaxMachineBytes = 128;
inline constexpr std::size_t kMaxGovernorBytes = 32;
inline constexpr std::size_t kMaxEmulatedBytes = 64;
inline constexpr std::size_t kMaxSentenceBytes = 512;
inline constexpr std::size_t kMaxHelloBytes = 1024;  ///< room for what later versions add
inline constexpr std::size_t kMaxManifestBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxWeightsBytes = std::size_t{512} << 20;
inline constexpr std::size_t kMaxChunkBytes = std::size_t{256} << 10;
inline constexpr std::size_t kMaxImageSide = 2048;  ///< pixels
inline constexpr std::size_t kMaxImageBytes = 3 * kMaxImageSide * kMaxImageSide;
inline constexpr std::size_t kMaxFeatureBytes = std::size_t{64} << 20;
inline constexpr std::size_t kFeaturePartBytes = std::size_t{16} << 10;  ///< of a feature, in one message
inline constexpr double kMaxSlowdown = 1000;
inline constexpr std::size_t kMaxProbeBytes = std::size_t{64} << 10;
inline constexpr std::size_t kMaxLayers = 256;
inline constexpr std::size_t kMaxThreads = 1024;
inline constexpr std::size_t kMaxLinkSteps = 65'536;
inline constexpr std::uint64_t kMaxLinkTraceUs = std::uint64_t{30} * 86'400 * 1'000'000;
inline constexpr std::uint64_t kMaxLinkBitsPerSecond = 1'000'000'000'000;
inline constexpr std::uint32_t kMaxLinkRttUs = 60'000'000;
inline constexpr std::uint16_t kMaxLoadPermille = 950;  ///< of the device's cores; all of them would never end

// What one connection may hold on the agent.
inline constexpr std::size_t kMaxImagesHeld = 1024;
inline constexpr std::size_t kMaxImageBytesHeld = std::size_t{256} << 20;
inline constexpr std::size_t kMaxRequestsUnderWay = 16;
inline constexpr std::size_t kMaxUnreadBytes = kMaxFeatureBytes + (std::size_t{1} << 20);
inline constexpr std::size_t kMaxUnreadPieces = 4096;

}  // namespace cleave::net
