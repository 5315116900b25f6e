// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/byte_reader.h"

#include <bit>
#include <cmath>

#include "net/wire/protocol_error.h"

namespace cleave::net {

void ByteReader::fail(std::string_view why) const {
  throw ProtocolError("a malformed " + std::string(message_) + " message: " + std::string(why));
}

std::span<const std::byte> ByteReader::raw(std::size_t count) {
  if (count > bytes_.size()) fail("it ends early");
  const auto part = bytes_.first(count);
  bytes_ = bytes_.subspan(count);
  return part;
}

std::span<const std::byte> ByteReader::rest() {
  return raw(bytes_.size());
}

float ByteReader::f32() {
  return std::bit_cast<float>(u32());
}
double ByteReader::f64() {
  return std::bit_cast<double>(u64());
}

float ByteReader::ms32() {
  const float value = f32();
  if (!std::isfinite(value) || value < 0) fail("a duration is negative or not finite");
  return value;
}

double ByteReader::ms64() {
  const double value = f64();
  if (!std::isfinite(value) || value < 0) fail("a duration is negative or not finite");
  return value;
}

std::string ByteReader::text(std::size_t maxBytes) {
  const std::size_t length = u16();
  if (length > maxBytes) fail("its text is too long");
  std::string text;
  text.reserve(length);
  for (const std::byte byte : raw(length)) {
    const auto value = std::to_integer<unsigned char>(byte);
    text.push_back(value < 0x20 || value == 0x7F ? ' ' : static_cast<char>(value));
  }
  return text;
}

void ByteReader::finish() const {
  if (!bytes_.empty()) fail("it has trailing bytes");
}

}  // namespace cleave::net
