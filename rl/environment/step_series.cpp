// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/step_series.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::size_t kWalk = 4;  // steps that are tried one by one before searching
constexpr double kEqual = 0.01;   // steps whose starts are this close to equal ones, in steps, are found by division

std::vector<double> slots(double slotS, std::size_t count) {
  std::vector<double> starts(count);
  for (std::size_t i = 0; i < count; ++i) starts[i] = slotS * static_cast<double>(i);
  return starts;
}

}  // namespace

StepSeries::StepSeries(double value) : StepSeries({0}, {value}, 1) {}

StepSeries::StepSeries(double slotS, std::vector<double> values)
    : starts_(slots(slotS, values.size())),
      values_(std::move(values)),
      durationS_(slotS * static_cast<double>(values_.size())) {
  prepare();
}

StepSeries::StepSeries(std::vector<double> startsS, std::vector<double> values, double durationS)
    : starts_(std::move(startsS)), values_(std::move(values)), durationS_(durationS) {
  prepare();
}

void StepSeries::prepare() {
  if (starts_.empty() || starts_.size() != values_.size()) throw Error("A series needs one value per start time.");
  if (starts_.front() != 0) throw Error("A series must start at 0 s.");
  sums_.assign(starts_.size(), 0);
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    const double length = endOf(i) - starts_[i];
    if (!(length > 0) || !std::isfinite(length)) {
      throw Error("The times of a series must increase: step " + std::to_string(i) + " has no length.");
    }
    if (!(values_[i] >= 0) || !std::isfinite(values_[i])) {
      throw Error("The values of a series must be finite and not negative: step " + std::to_string(i) + " is not.");
    }
    total_ += values_[i] * length;
    if (i + 1 < starts_.size()) sums_[i + 1] = total_;
  }
  const double slotS = durationS_ / static_cast<double>(starts_.size());
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    if (std::abs(starts_[i] - slotS * static_cast<double>(i)) > kEqual * slotS) return;
  }
  stepsPerS_ = 1 / slotS;
}

double StepSeries::phaseOf(double timeS) const {
  if (timeS >= 0 && timeS < durationS_) return timeS;
  const double phase = timeS - std::floor(timeS / durationS_) * durationS_;  // fmod takes several times as long
  return phase >= 0 && phase < durationS_ ? phase : 0;  // rounding only: a period's end is the next one's start
}

std::size_t StepSeries::find(double phaseS, Cursor& cursor) const {
  const std::size_t last = starts_.size() - 1;
  if (stepsPerS_ > 0) {
    std::size_t step = std::min(static_cast<std::size_t>(phaseS * stepsPerS_), last);
    while (phaseS < starts_[step]) --step;  // at most one either way: rounding
    while (step < last && phaseS >= starts_[step + 1]) ++step;
    return cursor.step = step;
  }
  std::size_t step = std::min(cursor.step, last);
  if (phaseS >= starts_[step]) {
    for (std::size_t i = 0; i < kWalk; ++i) {
      if (step == last || phaseS < starts_[step + 1]) return cursor.step = step;
      ++step;
    }
  }
  step = static_cast<std::size_t>(std::ranges::upper_bound(starts_, phaseS) - starts_.begin()) - 1;
  return cursor.step = step;
}

double StepSeries::at(double timeS, Cursor& cursor) const {
  if (starts_.size() == 1) return values_.front();
  return values_[find(phaseOf(timeS), cursor)];
}

double StepSeries::at(double timeS) const {
  Cursor cursor;
  return at(timeS, cursor);
}

double StepSeries::secondsFor(double amount, double timeS, Cursor& cursor) const {
  if (amount <= 0) return 0;
  if (!(total_ > 0)) return std::numeric_limits<double>::infinity();
  if (starts_.size() == 1) return amount / values_.front();
  const double phase = phaseOf(timeS);
  std::size_t step = find(phase, cursor);
  // Most transfers end in the step that they began in, or in the next few.
  double from = phase;
  double left = amount;
  for (std::size_t i = 0; i < kWalk && step < starts_.size(); ++i, ++step) {
    const double room = values_[step] * (endOf(step) - from);
    if (left <= room) return from + left / values_[step] - phase;
    left -= room;
    from = endOf(step);
  }
  const double wholePeriods = std::floor((amount + upTo(cursor.step, phase)) / total_);
  double goal = amount + upTo(cursor.step, phase) - wholePeriods * total_;
  goal = std::clamp(goal, 0.0, total_);
  // The last step whose start has at most `goal` before it; steps of zero in front of it add nothing.
  auto last = static_cast<std::size_t>(std::ranges::upper_bound(sums_, goal) - sums_.begin()) - 1;
  while (last > 0 && goal <= sums_[last]) --last;  // a transfer that ends with a step does not wait for the next
  const double end = values_[last] > 0 ? starts_[last] + (goal - sums_[last]) / values_[last] : starts_[last];
  return wholePeriods * durationS_ + end - phase;
}

double StepSeries::secondsFor(double amount, double timeS) const {
  Cursor cursor;
  return secondsFor(amount, timeS, cursor);
}

double StepSeries::integral(double timeS, double seconds) const {
  const auto fromZero = [&](double time) {
    const double periods = std::floor(time / durationS_);
    Cursor cursor;
    const double phase = std::clamp(time - periods * durationS_, 0.0, durationS_);
    return periods * total_ + upTo(find(phase, cursor), phase);
  };
  return fromZero(timeS + seconds) - fromZero(timeS);
}

}  // namespace cleave
