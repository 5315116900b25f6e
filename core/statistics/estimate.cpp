// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/estimate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/statistics/blocks.h"
#include "core/statistics/quantile.h"
#include "core/statistics/student.h"
#include "core/types/error.h"
#include "core/types/random.h"

namespace cleave {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLow = 0.025;
constexpr double kHigh = 0.975;

// Of finite values; reorders them. Sorting is avoided: bootstraps call this thousands of times.
double iqmOf(std::vector<double>& values) {
  const auto cut = static_cast<std::ptrdiff_t>(values.size() / 4);
  std::nth_element(values.begin(), values.begin() + cut, values.end());
  std::nth_element(values.begin() + cut, values.end() - cut - 1, values.end());
  return std::accumulate(values.begin() + cut, values.end() - cut, 0.0) / static_cast<double>(values.size() - 2 * cut);
}

bool usable(const std::vector<double>& values) {
  return !values.empty() && std::ranges::none_of(values, [](double value) { return std::isnan(value); });
}

double meanOfAll(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Of the mean of two and more independent values.
double standardError(std::span<const double> values) {
  const double mean = meanOfAll(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1) / n);
}

}  // namespace

Estimate meanOf(std::span<const double> values) {
  if (values.empty()) return {kNaN, kNaN, kNaN};
  const double mean = meanOfAll(values);
  if (values.size() < 2) return {mean, kNaN, kNaN};
  const double half = studentT95(static_cast<double>(values.size() - 1)) * standardError(values);
  return {mean, mean - half, mean + half};
}

Estimate pairedDifference(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) throw Error("Paired differences need two values of every pair.");
  std::vector<double> differences;
  for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
  return meanOf(differences);
}

double standardErrorOfSeries(std::span<const double> values) {
  if (values.size() < 2) return 0;
  if (values.size() < 2 * kBlocks) return standardError(values);
  return std::sqrt(varianceOfMean(values.size(), [&](std::size_t i) { return values[i]; }));
}

double interquartileMean(std::vector<double> values) {
  return usable(values) ? iqmOf(values) : kNaN;
}

Estimate bootstrapIqm(const std::vector<std::vector<double>>& strata, std::uint64_t seed, int resamples) {
  if (resamples < 1) throw Error("A bootstrap needs at least one resample.");
  std::vector<double> all;
  for (const auto& stratum : strata) all.insert(all.end(), stratum.begin(), stratum.end());
  if (!usable(all)) return {kNaN, kNaN, kNaN};
  SplitMix random(seed, 0x626f6f74);
  std::vector<double> means;
  std::vector<double> drawn(all.size());
  for (int i = 0; i < resamples; ++i) {
    auto next = drawn.begin();
    for (const auto& stratum : strata) {
      for (std::size_t j = 0; j < stratum.size(); ++j) *next++ = stratum[random.below(stratum.size())];
    }
    means.push_back(iqmOf(drawn));
  }
  std::ranges::sort(means);
  return {iqmOf(all), quantileOfSorted(means, kLow), quantileOfSorted(means, kHigh)};
}

}  // namespace cleave
