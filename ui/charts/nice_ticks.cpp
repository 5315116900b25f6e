// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/nice_ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace cleave::ui {
namespace {

double niceStep(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : std::array{1.0, 2.0, 2.5, 5.0}) {
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

}  // namespace

Ticks niceTicks(double low, double high, int most) {
  if (!std::isfinite(low) || !std::isfinite(high) || high < low) return niceTicks(0, 1, most);
  if (high - low < 1e-12) high = low + (std::abs(low) > 1e-9 ? std::abs(low) * 0.1 : 1);
  most = std::max(most, 3);
  double step = niceStep((high - low) / (most - 1));
  // Rounding the ends outwards can add two ticks: widen the step until all fit.
  while (std::ceil(high / step - 1e-9) - std::floor(low / step + 1e-9) + 1 > most) step = niceStep(step * 1.01);
  Ticks ticks;
  const double first = std::floor(low / step + 1e-9);
  const double last = std::ceil(high / step - 1e-9);
  for (double i = first; i <= last + 0.5; i += 1) ticks.values.push_back(i * step);
  ticks.low = ticks.values.front();
  ticks.high = ticks.values.back();
  return ticks;
}

Ticks logTicks(double low, double high) {
  if (!(low > 0) || !std::isfinite(high) || high < low) return logTicks(0.1, 10);
  std::vector<double> candidates;
  for (double power = std::floor(std::log10(low)) - 1; power <= std::ceil(std::log10(high)) + 1; power += 1) {
    for (const double factor : std::array{1.0, 2.0, 5.0}) candidates.push_back(factor * std::pow(10.0, power));
  }
  const auto first = std::prev(std::upper_bound(candidates.begin(), candidates.end(), low * (1 + 1e-9)));
  auto last = std::lower_bound(candidates.begin(), candidates.end(), high * (1 - 1e-9));
  if (last - first < 2) last = first + 2;
  Ticks ticks{*first, *last, {}};
  const bool all = ticks.high <= 100.001 * ticks.low;
  for (auto value = first; value <= last; ++value) {
    const double power = std::log10(*value);
    if (all || std::abs(power - std::round(power)) < 1e-9) ticks.values.push_back(*value);
  }
  return ticks;
}

}  // namespace cleave::ui
