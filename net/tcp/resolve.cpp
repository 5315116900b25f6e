// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/resolve.h"

#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "net/tcp/link_errors.h"

namespace cleave::net::detail {
namespace {

using boost::asio::ip::tcp;

struct Lookup {
  std::mutex mutex;
  std::condition_variable_any changed;
  bool done = false;
  std::vector<tcp::endpoint> found;
};

void lookUp(const std::shared_ptr<Lookup>& lookup, const HostPort& where) {
  std::vector<tcp::endpoint> found;
  try {
    boost::asio::io_context io;
    boost::system::error_code error;
    for (const auto& entry :
         tcp::resolver(io).resolve(where.host, std::to_string(where.port), tcp::resolver::numeric_service, error)) {
      found.push_back(entry.endpoint());
    }
  } catch (const std::exception&) {
    found.clear();
  }
  const std::lock_guard lock(lookup->mutex);
  lookup->found = std::move(found);
  lookup->done = true;
  lookup->changed.notify_all();
}

}  // namespace

std::optional<std::vector<tcp::endpoint>> resolve(const HostPort& where, std::chrono::steady_clock::time_point deadline,
                                                  const std::stop_token& stop) {
  boost::system::error_code notNumeric;
  const auto address = boost::asio::ip::make_address(where.host, notNumeric);
  if (!notNumeric) return std::vector{tcp::endpoint(address, where.port)};

  const auto lookup = std::make_shared<Lookup>();
  std::thread([lookup, where] { lookUp(lookup, where); }).detach();
  std::unique_lock lock(lookup->mutex);
  const bool done = lookup->changed.wait_until(lock, stop, deadline, [&] { return lookup->done; });
  if (!done && stop.stop_requested()) throw Cancelled();
  if (!done) return std::nullopt;
  if (lookup->found.empty()) throw cannotResolve(where);
  return lookup->found;
}

}  // namespace cleave::net::detail
