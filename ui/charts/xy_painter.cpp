// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_painter.h"

#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "ui/charts/reduction.h"

namespace cleave::ui {
namespace {

constexpr double kFar = 20'000;  // pixels: farther would overflow the rasterizer
constexpr double kDot = 4;

bool shown(const QPointF& pixel) {
  return std::isfinite(pixel.x()) && std::isfinite(pixel.y());
}

QPointF clamped(const QPointF& pixel) {
  return {std::clamp(pixel.x(), -kFar, kFar), std::clamp(pixel.y(), -kFar, kFar)};
}

QPolygonF stepped(const QPolygonF& line) {
  QPolygonF steps;
  for (const QPointF& point : line) {
    if (!steps.isEmpty()) steps << QPointF(point.x(), steps.back().y());
    steps << point;
  }
  return steps;
}

// One run without gaps. Its x ascend, or it is drawn as it is.
QPolygonF reduced(const QPolygonF& run, const QRectF& plot) {
  const auto byX = [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); };
  if (!std::is_sorted(run.begin(), run.end(), byX)) return run;
  // With one point beyond either end, so that the line leaves the plot.
  auto first = std::lower_bound(run.begin(), run.end(), QPointF(plot.left(), 0), byX);
  auto last = std::upper_bound(run.begin(), run.end(), QPointF(plot.right(), 0), byX);
  if (first != run.begin()) --first;
  if (last != run.end()) ++last;
  const auto count = static_cast<std::size_t>(last - first);
  const int columns = std::max(1, static_cast<int>(plot.width()));
  if (count <= 2 * static_cast<std::size_t>(columns)) return QPolygonF(QList<QPointF>(first, last));
  const auto point = [&](std::size_t i) { return *(first + static_cast<std::ptrdiff_t>(i)); };
  QPolygonF kept;
  for (const std::size_t i : reduceMinMax(
           0, count, plot.left(), plot.right(), columns, [&](std::size_t j) { return point(j).x(); },
           [&](std::size_t j) { return point(j).y(); })) {
    kept << point(i);
  }
  return kept;
}

double opacity(Emphasis emphasis) {
  return emphasis == Emphasis::Faded ? 0.28 : 1;
}

void paintBars(QPainter& painter, const XyCurve& curve, const XyFrame& frame, const QColor& ink) {
  painter.setPen(QPen(ink, 1.2));
  for (qsizetype i = 0; i < std::min({curve.points.size(), curve.low.size(), curve.high.size()}); ++i) {
    const QPointF at = frame.at(curve.points[i]);
    QPointF low = frame.at(curve.low[i]);
    const QPointF high = frame.at(curve.high[i]);
    if (!shown(at) || !shown(high)) continue;
    if (!std::isfinite(low.y())) low.setY(frame.plot.bottom());  // 0 on a logarithmic axis
    if (!std::isfinite(low.x())) low.setX(frame.plot.left());
    if (curve.low[i].y() != curve.high[i].y()) {
      painter.drawLine(QPointF(at.x(), low.y()), QPointF(at.x(), high.y()));
      for (const double y : {low.y(), high.y()}) painter.drawLine(QPointF(at.x() - 3, y), QPointF(at.x() + 3, y));
    }
    if (curve.low[i].x() != curve.high[i].x()) {
      painter.drawLine(QPointF(low.x(), at.y()), QPointF(high.x(), at.y()));
      for (const double x : {low.x(), high.x()}) painter.drawLine(QPointF(x, at.y() - 3), QPointF(x, at.y() + 3));
    }
  }
}

}  // namespace

std::vector<QPolygonF> polylines(const QList<QPointF>& points, const XyFrame& frame, bool steps) {
  std::vector<QPolygonF> lines;
  QPolygonF run;
  const auto flush = [&] {
    if (run.isEmpty()) return;
    QPolygonF line = reduced(run, frame.plot);
    if (!line.isEmpty()) lines.push_back(steps ? stepped(line) : line);
    run.clear();
  };
  for (const QPointF& value : points) {
    const QPointF pixel = frame.at(value);
    if (shown(pixel)) {
      run << clamped(pixel);
    } else {
      flush();
    }
  }
  flush();
  return lines;
}

