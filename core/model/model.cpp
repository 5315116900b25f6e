// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdio>

#include "core/types/error.h"

namespace cleave {

std::string checksumHex(std::span<const std::byte> bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return text;
}

void verifyWeights(const Model& model, const std::string& where) {
  if (model.weights.size() != model.manifest.weightsBytes) {
    throw Error(where + " is damaged: its weights have " + std::to_string(model.weights.size()) +
                " bytes instead of the " + std::to_string(model.manifest.weightsBytes) +
                " declared in its manifest; restore the file from a copy.");
  }
  if (checksumHex(model.weights) != model.manifest.weightsChecksum) {
    throw Error(where + " is damaged: the checksum of its weights is wrong; restore the file from a copy.");
  }
}

}  // namespace cleave
