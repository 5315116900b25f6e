// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>

#include "net/messages/tcp_statistics.h"

namespace cleave::net::detail {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A connected byte stream, between the shells and the socket: plain TCP today, TLS over it later. Used from one
/// thread; destroying or closing it ends what is under way with operation_aborted.
class Transport {
 public:
  using Handler = std::function<void(const boost::system::error_code&, std::size_t)>;
  static constexpr std::size_t kMaxViews = 4;
  using Views = std::array<std::span<const std::byte>, kMaxViews>;

  virtual ~Transport() = default;

  /// One read and one write may be under way at a time; the memory must stay until the handler runs.
  virtual void readSome(std::span<std::byte> into, Handler handler) = 0;
  virtual void writeSome(const Views& views, Handler handler) = 0;
  /// Says the last goodbye without waiting: a few bytes, sent if the socket takes them at once.
  virtual void writeLast(std::span<const std::byte> bytes) = 0;
  virtual void shutdownSend() = 0;
  virtual void close() = 0;
  /// The lowest layer, for its options.
  virtual tcp::socket& socket() = 0;
};

/// What the system says of a connected socket now; zeros when it says nothing. About a microsecond.
TcpStatistics tcpStatistics(tcp::socket& socket);

/// Lets the kernel hold only some 32 KiB that are not sent yet: what it holds can never be taken back.
void keepLittleUnsent(tcp::socket& socket);

/// @param socket connected; gets TCP_NODELAY and keep-alive probes that find a dead peer within about 15 s
std::unique_ptr<Transport> makeTcpTransport(tcp::socket socket);

}  // namespace cleave::net::detail
