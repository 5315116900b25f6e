// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/tcp/link_error.h"
#include "net/wire/host_port.h"

// What the workbench tells its user when a link fails: one sentence each, with the place and a way out.

namespace cleave::net::detail {

LinkError cannotResolve(const HostPort& where);
LinkError cannotConnect(const HostPort& where, const boost::system::error_code& error);
LinkError noAnswer(const HostPort& where, std::chrono::milliseconds after);
LinkError notAnAgent(const HostPort& where, std::string_view saw);
LinkError wrongVersion(const HostPort& where, std::uint16_t theirs);
LinkError brokeProtocol(const HostPort& where, std::string_view how);
LinkError endedBy(const HostPort& where, std::string_view agentsWords);
LinkError lost(const HostPort& where, const boost::system::error_code& error);
Error requestFailed(const HostPort& where, std::uint64_t id, std::string_view agentsWords);

}  // namespace cleave::net::detail
