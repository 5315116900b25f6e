// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "net/messages/deploy.h"
#include "net/wire/checksum.h"

namespace cleave::net {

/// Puts one announced model together from its chunks.
class ModelReceiver {
 public:
  /// @throws ProtocolError when the device has not the memory
  explicit ModelReceiver(const DeployBegin& begin);

  /// @throws ProtocolError for a wrong offset, more bytes than announced, and, on the last byte, a wrong checksum
  void add(const DeployChunk& chunk);
  [[nodiscard]] std::uint64_t received() const { return manifest_.size() + weights_.size(); }
  [[nodiscard]] bool complete() const { return received() == total(); }
  [[nodiscard]] ModelChecksum checksum() const { return begin_.checksum; }

  std::string takeManifest() { return std::move(manifest_); }
  std::vector<std::byte> takeWeights() { return std::move(weights_); }

 private:
  [[nodiscard]] std::uint64_t total() const { return begin_.manifestBytes + begin_.weightsBytes; }

  DeployBegin begin_;
  std::string manifest_;
  std::vector<std::byte> weights_;
  Checksummer checksummer_;
};

}  // namespace cleave::net
