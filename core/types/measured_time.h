// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave {

/// Longer than any request: some eleven days.
inline constexpr double kMostMs = 1e9;

/// Whether a time can have been measured. What another program or a file says is held against it, so that no number is
/// recorded or shown that everything after it stumbles over.
[[nodiscard]] constexpr bool isTime(double ms) {
  return ms >= 0 && ms <= kMostMs;
}

}  // namespace cleave
