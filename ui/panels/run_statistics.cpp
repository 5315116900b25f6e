// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_statistics.h"

#include <algorithm>

#include "ui/charts/statistics.h"

namespace cleave::ui {

void RunStatistics::weigh(const Recent& entry, int sign) {
  const auto step = [sign](std::uint64_t& count, bool on) {
    if (on) count = sign > 0 ? count + 1 : count - 1;
  };
  step(recentViolations_, entry.violated);
  step(recentLabelled_, entry.labelled);
  step(recentCorrect_, entry.correct);
}

void RunStatistics::add(const RequestRecord& record) {
  const bool measured = record.outcome != Outcome::Failed;
  const bool labelled = record.label >= 0;
  const bool correct = labelled && record.correct();
  ++requests_;
  failed_ += measured ? 0 : 1;
  fallbacks_ += record.outcome == Outcome::Fallback ? 1 : 0;

  const Recent entry{static_cast<float>(record.totalMs), record.violatesTarget(), labelled, correct, measured};
  if (recent_.full()) weigh(recent_.front(), -1);
  recent_.push(entry);
  weigh(entry, 1);
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
  std::vector<float> values;
  values.reserve(recent_.size());
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    if (recent_[i].measured) values.push_back(recent_[i].totalMs);
  }
  return quantile(std::move(values), q);
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
