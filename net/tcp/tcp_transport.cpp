// SPDX-License-Identifier: GPL-3.0-or-later
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <utility>

#include "net/tcp/transport.h"

namespace cleave::net::detail {
namespace {

template <int Name>
void setTcp(tcp::socket& socket, int value) {
  boost::system::error_code ignored;
  socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, Name>(value), ignored);
}

class TcpTransport : public Transport {
 public:
  explicit TcpTransport(tcp::socket socket) : socket_(std::move(socket)) {
    boost::system::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
    setTcp<TCP_KEEPIDLE>(socket_, 5);
    setTcp<TCP_KEEPINTVL>(socket_, 3);
    setTcp<TCP_KEEPCNT>(socket_, 3);
    setTcp<TCP_USER_TIMEOUT>(socket_, 15'000);
  }

  void readSome(std::span<std::byte> into, Handler handler) override {
    socket_.async_read_some(
        asio::buffer(into.data(), into.size()),
        [this, handler = std::move(handler)](const boost::system::error_code& error, std::size_t count) {
          // A delayed acknowledgement waits for our answer: the peer's TCP would take the time
          // that we compute for round trip. It lasts for this acknowledgement only.
          if (!error) setTcp<TCP_QUICKACK>(socket_, 1);
          handler(error, count);
        });
  }

  void writeSome(const Views& views, Handler handler) override {
    std::array<asio::const_buffer, kMaxViews> buffers;
    for (std::size_t i = 0; i < kMaxViews; ++i) buffers[i] = asio::buffer(views[i].data(), views[i].size());
    socket_.async_write_some(buffers, std::move(handler));
  }

  void writeLast(std::span<const std::byte> bytes) override {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.write_some(asio::buffer(bytes.data(), bytes.size()), ignored);
  }

  void shutdownSend() override {
    boost::system::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }

  void close() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  tcp::socket& socket() override { return socket_; }

 private:
  tcp::socket socket_;
};

}  // namespace

TcpStatistics tcpStatistics(tcp::socket& socket) {
  tcp_info info{};
  socklen_t length = sizeof info;
  if (::getsockopt(socket.native_handle(), IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return {};
  return {info.tcpi_rtt / 1000.0, info.tcpi_total_retrans};
}

void keepLittleUnsent(tcp::socket& socket) {
  setTcp<TCP_NOTSENT_LOWAT>(socket, 32 << 10);
}

std::unique_ptr<Transport> makeTcpTransport(tcp::socket socket) {
  return std::make_unique<TcpTransport>(std::move(socket));
}

}  // namespace cleave::net::detail
