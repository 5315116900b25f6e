// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/link_errors.h"

#include <boost/asio/error.hpp>

#include "net/wire/limits.h"

namespace cleave::net::detail {
namespace {

namespace asio = boost::asio;

/// Ends a sentence that closes with the peer's words.
std::string closed(std::string sentence) {
  while (sentence.ends_with(' ')) sentence.pop_back();
  if (!sentence.ends_with('.') && !sentence.ends_with('!')) sentence += '.';
  return sentence;
}

std::string agentAt(const HostPort& where) {
  return "The agent at " + toText(where);
}

std::string seconds(std::chrono::milliseconds time) {
  std::string text = std::to_string(time.count() / 1000);
  if (const auto tenths = time.count() % 1000 / 100; tenths != 0) text += "." + std::to_string(tenths);
  return text + " s";
}

}  // namespace

LinkError cannotResolve(const HostPort& where) {
  return LinkError("The name '" + where.host + "' of " + toText(where) +
                   " cannot be resolved: check its spelling or use the device's address.");
}

LinkError cannotConnect(const HostPort& where, const boost::system::error_code& error) {
  if (error == asio::error::connection_refused) {
    return LinkError("No agent at " + toText(where) + ": start cleave-agent there or check the port.");
  }
  return LinkError("Cannot connect to " + toText(where) + " (" + error.message() +
                   "): check that the device is on and on the same network.");
}

LinkError noAnswer(const HostPort& where, std::chrono::milliseconds after) {
  return LinkError("No answer from " + toText(where) + " within " + seconds(after) +
                   ": check that the device is on, reachable and running cleave-agent on that port.");
}

LinkError notAnAgent(const HostPort& where, std::string_view saw) {
  return LinkError("The service at " + toText(where) + " is not a Cleave agent (" + std::string(saw) +
                   "): check the address and the port.");
}

LinkError wrongVersion(const HostPort& where, std::uint16_t theirs) {
  return LinkError(agentAt(where) + " uses protocol version " + std::to_string(theirs) + ", this workbench uses " +
                   std::to_string(kProtocolVersion) + ": install the same version of Cleave on both.");
}

LinkError brokeProtocol(const HostPort& where, std::string_view how) {
  return LinkError(agentAt(where) + " sent " + std::string(how) + ": install the same version of Cleave on both.");
}

LinkError endedBy(const HostPort& where, std::string_view agentsWords) {
  return LinkError(closed(agentAt(where) + " closed the connection: " + std::string(agentsWords)));
}

LinkError lost(const HostPort& where, const boost::system::error_code& error) {
  const std::string why = error == asio::error::eof ? "it closed the connection" : error.message();
  return LinkError("The link to " + toText(where) + " was lost (" + why +
                   "): check the network and that cleave-agent is still running, then connect again.");
}

Error requestFailed(const HostPort& where, std::uint64_t id, std::string_view agentsWords) {
  return Error(
      closed(agentAt(where) + " could not run request " + std::to_string(id) + ": " + std::string(agentsWords)));
}

}  // namespace cleave::net::detail
