// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_statistics.h"

#include <algorithm>

#include "core/statistics/quantile.h"

namespace cleave::ui {

void RunStatistics::add(const RequestRecord& record) {
  const bool measured = record.outcome != Outcome::Failed;
  const bool labelled = record.label >= 0;
  const bool correct = labelled && record.correct();
  ++requests_;
  failed_ += measured ? 0 : 1;
  fallbacks_ += record.outcome == Outcome::Fallback ? 1 : 0;

  if (recent_.full() && recent_.front().labelled)
    recentAccuracy_.remove(recent_.front().frame, recent_.front().correct);
  recent_.push({record.totalMs, record.frame, record.violatesTarget(), labelled, correct, measured});
  if (labelled) recentAccuracy_.add(record.frame, correct);
  rate_.add(record.startS);

  Sum& sum = decisions_[{record.decision.exit, record.decision.partition, record.decision.bits}];
  ++sum.count;
  sum.labelled += labelled ? 1 : 0;
  sum.correct += correct ? 1 : 0;
  if (measured) {
    ++sum.measured;
    sum.totalMs += record.totalMs;
  }
}

double RunStatistics::latencyQuantile(double q) const {
  std::vector<double> values;
  values.reserve(recent_.size());
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    if (recent_[i].measured) values.push_back(recent_[i].totalMs);
  }
  return quantile(std::move(values), q);
}

Proportion RunStatistics::recentViolations() const {
  std::vector<bool> violated;
  violated.reserve(recent_.size());
  for (std::size_t i = 0; i < recent_.size(); ++i) violated.push_back(recent_[i].violated);
  return proportionOfSeries(violated);
}

std::vector<DecisionShare> RunStatistics::shares() const {
  std::vector<DecisionShare> shares;
  shares.reserve(decisions_.size());
  for (const auto& [key, sum] : decisions_) {
    const auto part = [](double value, std::uint64_t of, double none) {
      return of ? value / static_cast<double>(of) : none;
    };
    shares.push_back({Decision{std::get<0>(key), std::get<1>(key), std::get<2>(key)}, sum.count,
                      part(static_cast<double>(sum.count), requests_, 0), part(sum.totalMs, sum.measured, 0),
                      part(static_cast<double>(sum.correct), sum.labelled, -1)});
  }
  std::stable_sort(shares.begin(), shares.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  return shares;
}

}  // namespace cleave::ui
