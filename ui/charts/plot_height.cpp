// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_height.h"

#include <algorithm>
#include <cmath>

namespace cleave::ui {
namespace {

constexpr double kTargetRoom = 1.15;     // a target line is not the plot's upper edge
constexpr double kClosest = 1e-4;        // of all that is drawn; of a logarithmic axis in decades
constexpr double kAsGoodAsAll = 0.9999;  // the rest is less than a pixel

}  // namespace

void PlotHeight::setLogarithmic(bool on) {
  if (on == logarithmic_) return;
  logarithmic_ = on;
  chosen_.reset();
}

void PlotHeight::zoom(double factor, double place) {
  if (!(factor > 0) || !std::isfinite(factor) || !std::isfinite(place)) return;
  const XyAxis all(all_, logarithmic_);
  const XyRange now = chosen_.value_or(all_);
  // In shares of what is drawn, so that both kinds of axes are alike.
  const double from = std::max(all.place(now.low), 0.0);
  const double span = all.place(now.high) - from;
  if (!(span > 0)) return fit();  // what was chosen lies beyond all that is drawn now
  const double least = std::min(kClosest, span);
  const double next = std::clamp(span / factor, least, 1.0);
  const bool standsOnZero = !floating_ && !logarithmic_;
  const double anchor = standsOnZero ? 0 : std::clamp(place, 0.0, 1.0);
  const double low = std::clamp(from + anchor * (span - next), 0.0, 1 - next);
  if (next >= kAsGoodAsAll) return fit();
  chosen_ = all.part(low, low + next);
}

PlotHeight::View PlotHeight::view(double low, double high, std::optional<double> target, int most) {
  if (target && std::isfinite(high)) high = std::max(high, *target * kTargetRoom);
  if (target && logarithmic_) low = std::min(low, *target);
  if (!std::isfinite(high)) {
    high = target ? *target * 1.5 : 1;
    low = logarithmic_ ? high / 10 : 0;
  }
  if (!std::isfinite(low)) low = logarithmic_ ? high / 10 : 0;
  if (ceiling_ > 0) high = std::min(high, ceiling_);
  View view;
  view.ticks = logarithmic_ ? logTicks(std::max(low, kLeastLog), high) : niceTicks(low, high, most);
  view.high = ceiling_ > 0 && !logarithmic_ ? std::min(view.ticks.high, ceiling_) : view.ticks.high;
  all_ = {view.ticks.low, view.high};
  if (!chosen_) return view;
  return {{chosen_->low, chosen_->high, XyAxis(*chosen_, logarithmic_).ticks(most)}, chosen_->high};
}

}  // namespace cleave::ui
