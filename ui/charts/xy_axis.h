// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

namespace cleave::ui {

struct XyRange {
  double low = 0;
  double high = 1;
};

/// One axis as it is shown: from where to where, linear or logarithmic.
class XyAxis {
 public:
  explicit XyAxis(XyRange range = {}, bool logarithmic = false);

  [[nodiscard]] XyRange range() const { return range_; }
  [[nodiscard]] bool logarithmic() const { return logarithmic_; }
  /// 0 at the low end, 1 at the high one; NaN for what the axis cannot show.
  [[nodiscard]] double place(double value) const;
  [[nodiscard]] double value(double place) const;
  /// Nice numbers within the range, about `most`.
  [[nodiscard]] std::vector<double> ticks(int most) const;
  /// "0.25", "20k", "1.5M", "10⁻⁵"
  [[nodiscard]] QString text(double tick) const;
  /// The part of the axis between two places, which may lie outside.
  [[nodiscard]] XyRange part(double from, double to) const { return {value(from), value(to)}; }

 private:
  XyRange range_;
  bool logarithmic_;
};

/// The range that shows all of [low, high]; nice ends, or just what there is when `tight`.
XyRange axisRange(double low, double high, bool logarithmic, bool tight);

/// Where the plot is, and what it shows.
struct XyFrame {
  QRectF plot = {};
  XyAxis x = XyAxis();
  XyAxis y = XyAxis();

  /// Pixels; NaN where an axis cannot show the value.
  [[nodiscard]] QPointF at(const QPointF& value) const {
    return {plot.left() + x.place(value.x()) * plot.width(), plot.bottom() - y.place(value.y()) * plot.height()};
  }
  [[nodiscard]] QPointF placeOf(const QPointF& pixel) const {
    return {(pixel.x() - plot.left()) / plot.width(), (plot.bottom() - pixel.y()) / plot.height()};
  }
};

}  // namespace cleave::ui
