// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/checksum.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace cleave::net {

struct Checksummer::State {
  XXH3_state_t xxh;
};

Checksummer::Checksummer() : state_(std::make_unique<State>()) {
  XXH3_128bits_reset(&state_->xxh);
}
Checksummer::~Checksummer() = default;
Checksummer::Checksummer(Checksummer&&) noexcept = default;
Checksummer& Checksummer::operator=(Checksummer&&) noexcept = default;

void Checksummer::add(std::span<const std::byte> bytes) {
  XXH3_128bits_update(&state_->xxh, bytes.data(), bytes.size());
}

ModelChecksum Checksummer::value() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->xxh);
  return {hash.high64, hash.low64};
}

ModelChecksum checksumOf(std::span<const std::byte> manifest, std::span<const std::byte> weights) {
  Checksummer checksummer;
  checksummer.add(manifest);
  checksummer.add(weights);
  return checksummer.value();
}

}  // namespace cleave::net
