// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/charts/nice_ticks.h"
#include "ui/charts/xy_axis.h"

namespace cleave::ui {

/// The vertical axis of a plot that follows a run: it spans what is drawn, or what the user chose.
class PlotHeight {
 public:
  void setLogarithmic(bool on);
  [[nodiscard]] bool isLogarithmic() const { return logarithmic_; }
  /// The axis starts at zero unless told otherwise.
  void setFloating(bool on) { floating_ = on; }
  [[nodiscard]] bool isFloating() const { return floating_; }
  /// Bounds how far it may reach (100 %).
  void setCeiling(double value) { ceiling_ = value; }

  /// Narrower by `factor` (wider below 1) around what stands at `place`, 0 at the bottom, 1 at the top. An axis that
  /// starts at zero keeps it. Never beyond what is drawn: at all of it, it follows that again.
  void zoom(double factor, double place);
  /// Follows what is drawn again.
  void fit() { chosen_.reset(); }
  /// What the user chose; nullopt while it follows what is drawn.
  [[nodiscard]] std::optional<XyRange> chosen() const { return chosen_; }

  /// From ticks.low to `high`, which may cut off the ticks' end.
  struct View {
    Ticks ticks;
    double high = 1;
  };
  /// For drawing numbers from `low` to `high`; both may be infinite where there is nothing to draw.
  /// @param most ticks, about
  [[nodiscard]] View view(double low, double high, std::optional<double> target, int most);

  static constexpr double kLeastLog = 0.01;  ///< zero has no logarithm

 private:
  bool logarithmic_ = false;
  bool floating_ = false;
  double ceiling_ = 0;  ///< 0 = none
  XyRange all_;         ///< of what was drawn last
  std::optional<XyRange> chosen_;
};

}  // namespace cleave::ui
