// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/proportion.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/statistics/blocks.h"
#include "core/statistics/student.h"

namespace cleave {
namespace {

constexpr std::int64_t kTable = 1 << 16;  // clusters at most that a table has room for

// As many trials as give an interval with the normal quantile that `trials` give with Student's.
double shrunk(double trials, double studentOfTrials, double studentOfGroups) {
  const double ratio = studentOfTrials / studentOfGroups;
  return trials * ratio * ratio;
}

}  // namespace

Proportion wilson(std::uint64_t hits, std::uint64_t trials) {
  const auto n = static_cast<double>(trials);
  return wilsonOfShare(trials == 0 ? 0 : static_cast<double>(hits) / n, n);
}

Proportion wilsonOfShare(double share, double trials) {
  if (!(trials > 0)) return {std::numeric_limits<double>::quiet_NaN(), 0, 1};
  const double p = share;
  const double z2 = kNormal95 * kNormal95;
  const double centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const double half = kNormal95 / (1 + z2 / trials) * std::sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
  // At the ends the bounds are exact; rounding would leave 1e-18 there.
  return {p, p <= 0 ? 0.0 : std::max(0.0, centre - half), p >= 1 ? 1.0 : std::min(1.0, centre + half)};
}

ClusteredTally::Cluster& ClusteredTally::at(std::int64_t cluster) {
  if (cluster < 0 || cluster >= kTable) return others_[cluster];
  const auto index = static_cast<std::size_t>(cluster);
  if (index >= table_.size()) table_.resize(std::max(index + 1, 2 * table_.size()));
  return table_[index];
}

void ClusteredTally::addMany(std::int64_t cluster, std::int64_t hits, std::int64_t trials) {
  Cluster& counts = at(cluster);
  const bool was = counts.trials != 0;
  const auto weigh = [&](std::int64_t sign) {
    hitsSquared_ += sign * counts.hits * counts.hits;
    trialsSquared_ += sign * counts.trials * counts.trials;
    products_ += sign * counts.hits * counts.trials;
  };
  weigh(-1);
  counts.hits += hits;
  counts.trials += trials;
  weigh(1);
  hits_ += hits;
  trials_ += trials;
  const bool is = counts.trials != 0;
  if (is != was) filled_ = is ? filled_ + 1 : filled_ - 1;
}

Proportion ClusteredTally::proportion() const {
  if (trials_ <= 0) return wilson(0, 0);
  const auto n = static_cast<double>(trials_);
  const auto k = static_cast<double>(filled_);
  const double p = static_cast<double>(hits_) / n;
  if (filled_ == trials()) return wilsonOfShare(p, n);
  if (hits_ == 0 || hits_ == trials_ || k < 2) {
    return wilsonOfShare(p, n * n / static_cast<double>(trialsSquared_));
  }
  // The sum over the clusters of (hits - p trials)^2.
  const double squares = static_cast<double>(hitsSquared_) - 2 * p * static_cast<double>(products_) +
                         p * p * static_cast<double>(trialsSquared_);
  const double worth = squares > 0 ? std::min(n, p * (1 - p) * n * n / squares * (k - 1) / k * n / (n - 1)) : n;
  return wilsonOfShare(p, shrunk(worth, studentT95(n - 1), studentT95(k - 1)));
}

double effectiveTrials(const std::vector<bool>& hits) {
  const std::size_t count = hits.size();
  const auto n = static_cast<double>(count);
  const double p = static_cast<double>(std::ranges::count(hits, true)) / n;
  if (count < 2 * kBlocks || p <= 0 || p >= 1) return n;
  const double variance = varianceOfMean(count, [&](std::size_t i) { return hits[i] ? 1.0 : 0.0; });
  const double worth = variance > 0 ? std::min(n, p * (1 - p) / variance) : n;
  return shrunk(worth, kNormal95, studentT95(kBlocks - 1));
}

Proportion proportionOfSeries(const std::vector<bool>& hits) {
  if (hits.empty()) return wilson(0, 0);
  const auto late = static_cast<double>(std::ranges::count(hits, true));
  return wilsonOfShare(late / static_cast<double>(hits.size()), effectiveTrials(hits));
}

}  // namespace cleave
