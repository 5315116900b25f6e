// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cleave::net {

/// What the bytes of a reply are.
enum class PayloadKind : std::uint8_t {
  Codes = 0,   ///< packed feature codes, or the 8-bit frame at partition 0
  Logits = 1,  ///< device-only: one little-endian float32 a class
};

}  // namespace cleave::net
