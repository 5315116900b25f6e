// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cleave {

/// A piecewise constant function of time that repeats itself: a link's rate, its round trip, a processor's load. All
/// that varies in the simulated environment is one of these, drawn or read ahead, so that a step is a few look-ups.
class StepSeries {
 public:
  /// The same value for ever.
  explicit StepSeries(double value);
  /// @param startsS when each value begins, in seconds: the first 0, then rising
  /// @param values one a start, finite and not negative
  /// @param durationS after which it begins anew; beyond the last start
  /// @throws Error when any of that does not hold
  StepSeries(std::vector<double> startsS, std::vector<double> values, double durationS);
  /// Equal steps of `slotS`.
  StepSeries(double slotS, std::vector<double> values);

  /// Where a reader stands, so that the next look-up is a step or two instead of a search. One for each reader.
  struct Cursor {
    std::size_t step = 0;
  };

  [[nodiscard]] double at(double timeS, Cursor& cursor) const;
  [[nodiscard]] double at(double timeS) const;
  /// Seconds from `timeS` until the integral has grown by `amount` (value times seconds); infinite when the whole
  /// series is zero.
  [[nodiscard]] double secondsFor(double amount, double timeS, Cursor& cursor) const;
  [[nodiscard]] double secondsFor(double amount, double timeS) const;
  /// The integral from `timeS` over `seconds`.
  [[nodiscard]] double integral(double timeS, double seconds) const;

  [[nodiscard]] double durationS() const { return durationS_; }
  [[nodiscard]] double mean() const { return total_ / durationS_; }
  [[nodiscard]] const std::vector<double>& startsS() const { return starts_; }
  [[nodiscard]] const std::vector<double>& values() const { return values_; }

 private:
  void prepare();
  /// `timeS` within its period: 0 <= phase < durationS.
  [[nodiscard]] double phaseOf(double timeS) const;
  /// Moves the cursor to the step that holds `phaseS`, 0 <= phaseS < durationS.
  std::size_t find(double phaseS, Cursor& cursor) const;
  [[nodiscard]] double endOf(std::size_t step) const {
    return step + 1 < starts_.size() ? starts_[step + 1] : durationS_;
  }
  /// Integral from 0 to phaseS, which lies in `step`.
  [[nodiscard]] double upTo(std::size_t step, double phaseS) const {
    return sums_[step] + values_[step] * (phaseS - starts_[step]);
  }

  std::vector<double> starts_;
  std::vector<double> values_;
  std::vector<double> sums_;  ///< integral up to each start
  double durationS_ = 0;
  double stepsPerS_ = 0;  ///< of equal steps; 0 = they are not
  double total_ = 0;      ///< integral over one period
};

}  // namespace cleave
