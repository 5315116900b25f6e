// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/model/manifest.h"

namespace cleave {

/// A trained multi-branch network in memory: what a bundle holds and what is deployed to an agent.
struct Model {
  Manifest manifest;
  std::vector<std::byte> weights;
};

/// XXH3-128 as 32 hexadecimal digits. Guards against damage, not against malice: links are authenticated by TLS.
std::string checksumHex(std::span<const std::byte> bytes);

/// Checks the blob's length and checksum against the manifest.
/// @throws Error with one sentence naming `where`
void verifyWeights(const Model& model, const std::string& where);

}  // namespace cleave
