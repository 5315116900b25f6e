// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/axes.h"

#include <algorithm>
#include <cmath>

namespace cleave::ui {
namespace {

constexpr double kGap = 3;  // tick to its number
constexpr double kTick = 2.5;
constexpr double kSwatch = 14;  // a legend's line
constexpr double kBox = 6;      // a legend's square or marker

bool isDot(const LegendEntry& entry) {
  return !entry.fill.isValid() && entry.stroke.width <= 0;
}

double entryWidth(const Canvas& canvas, const LegendEntry& entry) {
  const double sign = entry.fill.isValid() || isDot(entry) ? kBox : kSwatch;
  return sign + 3 + canvas.textWidth(entry.text);
}

std::vector<QPointF> placesOf(const Canvas& canvas, const std::vector<LegendEntry>& legend, double width,
                              double indent) {
  std::vector<double> widths;
  for (const LegendEntry& entry : legend) widths.push_back(entryWidth(canvas, entry));
  return legendPlaces(widths, width, indent);
}

}  // namespace

std::vector<QPointF> legendPlaces(const std::vector<double>& widths, double width, double indent) {
  std::vector<QPointF> places;
  double x = indent;
  double y = 0;
  for (const double needed : widths) {
    if (x > 0 && x + needed > width) {
      x = 0;
      y += kLegendLine;
    }
    places.emplace_back(x, y);
    x += needed + kLegendGap;
  }
  return places;
}

QString tickText(double value) {
  // Rounded first: 0.30000000000000004 is not a number for an axis.
  return QString::number(std::abs(value) < 1e-12 ? 0 : value, 'g', 6).replace(QLatin1Char('-'), QChar(0x2212));
}

double Axes::numbersWidth(const Canvas& canvas, const Ticks& ticks) {
  double widest = 0;
  for (const double value : ticks.values) widest = std::max(widest, canvas.textWidth(tickText(value)));
  return widest;
}

int Axes::legendLines(const Canvas& canvas, const std::vector<LegendEntry>& legend, double width, double indent) {
  const auto places = placesOf(canvas, legend, width, indent);
  return places.empty() ? 0 : 1 + static_cast<int>(std::lround(places.back().y() / kLegendLine));
}

Axes::Axes(Canvas& canvas, Axis x, Axis y, const std::vector<LegendEntry>& legend, double bottom)
    : Axes(canvas, std::move(x), std::move(y), legend,
           AxesPlace{QRectF(QPointF(0, 0), canvas.size()), 0, false, bottom}) {}

Axes::Axes(Canvas& canvas, Axis x, Axis y, const std::vector<LegendEntry>& legend, const AxesPlace& place)
    : canvas_(canvas), x_(std::move(x)), y_(std::move(y)), area_(place.area), titleAbove_(place.titleAbove) {
  const double numbers = std::max(place.numbers, numbersWidth(canvas, y_.ticks));
  const double left = numbers + kTick + kGap + (titleAbove_ ? 2 : 13);
  // The last number of the x axis is centred below its tick and needs its half on the right.
  const double last = x_.ticks.values.empty() ? 0 : canvas.textWidth(tickText(x_.ticks.values.back())) / 2;
  const double width = area_.width() - left - std::max(3.0, last + 1);
  int lines = legendLines(canvas, legend, width, titleIndent());
  if (titleAbove_) lines = std::max(lines, 1);
  const double top = lines == 0 ? 6 : 5 + kLegendLine * lines;
  plot_ = QRectF(area_.left() + left, area_.top() + top, width, area_.height() - top - place.bottom);
  drawLegend(legend);
}

double Axes::titleWidth(const Canvas& canvas, const QString& title) {
  return canvas.textWidth(title) + kLegendGap;
}

double Axes::titleIndent() const {
  return titleAbove_ ? titleWidth(canvas_, y_.title) : 0;
}

double Axes::part(const Axis& axis, double value) {
  const double low = axis.ticks.low;
  const double high = axis.ticks.high;
  // What has no logarithm stands at the axis' start; all else where it belongs, beyond the ends of a zoomed axis, too.
  if (axis.logarithmic) return value > 0 ? std::log(value / low) / std::log(high / low) : 0;
  return (value - low) / (high - low);
}

QPointF Axes::at(double x, double y) const {
  return {plot_.left() + part(x_, x) * plot_.width(), plot_.bottom() - part(y_, y) * plot_.height()};
}

bool Axes::shows(const QPointF& value) const {
  return std::isfinite(value.x()) && std::isfinite(value.y()) && (!x_.logarithmic || value.x() > 0) &&
         (!y_.logarithmic || value.y() > 0);
}

void Axes::drawLegend(const std::vector<LegendEntry>& legend) {
  const auto places = placesOf(canvas_, legend, plot_.width(), titleIndent());
  for (std::size_t i = 0; i < legend.size(); ++i) {
    const LegendEntry& entry = legend[i];
    const QPointF at = QPointF(plot_.left(), area_.top() + 6.5) + places[i];
    double sign = kBox;
    if (entry.fill.isValid()) {
      canvas_.rect(QRectF(at.x(), at.y() - kBox / 2, kBox, kBox), entry.fill);
    } else {
      if (!isDot(entry)) sign = kSwatch;
      if (!isDot(entry)) canvas_.line(at, at + QPointF(kSwatch, 0), entry.stroke);
      canvas_.marker(at + QPointF(sign / 2, 0), entry.marker, entry.stroke.colour);
    }
    canvas_.text(at + QPointF(sign + 3, 0), entry.text, Qt::AlignLeft | Qt::AlignVCenter);
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
  if (titleAbove_) {
    canvas_.text({plot_.left(), area_.top() + 6.5}, y_.title, Qt::AlignLeft | Qt::AlignVCenter);
  } else {
    canvas_.text({area_.left() + 2, plot_.center().y()}, y_.title, Qt::AlignHCenter | Qt::AlignTop, -90);
  }
  if (!names) return;
  for (const double value : x_.ticks.values) {
    const double x = at(value, y_.ticks.low).x();
    canvas_.line({x, plot_.bottom()}, {x, plot_.bottom() + kTick}, axis);
    canvas_.text({x, plot_.bottom() + kTick + kGap}, tickText(value), Qt::AlignHCenter | Qt::AlignTop);
  }
  canvas_.text({plot_.center().x(), area_.bottom() - 3}, x_.title, Qt::AlignHCenter | Qt::AlignBottom);
}

}  // namespace cleave::ui
