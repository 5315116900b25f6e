// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "core/types/network_description.h"

// For core/model's sources only: nlohmann's header is heavy, so no public header of core includes this one.
namespace cleave {

nlohmann::ordered_json networkToJson(const NetworkDescription& network);
/// @throws nlohmann::json::exception or Error; the result is validated
NetworkDescription networkFromJson(const nlohmann::ordered_json& json);

}  // namespace cleave
