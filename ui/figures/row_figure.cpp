// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/row_figure.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/types/error.h"
#include "ui/figures/axes.h"
#include "ui/figures/series_style.h"

namespace cleave::ui {
namespace {

// Points.
constexpr double kRow = 14;
constexpr double kTop = 5;
constexpr double kBottom = 26;
constexpr double kHalf = 3.2;        // of a bar's or box's height
constexpr double kTargetWithin = 2;  // times all else: a target further off would squeeze the rows

double extreme(const RowData& data, double bound, bool least) {
  double found = bound;
  const auto take = [&](double value) {
    if (!std::isfinite(value) || (data.logarithmic && value <= 0)) return;
    found = least ? std::min(found, value) : std::max(found, value);
  };
  for (const auto& row : data.rows) {
    for (const double value : {row.value, row.low, row.high, row.lower, row.middle, row.upper}) take(value);
    for (const double value : row.dots) take(value);
    if (row.kind == RowData::Row::Kind::Bar) take(0);
  }
  return found;
}

class Drawing {
 public:
  Drawing(Canvas& canvas, const RowData& data) : canvas_(canvas), data_(data) {
    double low = extreme(data, INFINITY, true);
    double high = extreme(data, -INFINITY, false);
    if (data.target && *data.target > 0 && *data.target <= kTargetWithin * high) {
      low = std::min(low, *data.target);
      high = std::max(high, *data.target);
    }
    ticks_ = data.logarithmic ? logTicks(low, high > low ? high : 2 * low) : niceTicks(low, high, 7);
    double names = 0;
    for (const auto& row : data.rows) names = std::max(names, canvas.textWidth(row.name));
    const double left = std::min(names, 0.45 * canvas.size().width()) + 8;
    plot_ = QRectF(left, kTop, canvas.size().width() - left - 10, canvas.size().height() - kTop - kBottom);
  }

  void paint() {
    const Stroke axis{paper::kInk, paper::kAxis, Dash::Solid};
    for (const double value : ticks_.values) {
      canvas_.line({x(value), plot_.top()}, {x(value), plot_.bottom()}, {paper::kGrid, paper::kAxis, Dash::Solid});
      canvas_.line({x(value), plot_.bottom()}, {x(value), plot_.bottom() + 2.5}, axis);
      canvas_.text({x(value), plot_.bottom() + 5.5}, tickText(value), Qt::AlignHCenter | Qt::AlignTop);
    }
    if (data_.target && x(*data_.target) <= plot_.right()) {
      canvas_.line({x(*data_.target), plot_.top()}, {x(*data_.target), plot_.bottom()},
                   {paper::kViolation, 0.8, Dash::Dashed});
    }
    const double each = plot_.height() / static_cast<double>(data_.rows.size());
    for (std::size_t i = 0; i < data_.rows.size(); ++i) {
      const double y = plot_.top() + each * (static_cast<double>(i) + 0.5);
      canvas_.text({plot_.left() - 5, y}, canvas_.elided(data_.rows[i].name, plot_.left() - 7),
                   Qt::AlignRight | Qt::AlignVCenter);
      paintRow(data_.rows[i], y, paper::seriesColour(i + 1), paper::seriesMarker(i));
    }
    canvas_.line(plot_.bottomLeft(), plot_.bottomRight(), axis);
    // Beneath the plot, but never over the edge of the page.
    const double half = canvas_.textWidth(data_.axis) / 2 + 2;
    const double middle = std::max(half, std::min(plot_.center().x(), canvas_.size().width() - half));
    canvas_.text({middle, canvas_.size().height() - 3}, data_.axis, Qt::AlignHCenter | Qt::AlignBottom);
  }

 private:
  [[nodiscard]] double x(double value) const {
    const double part = data_.logarithmic
                            ? std::log(std::max(value, ticks_.low) / ticks_.low) / std::log(ticks_.high / ticks_.low)
                            : (value - ticks_.low) / (ticks_.high - ticks_.low);
    return plot_.left() + part * plot_.width();
  }

  void paintRow(const RowData::Row& row, double y, const QColor& ink, MarkerShape marker) {
    if (row.kind == RowData::Row::Kind::Bar) {
      const double zero = data_.logarithmic ? plot_.left() : x(0);
      if (std::isfinite(row.value)) {
        canvas_.rect(QRectF(QPointF(zero, y - kHalf), QPointF(x(row.value), y + kHalf)).normalized(), paper::kEdgeFill);
      }
      return;
    }
    const Stroke stroke{ink, paper::kLine, Dash::Solid};
    if (std::isfinite(row.low) && std::isfinite(row.high)) {
      canvas_.line({x(row.low), y}, {x(row.high), y}, stroke);
      for (const double end : {row.low, row.high}) {
        canvas_.line({x(end), y - kHalf / 2}, {x(end), y + kHalf / 2}, stroke);
      }
    }
    if (row.kind == RowData::Row::Kind::Box && std::isfinite(row.lower) && std::isfinite(row.upper)) {
      const QRectF box(QPointF(x(row.lower), y - kHalf), QPointF(x(row.upper), y + kHalf));
      canvas_.rect(box, Qt::white);
      canvas_.outline(box, stroke);
      canvas_.line({x(row.middle), box.top()}, {x(row.middle), box.bottom()}, {ink, 1.6, Dash::Solid});
    }
    for (const double dot : row.dots) {
      if (std::isfinite(dot)) canvas_.marker({x(dot), y}, MarkerShape::Ring, paper::kLink, 1.8);
    }
    if (std::isfinite(row.value)) canvas_.marker({x(row.value), y}, marker, ink);
  }

  Canvas& canvas_;
  const RowData& data_;
  Ticks ticks_;
  QRectF plot_;
};

QByteArray csvOf(const RowData& data) {
  Table table{{"name", data.axis.toStdString(), "low", "high", "lower quartile", "median", "upper quartile"}, {}};
  for (const auto& row : data.rows) {
    table.rows.push_back({row.name.toStdString(), cell(row.value), cell(row.low), cell(row.high), cell(row.lower),
                          cell(row.middle), cell(row.upper)});
  }
  return toCsv(table);
}

}  // namespace

Figure rowFigure(RowData data, double widthMm) {
  const bool log = data.logarithmic;
  const auto drawn = [log](double value) { return std::isfinite(value) && (!log || value > 0); };
  if (std::ranges::none_of(data.rows, [&](const auto& row) { return drawn(row.value) || drawn(row.high); })) {
    throw Error("Nothing to save: the chart has no values yet.");
  }
  const auto kept = std::make_shared<const RowData>(std::move(data));
  Figure figure;
  figure.widthMm = widthMm;
  figure.heightPoints = static_cast<int>(std::ceil(kTop + kBottom + kRow * static_cast<double>(kept->rows.size())));
  figure.draw = [kept](Canvas& canvas) { Drawing(canvas, *kept).paint(); };
  figure.csv = [kept] { return csvOf(*kept); };
  return figure;
}

}  // namespace cleave::ui
