// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/types/accuracy_table.h"

#include <algorithm>

namespace cleave {
namespace {

constexpr int kFaithfulBits = 8;  // from here on a calibrated range costs less than the exit's own uncertainty

}  // namespace

AccuracyTable::AccuracyTable(const DecisionSpace& space, const std::vector<ExitAccuracy>& exits,
                             const std::vector<DecisionMeasurement>& decisions)
    : values_(static_cast<std::size_t>(space.size())) {
  const bool measured = decisions.size() == values_.size();
  // The table is measured on fewer images than the exits, so only its loss against the unquantized decision on the
  // same images is taken from it: paired, that loss is far less noisy than either figure.
  for (int i = 0; i < space.size(); ++i) {
    const Decision& decision = space.at(i);
    const auto exit = static_cast<std::size_t>(decision.exit - 1);
    if (exit >= exits.size()) continue;
    const auto index = static_cast<std::size_t>(i);
    if (!measured) {
      if (decision.bits >= kFaithfulBits) values_[index] = exits[exit].accuracy();
      continue;
    }
    const auto whole = space.indexOf({decision.exit, space.pathLength(decision.exit), 32});
    const double loss = decisions[static_cast<std::size_t>(*whole)].accuracy() - decisions[index].accuracy();
    values_[index] = std::clamp(exits[exit].accuracy() - loss, 0.0, 1.0);
  }
}

}  // namespace cleave
