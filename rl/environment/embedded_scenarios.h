// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace cleave::detail {

struct EmbeddedScenario {
  std::string_view name;
  std::string_view text;
};
/// Generated from resources/scenarios, so that programs need no data folder.
const std::vector<EmbeddedScenario>& embeddedScenarios();

}  // namespace cleave::detail
