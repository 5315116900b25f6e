// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cleave {

/// An estimate with its 95 % interval.
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// The mean of independent values, one a seed for instance, with Student's interval. NaN of none; of one, its interval
/// is NaN.
Estimate meanOf(std::span<const double> values);

/// The mean of a - b over pairs that share what varies most: policies in the worlds of the same seed. Its interval is
/// that of the differences, which is narrower than those of the two means tell where both follow the worlds.
/// @throws Error for a different number of values
Estimate pairedDifference(std::span<const double> a, std::span<const double> b);

/// The standard error of the mean of requests in the order of time, between ten blocks as for proportionOfSeries();
/// of fewer than 20 that of independent ones, and 0 of fewer than two.
double standardErrorOfSeries(std::span<const double> values);

/// Interquartile mean: a quarter of the values, rounded down, is left out at either end (rliable; Agarwal et al.,
/// NeurIPS 2021, arXiv 2108.13264). NaN of no values, or where one is NaN.
double interquartileMean(std::vector<double> values);

inline constexpr int kResamples = 2000;

/// Interquartile mean over all values of all strata, with its stratified percentile bootstrap interval: every resample
/// draws from each stratum as many values as it has. One stratum, usually a value a seed, is the simple bootstrap.
/// @param strata for example one a task, each with a value a seed
/// @throws Error for fewer than one resample
Estimate bootstrapIqm(const std::vector<std::vector<double>>& strata, std::uint64_t seed, int resamples = kResamples);

}  // namespace cleave
