// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "net/wire/host_port.h"

namespace cleave::net::detail {

/// @throws UsageError for a host that is no address of this machine's loopback (and is not "localhost")
boost::asio::ip::tcp::endpoint listenEndpoint(const HostPort& where);

/// Binds and listens. @throws Error when the system refuses
void openAcceptor(boost::asio::ip::tcp::acceptor& acceptor, const HostPort& where);

}  // namespace cleave::net::detail
