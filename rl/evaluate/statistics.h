// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace cleave {

/// The smallest value that at least `share` of the values do not exceed (nearest rank); 0 of no values.
/// @param share 0..1
double quantile(std::vector<float> values, double share);

struct QuantilePoint {
  double percent = 0;
  double value = 0;
};

/// What a distribution's charts are drawn from: the least value, the percentiles 1, 2..99, 99.5, 99.9 and 99.99
/// (nearest rank), and the greatest value. Empty for no values.
std::vector<QuantilePoint> quantileCurve(std::vector<float> values);

/// Interquartile mean: a quarter of the values, rounded down, is left out at either end (rliable; Agarwal et al.,
/// NeurIPS 2021, arXiv 2108.13264). NaN of no values, or where one is NaN.
double interquartileMean(std::vector<double> values);

/// An estimate with its 95 % interval.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

inline constexpr int kResamples = 2000;

/// Interquartile mean over all values of all strata, with its stratified percentile bootstrap interval: every resample
/// draws from each stratum as many values as it has. One stratum, usually a value a seed, is the simple bootstrap.
/// @param strata for example one a task, each with a value a seed
/// @throws Error for fewer than one resample
Estimate bootstrapIqm(const std::vector<std::vector<double>>& strata, std::uint64_t seed, int resamples = kResamples);

/// 0 = the best fixed decision in hindsight, 1 = the oracle. NaN where the oracle is not above the fixed decision:
/// there is nothing to win, and no scale.
double normalisedScore(double meanReward, double bestFixed, double oracle);

}  // namespace cleave
