// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/types/network_description.h"

namespace cleave {

namespace detail {
struct EmbeddedNetwork {
  std::string_view name;
  std::string_view json;
};
const std::vector<EmbeddedNetwork>& embeddedNetworks();  // generated from resources/networks
}  // namespace detail

/// Names of the architectures that ship with Cleave.
std::vector<std::string> architectureNames();

/// An untrained network by name, or from a JSON file of the same form (resources/networks/alexnet.json), scoring
/// `classes` classes at every exit.
/// @throws UsageError when it is neither a known name nor a file; Error when the file is no valid description
NetworkDescription loadArchitecture(const std::string& nameOrFile, int classes);

}  // namespace cleave
