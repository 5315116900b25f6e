// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/types/decision.h"
#include "ui/theme/colours.h"

namespace cleave::ui {

/// One of a decision's three numbers, as a decision map is coloured by it.
enum class DecisionPart { Exit, Partition, Bits };

/// How far a model's decisions go.
struct DecisionExtent {
  int exits = 0;
  int longest = 0;  ///< partition

  friend bool operator==(const DecisionExtent&, const DecisionExtent&) = default;
};

inline int partOf(const Decision& decision, DecisionPart part) {
  return part == DecisionPart::Exit        ? decision.exit
         : part == DecisionPart::Partition ? decision.partition
                                           : decision.bits;
}

inline QColor partColour(const Colours& colours, DecisionPart part, int value, const DecisionExtent& extent) {
  switch (part) {
    case DecisionPart::Exit:
      return exitColour(colours, value, extent.exits);
    case DecisionPart::Partition:
      return partitionColour(colours, value, extent.longest);
    case DecisionPart::Bits:
      break;
  }
  return bitsColour(colours, value);
}

/// All values that the part can have.
inline std::vector<int> valuesOf(DecisionPart part, const DecisionExtent& extent) {
  if (part == DecisionPart::Bits) return {kBitWidths.begin(), kBitWidths.end()};
  std::vector<int> values;
  const int first = part == DecisionPart::Exit ? 1 : 0;
  for (int i = first; i <= (part == DecisionPart::Exit ? extent.exits : extent.longest); ++i) values.push_back(i);
  return values;
}

}  // namespace cleave::ui
