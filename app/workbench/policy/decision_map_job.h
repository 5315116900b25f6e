// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "rl/learn/explainer.h"
#include "ui/policy/policy_insight.h"

namespace cleave::workbench {

/// Fills a decision map a row at a time, so that something more urgent can come between.
class DecisionMapJob {
 public:
  static constexpr int kColumns = 48;
  static constexpr int kRows = 32;

  /// @param base all but bandwidth and device load; a request that has not waited, with fresh estimates, is asked for
  DecisionMapJob(const QString& policy, const Observation& base);

  /// The next row. Not after done().
  void step(learn::Explainer& explainer, const DecisionTable& table);
  [[nodiscard]] bool done() const { return row_ == kRows; }
  [[nodiscard]] double share() const { return static_cast<double>(row_) / kRows; }
  /// When done.
  [[nodiscard]] std::shared_ptr<const ui::DecisionMapData> take() { return std::move(data_); }

 private:
  Observation base_;
  std::shared_ptr<ui::DecisionMapData> data_;
  int row_ = 0;
};

/// Whether a map of `base` still shows what one of `now` would, to the eye: bandwidth and device load do not matter.
bool sameMap(const Observation& base, const Observation& now);

}  // namespace cleave::workbench
