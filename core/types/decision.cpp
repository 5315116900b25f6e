// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/decision.h"

#include <charconv>

#include "core/types/error.h"

namespace cleave {

std::string toText(const Decision& decision) {
  return std::to_string(decision.exit) + "/" + std::to_string(decision.partition) + "/" + std::to_string(decision.bits);
}

Decision parseDecision(std::string_view text) {
  std::array<int, 3> parts{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto [next, error] = std::from_chars(at, end, parts[i]);
    const bool separated = i + 1 < parts.size() ? next != end && *next == '/' : next == end;
    if (error != std::errc{} || !separated) {
      throw UsageError("'" + std::string(text) + "' is not a decision: use EXIT/PARTITION/BITS, for example 5/4/8.");
    }
    at = next + 1;
  }
  return {parts[0], parts[1], parts[2]};
}

}  // namespace cleave
