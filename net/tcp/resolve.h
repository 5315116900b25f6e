// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <optional>
#include <stop_token>
#include <vector>

#include "net/wire/host_port.h"

namespace cleave::net::detail {

/// The system's resolver cannot be interrupted: it runs in a thread that is left behind when nobody waits any more.
/// @returns nullopt when `deadline` passed
/// @throws LinkError when the name does not resolve, Cancelled
std::optional<std::vector<boost::asio::ip::tcp::endpoint>> resolve(const HostPort& where,
                                                                   std::chrono::steady_clock::time_point deadline,
                                                                   const std::stop_token& stop);

}  // namespace cleave::net::detail
