// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace cleave::net {

/// XXH3-128 of a model's manifest followed by its weights: tells two models apart and finds damage, it is no proof
/// against an attacker (the paired TLS link is). All zero means "no model".
struct ModelChecksum {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  [[nodiscard]] bool empty() const { return high == 0 && low == 0; }
  friend bool operator==(const ModelChecksum&, const ModelChecksum&) = default;
};

/// The checksum of bytes that come in parts.
class Checksummer {
 public:
  Checksummer();
  ~Checksummer();
  Checksummer(Checksummer&&) noexcept;
  Checksummer& operator=(Checksummer&&) noexcept;

  void add(std::span<const std::byte> bytes);
  [[nodiscard]] ModelChecksum value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

ModelChecksum checksumOf(std::span<const std::byte> manifest, std::span<const std::byte> weights);

}  // namespace cleave::net
