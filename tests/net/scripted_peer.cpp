// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/scripted_peer.h"

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace cleave::net::test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {
const tcp::endpoint kAnyPort(asio::ip::address_v4::loopback(), 0);
}

struct ScriptedPeer::State {
  asio::io_context io;
  tcp::acceptor acceptor{io, kAnyPort};
};

ScriptedPeer::ScriptedPeer(std::vector<std::byte> script, Then then)
    : state_(std::make_shared<State>()), thread_([state = state_, script = std::move(script), then] {
        boost::system::error_code error;
        tcp::socket socket = state->acceptor.accept(error);
        asio::write(socket, asio::buffer(script), error);
        if (then == Then::Close) {
          // After the greeting came, so that the close is an end and not a reset.
          std::array<char, 8> some{};
          asio::read(socket, asio::buffer(some), error);
          socket.shutdown(tcp::socket::shutdown_send, error);
        }
        std::array<char, 1024> rest{};
        while (!error) socket.read_some(asio::buffer(rest), error);
      }) {}

ScriptedPeer::~ScriptedPeer() = default;

HostPort ScriptedPeer::where() const {
  return {"127.0.0.1", state_->acceptor.local_endpoint().port()};
}

std::vector<std::byte> talk(const HostPort& where, const std::vector<std::byte>& bytes) {
  asio::io_context io;
  tcp::socket socket(io);
  socket.connect({asio::ip::make_address(where.host), where.port});
  boost::system::error_code error;
  asio::write(socket, asio::buffer(bytes), error);
  std::vector<std::byte> said(4096);
  said.resize(asio::read(socket, asio::buffer(said), error));
  return said;
}

HostPort closedPort() {
  asio::io_context io;
  const tcp::acceptor acceptor(io, kAnyPort);
  return {"127.0.0.1", acceptor.local_endpoint().port()};
}

}  // namespace cleave::net::test
