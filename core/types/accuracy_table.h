// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/types/decision_space.h"

namespace cleave {

struct ExitAccuracy {
  int correct = 0;
  int samples = 0;
  [[nodiscard]] double accuracy() const { return samples > 0 ? static_cast<double>(correct) / samples : 0; }
};

/// One decision, measured on test images.
struct DecisionMeasurement {
  int correct = 0;
  int samples = 0;
  double meanBytes = 0;  ///< of what crosses the link, without framing; 0 where only the accuracy was measured
  double p95Bytes = 0;   ///< as quantile() defines it; models measured by earlier versions: nearest rank
  [[nodiscard]] double accuracy() const { return samples > 0 ? static_cast<double>(correct) / samples : 0; }
};

/// What is known of a decision's accuracy, by index in the model's decision space. A bundle's own measurement of every
/// decision comes first; without one, exits measured on the test set stand for their decisions at 8 bits and more, and
/// nothing is claimed for fewer bits.
class AccuracyTable {
 public:
  AccuracyTable(const DecisionSpace& space, const std::vector<ExitAccuracy>& exits,
                const std::vector<DecisionMeasurement>& decisions);

  /// nullopt where nobody measured: policies that rely on accuracy leave such a decision alone
  [[nodiscard]] std::optional<double> at(int index) const { return values_.at(static_cast<std::size_t>(index)); }

 private:
  std::vector<std::optional<double>> values_;
};

}  // namespace cleave
