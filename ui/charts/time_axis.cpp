// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_axis.h"

#include <algorithm>
#include <cmath>

namespace cleave::ui {
namespace {

constexpr int kTickMs = 33;
// Seconds, requests: what a run's first moments fill, and the closest that anybody may look.
constexpr std::array kShortestLive{5.0, 20.0};
constexpr std::array kLeastWindow{1.0, 10.0};
constexpr std::array kLeastSpan{0.002, 2.0};
constexpr double kMostWindow = 1e9;

}  // namespace

TimeAxis::TimeAxis(QObject* parent) : QObject(parent) {
  tick_.setSingleShot(true);
  tick_.setInterval(kTickMs);
  connect(&tick_, &QTimer::timeout, this, [this] {
    if (live_) Q_EMIT rangeChanged();
  });
}

std::optional<TimeAxis::Range> TimeAxis::extent() const {
  std::optional<Range> all;
  for (const AxisSource* source : sources_) {
    const AxisExtent extent = source->axisExtent();
    if (extent.rows == 0) continue;
    const Range range{extent.first[index(unit_)], extent.last[index(unit_)]};
    all = all ? Range{std::min(all->low, range.low), std::max(all->high, range.high)} : range;
  }
  return all;
}

TimeAxis::Range TimeAxis::fullRange() const {
  const std::optional<Range> all = extent();
  if (!all) return {0, kShortestLive[index(unit_)]};
  return {all->low, std::max(all->high, all->low + kLeastSpan[index(unit_)])};
}

TimeAxis::Range TimeAxis::range() const {
  if (!live_) return frozen_;
  const std::optional<Range> all = extent();
  const double last = all ? all->high : 0;
  const double length = window(unit_);
  // All of a short run from its start, then what fits.
  if (last <= length) return {0, std::max(last, std::min(length, kShortestLive[index(unit_)]))};
  return {last - length, last};
}

void TimeAxis::setUnit(XUnit unit) {
  if (unit == unit_) return;
  const XUnit from = unit_;
  const AxisSource* best = nullptr;  // the one with most rows knows best which request was when
  std::size_t rows = 0;
  for (const AxisSource* source : sources_) {
    const std::size_t has = source->axisExtent().rows;
    if (has > rows) best = source;
    rows = std::max(rows, has);
  }
  const bool whole = !live_ && frozen_ == fullRange();
  unit_ = unit;
  if (!live_) {
    freeze(whole || !best ? fullRange()
                          : Range{best->axisConvert(frozen_.low, from), best->axisConvert(frozen_.high, from)});
  }
  setCrosshair(std::nullopt);
  Q_EMIT unitChanged();
  Q_EMIT windowChanged();
  Q_EMIT rangeChanged();
}

void TimeAxis::setWindow(XUnit unit, double length) {
  if (!std::isfinite(length)) return;
  length = std::clamp(length, kLeastWindow[index(unit)], kMostWindow);
  if (length == window_[index(unit)]) return;
  window_[index(unit)] = length;
  Q_EMIT windowChanged();
  if (live_ && unit == unit_) Q_EMIT rangeChanged();
}

void TimeAxis::freeze(Range range) {
  const Range full = fullRange();
  const double least = std::min(kLeastSpan[index(unit_)], full.span());
  const double span = std::clamp(range.span(), least, full.span());
  // What is too narrow or too wide keeps its middle.
  const double low = std::clamp((range.low + range.high - span) / 2, full.low, full.high - span);
  frozen_ = {low, low + span};
}

void TimeAxis::setLive(bool live) {
  if (live == live_) return;
  live_ = live;
  Q_EMIT liveChanged(live);
}

void TimeAxis::setRange(double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high)) return;
  freeze({std::min(low, high), std::max(low, high)});
  setLive(false);
  Q_EMIT rangeChanged();
}

void TimeAxis::zoom(double factor, double around) {
  if (!(factor > 0) || !std::isfinite(factor) || !std::isfinite(around)) return;
  const Range now = range();
  const double least = kLeastSpan[index(unit_)];
  if (factor > 1) factor = std::max(1.0, std::min(factor, now.span() / least));
  const double part = std::clamp((around - now.low) / now.span(), 0.0, 1.0);
  const double span = now.span() / factor;
  const double anchor = now.low + part * now.span();
  setRange(anchor - part * span, anchor + (1 - part) * span);
}

void TimeAxis::zoom(double factor) {
  if (!(factor > 0) || !std::isfinite(factor)) return;
  if (live_) {
    // From what is seen: a window that the run does not fill yet would swallow the first steps, and one that shows all
    // has nothing more to show.
    const double seen = std::min(window(unit_), range().span());
    if (factor > 1 || window(unit_) < fullRange().span()) setWindow(unit_, seen / factor);
    return;
  }
  const Range now = range();
  zoom(factor, (now.low + now.high) / 2);
}

void TimeAxis::pan(double delta) {
  if (!std::isfinite(delta)) return;
  const Range now = range();
  setRange(now.low + delta, now.high + delta);
}

void TimeAxis::showAll() {
  const Range full = fullRange();
  setRange(full.low, full.high);
  Q_EMIT allShown();
}

void TimeAxis::goLive() {
  setMark(std::nullopt);
  setLive(true);
  Q_EMIT rangeChanged();
}

void TimeAxis::setFollowing(bool on) {
  if (on == following_) return;
  following_ = on;
  Q_EMIT rangeChanged();
}

void TimeAxis::setCrosshair(std::optional<double> x) {
  if (x == crosshair_) return;
  crosshair_ = x;
  Q_EMIT crosshairChanged();
}

void TimeAxis::setMark(std::optional<AxisMark> mark) {
  if (mark == mark_) return;
  mark_ = mark;
  Q_EMIT markChanged();
}

void TimeAxis::attach(const AxisSource* source) {
  if (std::find(sources_.begin(), sources_.end(), source) == sources_.end()) sources_.push_back(source);
}

void TimeAxis::detach(const AxisSource* source) {
  std::erase(sources_, source);
}

void TimeAxis::dataArrived() {
  if (live_ && !tick_.isActive()) tick_.start();
}

void TimeAxis::dataCleared() {
  if (!extent()) goLive();
}

}  // namespace cleave::ui
