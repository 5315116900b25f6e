// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "net/wire/checksum.h"
#include "net/wire/output_queue.h"

namespace cleave::net {

/// Cuts one model into DeployChunks, and checks the progress that the agent reports.
class ModelSender {
 public:
  /// @throws UsageError when a size is out of the protocol's range
  ModelSender(std::span<const std::byte> manifest, std::span<const std::byte> weights);

  void queueBegin(OutputQueue& output) const;
  /// Queues chunks until `output` holds `backlog` bytes. @returns whether the last one is queued
  bool queueChunks(OutputQueue& output, std::size_t backlog);
  /// @throws ProtocolError for a report that cannot be true
  void confirm(std::uint64_t received);

  [[nodiscard]] std::uint64_t total() const { return manifest_.size() + weights_.size(); }
  [[nodiscard]] bool confirmed() const { return confirmed_ == total(); }
  [[nodiscard]] ModelChecksum checksum() const { return checksum_; }

 private:
  std::span<const std::byte> manifest_;
  std::span<const std::byte> weights_;
  ModelChecksum checksum_;
  std::uint64_t queued_ = 0;
  std::uint64_t confirmed_ = 0;
};

}  // namespace cleave::net
