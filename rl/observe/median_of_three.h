// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>

namespace cleave {

/// The median of the last three samples: one outlier does not move it, two in a row do, and after three it has
/// forgotten what was before.
class MedianOfThree {
 public:
  /// The first sample counts for all three.
  void add(double sample) {
    if (!seen_) last_.fill(sample);
    seen_ = true;
    last_[next_] = sample;
    next_ = (next_ + 1) % last_.size();
  }
  [[nodiscard]] bool seen() const { return seen_; }
  /// @pre seen()
  [[nodiscard]] double value() const {
    const auto [a, b, c] = last_;
    return std::max(std::min(a, b), std::min(std::max(a, b), c));
  }

 private:
  std::array<double, 3> last_{};
  std::size_t next_ = 0;
  bool seen_ = false;
};

}  // namespace cleave
