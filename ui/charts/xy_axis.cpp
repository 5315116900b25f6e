// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/charts/nice_ticks.h"

namespace cleave::ui {
namespace {

constexpr double kLeastShare = 1e-9;  // of its value that a linear range may shrink to: doubles end there

XyRange sane(XyRange range, bool logarithmic) {
  if (!std::isfinite(range.low) || !std::isfinite(range.high) || range.high < range.low) range = {0, 1};
  if (logarithmic && !(range.high > 0)) range = {0.1, 1};
  if (logarithmic && !(range.low > 0)) range.low = range.high / 1000;
  const double least = std::max({std::abs(range.low), std::abs(range.high), 1e-12}) * kLeastShare;
  if (range.high - range.low < least) {
    range.low -= least;
    range.high += least;
  }
  return range;
}

std::vector<double> within(const Ticks& ticks, const XyRange& range) {
  const double slack = (range.high - range.low) * 1e-9;
  std::vector<double> values;
  for (const double value : ticks.values) {
    if (value >= range.low - slack && value <= range.high + slack) values.push_back(value);
  }
  return values;
}

QString superscript(int number) {
  static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text = number < 0 ? QStringLiteral("⁻") : QString();
  for (const QChar digit : QString::number(std::abs(number))) text += digits[digit.digitValue()];
  return text;
}

}  // namespace

XyAxis::XyAxis(XyRange range, bool logarithmic) : range_(sane(range, logarithmic)), logarithmic_(logarithmic) {}

double XyAxis::place(double value) const {
  if (!std::isfinite(value) || (logarithmic_ && value <= 0)) return std::numeric_limits<double>::quiet_NaN();
  if (!logarithmic_) return (value - range_.low) / (range_.high - range_.low);
  return std::log(value / range_.low) / std::log(range_.high / range_.low);
}

double XyAxis::value(double place) const {
  if (!logarithmic_) return range_.low + place * (range_.high - range_.low);
  return range_.low * std::pow(range_.high / range_.low, place);
}

std::vector<double> XyAxis::ticks(int most) const {
  if (!logarithmic_ || range_.high < 8 * range_.low) {
    // The nice ends may lie outside: ask for more until as many as there is room for are left.
    for (int asked = most + 2;; --asked) {
      std::vector<double> values = within(niceTicks(range_.low, range_.high, asked), range_);
      if (static_cast<int>(values.size()) <= most || asked <= 3) return values;
    }
  }
  std::vector<double> values = within(logTicks(range_.low, range_.high), range_);
  if (static_cast<int>(values.size()) <= most) return values;
  const int first = static_cast<int>(std::ceil(std::log10(range_.low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(range_.high) + 1e-9));
  const int step = (last - first) / std::max(most - 1, 1) + 1;
  values.clear();
  for (int power = first; power <= last; power += step) values.push_back(std::pow(10.0, power));
  return values;
}

XyRange axisRange(double low, double high, bool logarithmic, bool tight) {
  if (!std::isfinite(low) || !std::isfinite(high) || high < low) return logarithmic ? XyRange{0.1, 1} : XyRange{};
  if (tight && high > low) return {low, high};
  const Ticks ticks = logarithmic ? logTicks(low, high) : niceTicks(low, high, 6);
  return {ticks.low, ticks.high};
}

QString XyAxis::text(double value) const {
  const double size = std::abs(value);
  const bool thousands = std::max(std::abs(range_.low), std::abs(range_.high)) >= 9'999;
  if (size == 0) return QStringLiteral("0");
  if (size >= 1e9) return QString::number(value, 'g', 4);
  if (size >= 1e6) return QString::number(value / 1e6, 'g', 5) + QLatin1Char('M');
  if (thousands && size >= 999) return QString::number(value / 1e3, 'g', 5) + QLatin1Char('k');
  const double power = std::log10(size);
  if (logarithmic_ && size < 0.009 && std::abs(power - std::round(power)) < 1e-9) {
    return QStringLiteral("10") + superscript(static_cast<int>(std::lround(power)));
  }
  return QString::number(value, 'g', 6);
}

}  // namespace cleave::ui
