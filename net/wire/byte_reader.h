// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cleave::net {

/// Reads little-endian values out of one message's payload. Never reads past its end.
class ByteReader {
 public:
  /// @param message what is being read, for the text of errors
  ByteReader(std::span<const std::byte> bytes, std::string_view message) : bytes_(bytes), message_(message) {}

  // Each throws ProtocolError when the payload ends early.
  std::uint8_t u8() { return get<std::uint8_t>(); }
  std::uint16_t u16() { return get<std::uint16_t>(); }
  std::uint32_t u32() { return get<std::uint32_t>(); }
  std::uint64_t u64() { return get<std::uint64_t>(); }
  std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
  float f32();
  double f64();
  std::span<const std::byte> raw(std::size_t count);

  /// u16 length, then the bytes. Control characters become spaces: a peer's text ends up on terminals and in logs.
  std::string text(std::size_t maxBytes);
  /// A duration in ms: finite and not negative.
  float ms32();
  double ms64();

  /// All that is left.
  std::span<const std::byte> rest();
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }
  /// @throws ProtocolError when bytes are left over
  void finish() const;
  /// @throws ProtocolError always: "a malformed X message: why"
  [[noreturn]] void fail(std::string_view why) const;

 private:
  template <std::unsigned_integral T>
  T get() {
    const auto part = raw(sizeof(T));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) value |= std::to_integer<std::uint64_t>(part[i]) << (8 * i);
    return static_cast<T>(value);
  }

  std::span<const std::byte> bytes_;
  std::string_view message_;
};

}  // namespace cleave::net
