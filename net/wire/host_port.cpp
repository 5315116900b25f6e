// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/host_port.h"

#include <algorithm>
#include <charconv>

#include "core/types/error.h"

namespace cleave::net {
namespace {

constexpr std::size_t kMaxHostBytes = 253;  // RFC 1035's longest name

bool plain(std::string_view host) {
  return std::ranges::all_of(host,
                             [](unsigned char c) { return c > 0x20 && c != 0x7F && c != '[' && c != ']' && c != '/'; });
}

[[noreturn]] void refuse(std::string_view text) {
  throw UsageError(
      "'" + std::string(text) +
      "' is not a valid HOST:PORT: use for example raspberrypi:7070, 192.168.1.20:7070 or [fe80::1]:7070.");
}

}  // namespace

std::string toText(const HostPort& where) {
  const bool v6 = where.host.find(':') != std::string::npos;
  return (v6 ? "[" + where.host + "]" : where.host) + ":" + std::to_string(where.port);
}

HostPort parseHostPort(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) refuse(text);
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);

  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    if (host.find(':') == std::string_view::npos) refuse(text);
  } else if (host.find(':') != std::string_view::npos) {
    refuse(text);  // an IPv6 address without brackets: which colon is the port's?
  }
  if (host.empty() || host.size() > kMaxHostBytes || !plain(host)) refuse(text);

  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size()) refuse(text);
  return {std::string(host), port};
}

}  // namespace cleave::net
