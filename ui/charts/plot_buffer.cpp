// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_buffer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/charts/reduction.h"

namespace cleave::ui {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr double kMostRequests = 4294967295.0;

}  // namespace

PlotBuffer::PlotBuffer(std::size_t capacity)
    : rows_(std::max<std::size_t>(capacity, 1)), pyramid_(rows_.capacity(), kPlotChannels) {}

PlotBuffer PlotBuffer::emptyCopy(std::size_t capacity) const {
  PlotBuffer copy(capacity);
  copy.sumChannel_ = sumChannel_;
  copy.sumParts_ = sumParts_;
  return copy;
}

void PlotBuffer::append(double seconds, double request, std::span<const float> values) {
  Row row;
  row.seconds = std::isfinite(seconds) ? std::max(seconds, lastX()) : lastX();
  const double last = lastX(XUnit::Requests);
  row.request = static_cast<std::uint32_t>(std::isfinite(request) ? std::clamp(request, last, kMostRequests) : last);
  row.y.fill(kNan);
  for (std::size_t i = 0; i < std::min(values.size(), row.y.size()); ++i) {
    if (std::isfinite(values[i])) row.y[i] = values[i];
  }
  sum(row);
  push(row);
}

void PlotBuffer::push(Row row) {
  rows_.push(row);
  ++appended_;
  pyramid_.close(appended_, valueReader());
}

void PlotBuffer::sum(Row& row) const {
  if (sumParts_.empty()) return;
  float total = 0;
  for (const int part : sumParts_) total += row.y[static_cast<std::size_t>(part)];
  row.y[sumChannel_] = total;
}

void PlotBuffer::clear() {
  rows_.clear();
  appended_ = 0;
}

void PlotBuffer::setCapacity(std::size_t rows) {
  rows = std::max<std::size_t>(rows, 1);
  if (rows == capacity()) return;
  RingBuffer<Row> old = std::move(rows_);
  rows_ = RingBuffer<Row>(rows);
  pyramid_ = MinMaxPyramid(rows, kPlotChannels);
  appended_ = 0;
  for (std::size_t i = old.size() - std::min(old.size(), rows); i < old.size(); ++i) push(old[i]);
}

void PlotBuffer::setSum(int channel, std::vector<int> parts) {
  if (sumChannel_ == static_cast<std::size_t>(channel) && parts == sumParts_) return;
  sumChannel_ = static_cast<std::size_t>(channel);
  sumParts_ = std::move(parts);
  for (std::size_t i = 0; i < rows_.size(); ++i) sum(rows_[i]);
  pyramid_.renew(appended_ - rows_.size(), appended_, sumChannel_, valueReader());
}

std::size_t PlotBuffer::lower(double x, XUnit unit) const {
  return lowerBound(rows_, x, [unit](const Row& row) { return row.x(unit); });
}

std::pair<std::size_t, std::size_t> PlotBuffer::span(XUnit unit, double x0, double x1) const {
  const std::size_t first = lower(x0, unit);
  return {first, std::max(first, lower(std::nextafter(x1, std::numeric_limits<double>::infinity()), unit))};
}

const PlotValues* PlotBuffer::nearest(double x, XUnit unit) const {
  if (rows_.empty()) return nullptr;
  std::size_t at = std::min(lower(x, unit), rows_.size() - 1);
  if (at > 0 && x - rows_[at - 1].x(unit) < rows_[at].x(unit) - x) --at;
  return &rows_[at].y;
}

double PlotBuffer::convert(double x, XUnit from) const {
  if (rows_.empty()) return 0;
  const XUnit to = from == XUnit::Seconds ? XUnit::Requests : XUnit::Seconds;
  const std::size_t at = lower(x, from);
  if (at == 0) return rows_.front().x(to);
  if (at == rows_.size()) return rows_.back().x(to);
  const double width = rows_[at].x(from) - rows_[at - 1].x(from);
  const double part = width > 0 ? (x - rows_[at - 1].x(from)) / width : 1;
  return rows_[at - 1].x(to) + part * (rows_[at].x(to) - rows_[at - 1].x(to));
}

std::size_t PlotBuffer::columnEnd(std::size_t first, std::size_t last, XUnit unit, double end,
                                  std::size_t& visited) const {
  // In leaps from where the column begins, for it mostly ends near; then between the last two.
  std::size_t leap = 1;
  for (; first + leap < last && rows_[first + leap - 1].x(unit) < end; leap *= 2, ++visited) first += leap;
  std::size_t high = std::min(last, first + leap);
  for (; first < high; ++visited) {
    const std::size_t middle = first + (high - first) / 2;
    if (rows_[middle].x(unit) < end) {
      first = middle + 1;
    } else {
      high = middle;
    }
  }
  return first;
}

KeptRows PlotBuffer::keep(int key, XUnit unit, double x0, double x1, int columns) const {
  KeptRows result;
  auto& [kept, visited] = result;
  const auto channel = static_cast<std::size_t>(key);
  auto [first, last] = span(unit, x0, x1);
  if (first > 0) --first;  // one row more on the left, so that a line enters the plot from its edge
  if (columns < 1 || !(x1 > x0)) return result;
  if (last - first <= 4 * static_cast<std::size_t>(columns)) {
    visited += last - first;
    kept = reduceMinMax(
        first, last, x0, x1, columns, [&](std::size_t i) { return rows_[i].x(unit); },
        [&](std::size_t i) { return static_cast<double>(rows_[i].y[channel]); });
    return result;
  }
  kept.reserve(2 * static_cast<std::size_t>(columns));
  const std::uint64_t lost = appended_ - rows_.size();
  const auto value = valueReader();
  for (int column = 1; column <= columns && first < last; ++column) {
    const double end = x0 + (x1 - x0) * column / columns;
    const std::size_t next = column < columns ? columnEnd(first, last, unit, end, visited) : last;
    const Extremes found = pyramid_.find(lost + first, lost + next, channel, value, visited);
    first = next;
    if (found.low == Extremes::kNone) continue;
    kept.push_back(static_cast<std::size_t>(std::min(found.low, found.high) - lost));
    if (found.low != found.high) kept.push_back(static_cast<std::size_t>(std::max(found.low, found.high) - lost));
  }
  return result;
}

ReducedSeries PlotBuffer::points(const SeriesSpec& spec, XUnit unit, const KeptRows& kept,
                                 std::span<const int> below) const {
  ReducedSeries reduced;
  const auto channel = static_cast<std::size_t>(spec.channel);
  reduced.points.reserve(static_cast<qsizetype>(kept.rows.size()));
  for (const std::size_t i : kept.rows) {
    const Row& row = rows_[i];
    const double x = row.x(unit);
    double y = static_cast<double>(row.y[channel]);
    for (const int part : below) y += static_cast<double>(row.y[static_cast<std::size_t>(part)]);
    if (!std::isfinite(y)) continue;
    if (spec.kind == SeriesSpec::Kind::Band) {
      const double high = static_cast<double>(row.y[static_cast<std::size_t>(spec.highChannel)]);
      if (!std::isfinite(high)) continue;
      reduced.low.emplaceBack(x, y);
      reduced.points.emplaceBack(x, high);
      continue;
    }
    if (spec.kind == SeriesSpec::Kind::Step && !reduced.points.isEmpty()) {
      reduced.points.emplaceBack(x, reduced.points.back().y());
    }
    reduced.points.emplaceBack(x, y);
  }
  return reduced;
}

}  // namespace cleave::ui
