// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/listen_address.h"

#include <string>

#include "core/types/error.h"

namespace cleave::net::detail {

using boost::asio::ip::tcp;

tcp::endpoint listenEndpoint(const HostPort& where) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(where.host == "localhost" ? "127.0.0.1" : where.host, error);
  if (error) {
    throw UsageError("The agent cannot listen on '" + toText(where) +
                     "': use an address of this machine, for example 127.0.0.1:7070.");
  }
  if (!address.is_loopback()) {
    throw UsageError("The agent cannot listen on " + toText(where) +
                     ": without pairing the link is not encrypted and is restricted to loopback; listen on "
                     "127.0.0.1 and reach it through an SSH tunnel (ssh -L 7070:127.0.0.1:7070 DEVICE).");
  }
  return {address, where.port};
}

void openAcceptor(tcp::acceptor& acceptor, const HostPort& where) {
  const tcp::endpoint endpoint = listenEndpoint(where);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
  if (!error) return;
  if (error == boost::asio::error::address_in_use) {
    throw Error("The agent cannot listen on " + toText(where) +
                ": the port is in use by another program; stop it or choose another port.");
  }
  if (error == boost::asio::error::access_denied) {
    throw Error("The agent is not permitted to listen on " + toText(where) + ": choose a port above 1023.");
  }
  throw Error("The agent cannot listen on " + toText(where) + " (" + error.message() +
              "): check that this machine has that address.");
}

}  // namespace cleave::net::detail