void paintBand(QPainter& painter, const XyCurve& curve, const XyFrame& frame, const QColor& colour, Emphasis emphasis) {
  if (curve.kind == XyCurve::Kind::Points || curve.low.isEmpty() || curve.low.size() != curve.high.size()) return;
  QList<QPointF> low;
  QList<QPointF> high;
  for (qsizetype i = 0; i < curve.low.size(); ++i) {
    if (!std::isfinite(curve.low[i].y()) || !shown(frame.at(curve.high[i]))) continue;
    // What a logarithmic axis cannot show lies below it.
    low << QPointF(curve.low[i].x(),
                   std::isfinite(frame.y.place(curve.low[i].y())) ? curve.low[i].y() : frame.y.value(-0.1));
    high << curve.high[i];
  }
  const bool steps = curve.kind == XyCurve::Kind::Step;
  const auto lower = polylines(low, frame, steps);
  const auto upper = polylines(high, frame, steps);
  if (lower.size() != 1 || upper.size() != 1) return;
  QPolygonF area = upper.front();
  for (auto point = lower.front().rbegin(); point != lower.front().rend(); ++point) area << *point;
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(colour, 0.16 * opacity(emphasis)));
  painter.drawPolygon(area);
}

void paintCurve(QPainter& painter, const XyCurve& curve, const XyFrame& frame, const QColor& colour,
                Emphasis emphasis) {
  const QColor ink = withAlpha(colour, opacity(emphasis));
  const bool strong = emphasis == Emphasis::Strong;
  painter.setBrush(Qt::NoBrush);
  if (curve.kind != XyCurve::Kind::Points) {
    painter.setPen(QPen(ink, strong ? 2.8 : 1.7, curve.dash, Qt::FlatCap, Qt::RoundJoin));
    for (const QPolygonF& line : polylines(curve.points, frame, curve.kind == XyCurve::Kind::Step)) {
      if (line.size() > 1) painter.drawPolyline(line);
      if (line.size() == 1) painter.drawEllipse(line.front(), 1, 1);  // a curve of one point is there
    }
    return;
  }
  paintBars(painter, curve, frame, ink);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ink);
  for (const QPointF& value : curve.points) {
    const QPointF pixel = frame.at(value);
    if (shown(pixel)) painter.drawEllipse(clamped(pixel), strong ? kDot + 2 : kDot, strong ? kDot + 2 : kDot);
  }
}

void paintLabels(QPainter& painter, const std::vector<XyCurve>& curves, const std::vector<bool>& shownCurves,
                 const XyFrame& frame, const QColor& ink, std::vector<QRectF> taken) {
  const QRectF dot(-kDot - 1, -kDot - 1, 2 * kDot + 2, 2 * kDot + 2);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (!shownCurves[i] || curves[i].kind != XyCurve::Kind::Points) continue;
    for (const QPointF& value : curves[i].points) taken.push_back(dot.translated(clamped(frame.at(value))));
  }
  painter.setPen(ink);
  const QFontMetricsF metrics(painter.font());
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (!shownCurves[i]) continue;
    for (qsizetype j = 0; j < std::min(curves[i].labels.size(), curves[i].points.size()); ++j) {
      const QPointF at = frame.at(curves[i].points[j]);
      if (curves[i].labels[j].isEmpty() || !shown(at) || !frame.plot.adjusted(-1, -1, 1, 1).contains(at)) continue;
      const double width = metrics.horizontalAdvance(curves[i].labels[j]) + 2;
      const double height = metrics.height();
      for (const QPointF& offset : {QPointF(8, -height / 2), QPointF(-8 - width, -height / 2),
                                    QPointF(-width / 2, -height - 6), QPointF(-width / 2, 6), QPointF(6, -height - 4),
                                    QPointF(6, 4), QPointF(-6 - width, -height - 4), QPointF(-6 - width, 4)}) {
        const QRectF box(at + offset, QSizeF(width, height));
        if (!frame.plot.adjusted(0, -2, 2, 2).contains(box)) continue;
        if (std::any_of(taken.begin(), taken.end(), [&](const QRectF& other) { return other.intersects(box); })) {
          continue;
        }
        painter.drawText(box, Qt::AlignCenter, curves[i].labels[j]);
        taken.push_back(box);
        break;
      }
    }
  }
}

}  // namespace cleave::ui
