// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/decision_space.h"

#include <algorithm>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr int kFrameBits = 8;  // the camera's own depth: more would send the same information in more bytes

std::string validBits(int partition, int pathLength) {
  if (partition == pathLength) return "32";
  return partition == 0 ? "1, 2, 4 or 8" : "1, 2, 4, 8, 16 or 32";
}

}  // namespace

DecisionSpace::DecisionSpace(const NetworkDescription& description) {
  for (int exit = 1; exit <= description.exitCount(); ++exit) {
    const int length = description.pathLength(exit);
    pathLengths_.push_back(length);
    for (int partition = 0; partition < length; ++partition) {
      for (const int bits : kBitWidths) {
        if (partition > 0 || bits <= kFrameBits) decisions_.push_back({exit, partition, bits});
      }
    }
    decisions_.push_back({exit, length, 32});
  }
}

std::optional<int> DecisionSpace::indexOf(const Decision& decision) const {
  const auto key = [](const Decision& d) { return std::array{d.exit, d.partition, d.bits}; };
  const auto found = std::ranges::lower_bound(decisions_, key(decision), {}, key);
  if (found == decisions_.end() || *found != decision) return std::nullopt;
  return static_cast<int>(found - decisions_.begin());
}

void DecisionSpace::require(const Decision& decision) const {
  if (indexOf(decision)) return;
  const std::string text = "Decision " + toText(decision);
  if (decision.exit < 1 || decision.exit > exitCount()) {
    throw UsageError(text + " has an invalid exit: this model has exits 1 to " + std::to_string(exitCount()) + ".");
  }
  const int length = pathLength(decision.exit);
  if (decision.partition < 0 || decision.partition > length) {
    throw UsageError(text + " has an invalid partition: exit " + std::to_string(decision.exit) +
                     " has partitions 0 to " + std::to_string(length) + ".");
  }
  throw UsageError(text + " has an invalid bit width: at partition " + std::to_string(decision.partition) +
                   " of exit " + std::to_string(decision.exit) + " choose " + validBits(decision.partition, length) +
                   ".");
}

}  // namespace cleave
