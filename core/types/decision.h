// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace cleave {

/// Widths that a feature element can have on the link; 32 is the unquantized float.
inline constexpr std::array<int, 6> kBitWidths{1, 2, 4, 8, 16, 32};

/// What the policy picks for one request.
struct Decision {
  int exit = 1;       ///< 1..E; E is the whole network
  int partition = 0;  ///< 0..L(exit) layers of that exit's path run on the device; 0 = edge-only, L = device-only
  int bits = 32;      ///< one of kBitWidths; canonically 32 for device-only, which sends no feature

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// "EXIT/PARTITION/BITS", for example "5/4/8".
std::string toText(const Decision& decision);

/// Reads the text form. Checks the form only: DecisionSpace says whether a model has that decision.
/// @throws UsageError naming the text and the expected form
Decision parseDecision(std::string_view text);

}  // namespace cleave
