// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/types/decision.h"
#include "core/types/network_description.h"

namespace cleave {

/// All decisions of a model, enumerated once: index <-> decision is a bijection, ordered by exit, partition, bits.
/// Masked by construction: partition 0 sends the 8-bit frame, so 16 and 32 bits do not exist there; a device-only
/// decision (partition = L) carries no feature and exists once, with bits = 32.
class DecisionSpace {
 public:
  explicit DecisionSpace(const NetworkDescription& description);

  [[nodiscard]] int size() const { return static_cast<int>(decisions_.size()); }
  [[nodiscard]] int exitCount() const { return static_cast<int>(pathLengths_.size()); }
  [[nodiscard]] int pathLength(int exit) const { return pathLengths_.at(static_cast<std::size_t>(exit - 1)); }
  [[nodiscard]] const Decision& at(int index) const { return decisions_.at(static_cast<std::size_t>(index)); }
  [[nodiscard]] const std::vector<Decision>& all() const { return decisions_; }
  /// nullopt for what this model does not have
  [[nodiscard]] std::optional<int> indexOf(const Decision& decision) const;
  /// @throws UsageError that says which part is out of range and what the range is
  void require(const Decision& decision) const;

 private:
  std::vector<int> pathLengths_;
  std::vector<Decision> decisions_;
};

}  // namespace cleave
