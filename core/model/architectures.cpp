// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/architectures.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/model/network_json.h"
#include "core/types/error.h"

namespace cleave {
namespace {

NetworkDescription parseArchitecture(std::string_view text, const std::string& where) {
  try {
    return networkFromJson(nlohmann::ordered_json::parse(text));
  } catch (const std::exception& error) {
    const std::string why = error.what();
    throw Error(where + " is not a network description: " + why + (why.ends_with('.') ? "" : "."));
  }
}

std::string readSmallFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(1 << 20, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

}  // namespace

std::vector<std::string> architectureNames() {
  std::vector<std::string> names;
  for (const auto& network : detail::embeddedNetworks()) names.emplace_back(network.name);
  return names;
}

NetworkDescription loadArchitecture(const std::string& nameOrFile, int classes) {
  NetworkDescription network;
  bool found = false;
  for (const auto& embedded : detail::embeddedNetworks()) {
    if (embedded.name == nameOrFile) {
      network = parseArchitecture(embedded.json, nameOrFile);
      found = true;
    }
  }
  if (!found) {
    if (!std::filesystem::is_regular_file(nameOrFile)) {
      throw UsageError("'" + nameOrFile + "' is neither a built-in architecture (" + architectureNames().front() +
                       ") nor a file.");
    }
    network = parseArchitecture(readSmallFile(nameOrFile), nameOrFile);
  }
  for (auto& exit : network.exits) {
    auto& last = exit.branch.empty() ? *std::ranges::find(network.trunk, exit.after, &LayerDescription::name)
                                     : exit.branch.back();
    last.outputs = classes;
  }
  validate(network);
  return network;
}

}  // namespace cleave
