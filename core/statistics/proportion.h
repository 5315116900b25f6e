// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace cleave {

/// A share with its 95 % interval. Which interval it is depends on what the share was counted over; all are Wilson's
/// score interval, for as many independent trials as the observations are worth (their effective number).
struct Proportion {
  double value = 0;
  double low = 0;
  double high = 1;
};

/// Of independent trials (Wilson, JASA 1927). Of nothing: value NaN, anything is possible.
Proportion wilson(std::uint64_t hits, std::uint64_t trials);

/// The same for a share that is known, and worth so many independent trials.
/// @param share 0..1
Proportion wilsonOfShare(double share, double trials);

/// The share of hits among trials that come in clusters: results for the same image are alike, and so are requests of
/// the same seed, so that they say less than as many independent ones.
///
/// The variance of the share is estimated between the clusters (that of a ratio; Cochran, Sampling Techniques, 1977,
/// 11.2), which gives the effective number of trials, corrected for the number of clusters by Student's t (Korn and
/// Graubard, Survey Methodology 1998). Clusters of one trial each give wilson(). Where no trial hits, or all do,
/// nothing is known of how alike the clusters' trials are, and they count as if they were the same: equal clusters
/// count one each.
class ClusteredTally {
 public:
  void add(std::int64_t cluster, bool hit) { addMany(cluster, hit ? 1 : 0, 1); }
  void addMany(std::int64_t cluster, std::int64_t hits, std::int64_t trials);
  /// Takes back what was added: for the last so many of a series.
  void remove(std::int64_t cluster, bool hit) { addMany(cluster, hit ? -1 : 0, -1); }

  [[nodiscard]] std::uint64_t trials() const { return static_cast<std::uint64_t>(trials_); }
  /// With a trial.
  [[nodiscard]] std::size_t clusters() const { return filled_; }
  /// In constant time.
  [[nodiscard]] Proportion proportion() const;

 private:
  struct Cluster {
    std::int64_t hits = 0, trials = 0;
  };
  Cluster& at(std::int64_t cluster);

  // Images are numbered from 0: looking them up in a table keeps up with a run of a million requests that is opened.
  std::vector<Cluster> table_;
  std::unordered_map<std::int64_t, Cluster> others_;
  std::size_t filled_ = 0;
  std::int64_t hits_ = 0, trials_ = 0;
  std::int64_t hitsSquared_ = 0, trialsSquared_ = 0, products_ = 0;  // summed over the clusters
};

/// The share of hits in a series of requests, in the order of time: a slow moment of the link or a busy processor makes
/// several requests in a row late, so they are not independent.
///
/// Batch means: the series is cut into ten blocks of equal length, the variance of the share is estimated between them,
/// and it gives the effective number of trials, corrected by Student's t with 9 degrees of freedom (Schmeiser,
/// Operations Research 1982, who advises 10 to 30 batches). Ten rather than more, because blocks must be long
/// against what correlates them: on series of 300 and more whose neighbours correlate by 0.8, it covers the truth in
/// 90 to 96 % of cases, 30 batches in 87 to 95 % and intervals for independent trials in 55 to 69 %. Blocks need no
/// seed and give the same interval everywhere, which a block bootstrap does not. It never counts for more than
/// independent trials. Fewer than 20, or all alike: wilson(), as nothing is known of their correlation.
Proportion proportionOfSeries(const std::vector<bool>& hits);

/// How many independent trials that series is worth: wilsonOfShare() of it is proportionOfSeries().
double effectiveTrials(const std::vector<bool>& hits);

}  // namespace cleave
