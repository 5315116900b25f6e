// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cleave::net {

/// What one end's TCP knows of the real network below (TCP_INFO). An emulated link lies above it: its delay is not in
/// this RTT, and nothing is lost on it.
struct TcpStatistics {
  double rttMs = 0;                   ///< smoothed, of what this end sent; 0 = nothing known
  std::uint64_t retransmissions = 0;  ///< segments sent again since the connection began

  friend bool operator==(const TcpStatistics&, const TcpStatistics&) = default;
};

}  // namespace cleave::net
