// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/agent_server.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/host_name.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cmath>
#include <list>
#include <utility>
#include <vector>

#include "net/tcp/agent_connection.h"
#include "net/tcp/listen_address.h"

namespace cleave::net {

using namespace detail;
using std::chrono::milliseconds;

namespace {

// A client that reconnects may be accepted before its old connection's end is noticed.
constexpr milliseconds kBusyGrace{300};
constexpr milliseconds kAcceptAgainAfter{100};
constexpr milliseconds kCloseWithin{1000};
constexpr milliseconds kStopWithin{200};
constexpr std::size_t kMaxGuests = 8;

}  // namespace

class AgentServer::Impl : public AgentHost {
 public:
  Impl(const HostPort& listen, DeviceBackend& backend, AgentServerOptions options)
      : backend_(backend),
        options_(std::move(options)),
        ownThreads_(options_.computeThreads > 0 ? options_.computeThreads : options_.threads),
        acceptor_(io_),
        retry_(io_) {
    openAcceptor(acceptor_, listen);
    boost::system::error_code ignored;
    if (options_.hostName.empty()) options_.hostName = asio::ip::host_name(ignored);
  }

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void run(std::stop_token stop) {
    const std::stop_callback onStop(stop, [this] { asio::post(io_, [this] { shutDown(); }); });
    accept();
    io_.run();
    // Jobs that have not begun are dropped, the one that runs has been asked to stop.
    compute_.stop();
    compute_.join();
  }

  asio::io_context& io() override { return io_; }
  asio::thread_pool& computeThread() override { return compute_; }
  DeviceBackend& backend() override { return backend_; }
  void modelChanged(ModelChecksum checksum) override { checksum_ = checksum; }
  void threadsChanged(int threads) override {
    if (options_.device.emulated.empty()) options_.threads = threads;  // an emulated device keeps its own
  }
  SystemState systemState() const override { return options_.systemState ? options_.systemState() : SystemState(); }
  double ownLoad() const override { return options_.load; }
  int ownThreads() const override { return ownThreads_; }
  void log(std::string_view line) override {
    if (options_.log) options_.log(line);
  }
  void released(const void* connection) override {
    if (connection != active_.get()) return;
    active_.reset();
    if (guests_.empty() || stopping_) return;
    auto transport = std::move(guests_.front().transport);
    guests_.pop_front();
    serve(std::move(transport));
  }

 private:
  /// A client that waits for the one before it to go.
  struct Guest {
    Guest(std::uint64_t n, std::unique_ptr<Transport> t, asio::io_context& io)
        : number(n), transport(std::move(t)), timer(io) {}
    std::uint64_t number;
    std::unique_ptr<Transport> transport;
    asio::steady_timer timer;
  };

  void accept() {
    acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
      if (stopping_) return;
      if (error) {
        // Out of descriptors, most likely: the server outlives that.
        retry_.expires_after(kAcceptAgainAfter);
        retry_.async_wait([this](const boost::system::error_code& cancelled) {
          if (!cancelled && !stopping_) accept();
        });
        return;
      }
      welcome(makeTcpTransport(std::move(socket)));
      accept();
    });
  }

  void welcome(std::unique_ptr<Transport> transport) {
    if (!active_) return serve(std::move(transport));
    if (guests_.size() >= kMaxGuests) return;
    Guest& guest = guests_.emplace_back(++guestNumber_, std::move(transport), io_);
    guest.timer.expires_after(kBusyGrace);
    guest.timer.async_wait([this, number = guest.number](const boost::system::error_code&) {
      const auto found = std::ranges::find(guests_, number, &Guest::number);
      if (found == guests_.end()) return;  // served meanwhile
      auto waiting = std::move(found->transport);
      guests_.erase(found);
      refuse(std::move(waiting));
    });
  }

  std::shared_ptr<AgentConnection> connectionOn(std::unique_ptr<Transport> transport) {
    HelloReply identity{kProtocolVersion,
                        options_.software,
                        options_.hostName,
                        static_cast<std::uint16_t>(std::clamp(options_.threads, 0, 65535)),
                        checksum_,
                        options_.device,
                        static_cast<std::uint16_t>(std::lround(options_.load * 1000))};
    auto connection = std::make_shared<AgentConnection>(*this, std::move(transport), std::move(identity));
    std::erase_if(connections_, [](const auto& old) { return old.expired(); });
    connections_.push_back(connection);
    connection->start();
    return connection;
  }

  void serve(std::unique_ptr<Transport> transport) { active_ = connectionOn(std::move(transport)); }

  void refuse(std::unique_ptr<Transport> transport) {
    connectionOn(std::move(transport))
        ->end("it is in use by another workbench: disconnect that one or try again later", kCloseWithin);
  }

  void shutDown() {
    if (stopping_) return;
    stopping_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
    guests_.clear();
    for (const auto& weak : connections_) {
      if (const auto connection = weak.lock()) connection->end("it was stopped", kStopWithin);
    }
  }

  DeviceBackend& backend_;
  AgentServerOptions options_;
  int ownThreads_;
  ModelChecksum checksum_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer retry_;
  std::shared_ptr<AgentConnection> active_;
  std::vector<std::weak_ptr<AgentConnection>> connections_;
  std::list<Guest> guests_;
  std::uint64_t guestNumber_ = 0;
  bool stopping_ = false;
  asio::thread_pool compute_{1};  // last: joined before what its jobs use goes
};

AgentServer::AgentServer(const HostPort& listen, DeviceBackend& backend, AgentServerOptions options)
    : impl_(std::make_unique<Impl>(listen, backend, std::move(options))) {}
AgentServer::~AgentServer() = default;
std::uint16_t AgentServer::port() const {
  return impl_->port();
}
void AgentServer::run(std::stop_token stop) {
  impl_->run(std::move(stop));
}

}  // namespace cleave::net
