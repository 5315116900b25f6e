// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/range_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::size_t kBins = 4096;
constexpr std::size_t kChannelBins = 1024;
constexpr int kCandidates = 128;  // fractions of the full range that are tried

}  // namespace

void RangeSearch::Histogram::widen(std::span<const float> values) {
  const auto [least, greatest] = std::ranges::minmax(values);
  low = std::min(low, least);
  high = std::max(high, greatest);
}

void RangeSearch::Histogram::prepare(std::size_t bins) {
  if (!(high - low > 1e-20F)) high = low + 1;  // nothing ever comes out: any range will do
  counts.assign(bins, 0);
}

void RangeSearch::Histogram::add(std::span<const float> values) {
  const auto last = static_cast<int>(counts.size()) - 1;
  const float scale = static_cast<float>(counts.size()) / (high - low);
  for (const float value : values) {
    ++counts[static_cast<std::size_t>(std::clamp(static_cast<int>((value - low) * scale), 0, last))];
  }
}

// Zeros lie on a code exactly when low is 0, so the first bin (which holds them) counts as zero error there.
double RangeSearch::Histogram::squaredError(ValueRange range, int bits) const {
  const double levels = std::pow(2.0, bits) - 1;
  const double step = (static_cast<double>(range.high) - range.low) / levels;
  const double width = (static_cast<double>(high) - low) / static_cast<double>(counts.size());
  double error = 0;
  for (std::size_t bin = low >= 0 ? 1 : 0; bin < counts.size(); ++bin) {
    if (counts[bin] == 0) continue;
    const double value = low + (static_cast<double>(bin) + 0.5) * width;
    const double code = std::clamp(std::round((value - range.low) / step), 0.0, levels);
    const double difference = value - (range.low + code * step);
    error += counts[bin] * difference * difference;
  }
  return error;
}

ValueRange RangeSearch::Histogram::best(int bits, double& error) const {
  ValueRange best{low, high};
  error = std::numeric_limits<double>::infinity();
  for (int i = kCandidates; i >= 1; --i) {
    const float share = static_cast<float>(i) / kCandidates;
    const ValueRange range{low * share, high * share};
    const double one = squaredError(range, bits);
    if (one < error) {
      error = one;
      best = range;
    }
  }
  return best;
}

RangeSearch::RangeSearch(const FeatureShape& shape) : shape_(shape) {
  if (shape.height * shape.width > 1) channels_.resize(shape.channels);
}

void RangeSearch::widen(const std::string& layer, std::span<const float> values) {
  if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
    throw Error("Layer '" + layer + "' produces NaN or infinity: train the model again with a lower --rate.");
  }
  whole_.widen(values);
  const std::size_t plane = shape_.height * shape_.width;
  for (std::size_t c = 0; c < channels_.size(); ++c) channels_[c].widen(values.subspan(c * plane, plane));
}

void RangeSearch::add(std::span<const float> values) {
  if (whole_.counts.empty()) {
    whole_.prepare(kBins);
    for (auto& channel : channels_) channel.prepare(kChannelBins);
  }
  whole_.add(values);
  const std::size_t plane = shape_.height * shape_.width;
  for (std::size_t c = 0; c < channels_.size(); ++c) channels_[c].add(values.subspan(c * plane, plane));
}

std::vector<ValueRange> RangeSearch::best(int bits) const {
  if (bits == 16) return {{whole_.low, whole_.high}};
  double error = 0;
  const ValueRange one = whole_.best(bits, error);
  std::vector<ValueRange> each;
  double together = 0;
  for (const auto& channel : channels_) {
    double own = 0;
    each.push_back(channel.best(bits, own));
    together += own;
  }
  if (each.empty() || together > kChannelsPay * error) return {one};
  return each;
}

}  // namespace cleave
