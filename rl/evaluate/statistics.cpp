// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/evaluate/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

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

// Between the two nearest of the sorted values, as numpy.percentile has it.
double interpolated(const std::vector<double>& sorted, double share) {
  const double rank = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(rank);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (rank - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

double quantile(std::vector<float> values, double share) {
  if (values.empty()) return 0;
  const double rank = std::ceil(share * static_cast<double>(values.size()));
  const auto index = static_cast<std::ptrdiff_t>(std::clamp(rank, 1.0, static_cast<double>(values.size()))) - 1;
  std::nth_element(values.begin(), values.begin() + index, values.end());
  return static_cast<double>(values[static_cast<std::size_t>(index)]);
}

std::vector<QuantilePoint> quantileCurve(std::vector<float> values) {
  std::vector<QuantilePoint> curve;
  if (values.empty()) return curve;
  std::ranges::sort(values);
  const auto add = [&](double percent) {
    const double rank = std::ceil(percent / 100 * static_cast<double>(values.size()) - 1e-9);
    const auto index = static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(values.size()))) - 1;
    curve.push_back({percent, static_cast<double>(values[index])});
  };
  for (int percent = 0; percent < 100; ++percent) add(percent);
  for (const double percent : {99.5, 99.9, 99.99, 100.0}) add(percent);
  return curve;
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
  return {iqmOf(all), interpolated(means, kLow), interpolated(means, kHigh)};
}

double normalisedScore(double meanReward, double bestFixed, double oracle) {
  return oracle > bestFixed ? (meanReward - bestFixed) / (oracle - bestFixed) : kNaN;
}

}  // namespace cleave
