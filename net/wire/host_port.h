// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cleave::net {

/// Where an agent is: a name or address, and a TCP port.
struct HostPort {
  std::string host;        ///< without brackets
  std::uint16_t port = 0;  ///< 0 only where the system may pick one

  friend bool operator==(const HostPort&, const HostPort&) = default;
};

/// "HOST:PORT", "[V6]:PORT".
std::string toText(const HostPort& where);

/// Reads the text form; the host may be a name, an IPv4 address or a bracketed IPv6 address.
/// @throws UsageError that quotes the text and shows the form
HostPort parseHostPort(std::string_view text);

}  // namespace cleave::net
