// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/axes.h"

#include <algorithm>
#include <cmath>

namespace cleave::ui {
namespace {

constexpr double kGap = 3;  // tick to its number
constexpr double kTick = 2.5;
constexpr double kSwatch = 14;  // a legend's line

}  // namespace

QString tickText(double value) {
  // Rounded first: 0.30000000000000004 is no axis number.
  return QString::number(std::abs(value) < 1e-12 ? 0 : value, 'g', 6).replace(QLatin1Char('-'), QChar(0x2212));
}

Axes::Axes(Canvas& canvas, Axis x, Axis y, const std::vector<LegendEntry>& legend, double bottom)
    : canvas_(canvas), x_(std::move(x)), y_(std::move(y)) {
  double numbers = 0;
  for (const double value : y_.ticks.values) numbers = std::max(numbers, canvas.textWidth(tickText(value)));
  const double left = numbers + kTick + kGap + 13;
  const double top = legend.empty() ? 6 : 16;
  // The last number of the x axis is centred below its tick and needs its half on the right.
  const double last = x_.ticks.values.empty() ? 0 : canvas.textWidth(tickText(x_.ticks.values.back())) / 2;
  plot_ =
      QRectF(left, top, canvas.size().width() - left - std::max(3.0, last + 1), canvas.size().height() - top - bottom);
  drawLegend(legend);
}

double Axes::part(const Axis& axis, double value) {
  const double low = axis.ticks.low;
  const double high = axis.ticks.high;
  if (axis.logarithmic) return std::log(std::max(value, low) / low) / std::log(high / low);
  return (value - low) / (high - low);
}

QPointF Axes::at(double x, double y) const {
  return {plot_.left() + part(x_, x) * plot_.width(), plot_.bottom() - part(y_, y) * plot_.height()};
}

void Axes::drawLegend(const std::vector<LegendEntry>& legend) {
  double x = plot_.left();
  constexpr double y = 6.5;
  for (const LegendEntry& entry : legend) {
    if (entry.fill.isValid()) {
      canvas_.rect(QRectF(x, y - 3, 6, 6), entry.fill);
      x += 9;
    } else {
      const bool dot = entry.stroke.width <= 0;
      if (!dot) canvas_.line({x, y}, {x + kSwatch, y}, entry.stroke);
      const double width = dot ? 6 : kSwatch;
      canvas_.marker({x + width / 2, y}, entry.marker, entry.stroke.colour);
      x += width + 3;
    }
    canvas_.text({x, y}, entry.text, Qt::AlignLeft | Qt::AlignVCenter);
    x += canvas_.textWidth(entry.text) + 11;
  }
}

void Axes::drawGrid() {
  for (const double value : y_.ticks.values) {
    const double y = at(x_.ticks.low, value).y();
    if (value != y_.ticks.low)
      canvas_.line({plot_.left(), y}, {plot_.right(), y}, {paper::kGrid, paper::kAxis, Dash::Solid});
  }
}

void Axes::drawFrame(bool names) {
  const Stroke axis{paper::kInk, paper::kAxis, Dash::Solid};
  canvas_.line(plot_.topLeft(), plot_.bottomLeft(), axis);
  canvas_.line(plot_.bottomLeft(), plot_.bottomRight(), axis);
  for (const double value : y_.ticks.values) {
    const double y = at(x_.ticks.low, value).y();
    canvas_.line({plot_.left() - kTick, y}, {plot_.left(), y}, axis);
    canvas_.text({plot_.left() - kTick - kGap, y}, tickText(value), Qt::AlignRight | Qt::AlignVCenter);
  }
  canvas_.text({2, plot_.center().y()}, y_.title, Qt::AlignHCenter | Qt::AlignTop, -90);
  if (!names) return;
  for (const double value : x_.ticks.values) {
    const double x = at(value, y_.ticks.low).x();
    canvas_.line({x, plot_.bottom()}, {x, plot_.bottom() + kTick}, axis);
    canvas_.text({x, plot_.bottom() + kTick + kGap}, tickText(value), Qt::AlignHCenter | Qt::AlignTop);
  }
  canvas_.text({plot_.center().x(), canvas_.size().height() - 3}, x_.title, Qt::AlignHCenter | Qt::AlignBottom);
}

}  // namespace cleave::ui
