// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_readout.h"

#include <algorithm>
#include <cmath>

#include "ui/charts/xy_legend.h"

namespace cleave::ui {
namespace {

constexpr double kReach = 28;  // pixels around a dot
constexpr double kSnap = 12;   // pixels along x
constexpr double kRow = 16;

QString text(double value) {
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-4 || size >= 1e7)) return QString::number(value, 'g', 3);
  return QString::number(value, 'g', size >= 1000 ? 6 : 4);
}

bool shownAt(const QPointF& pixel) {
  return std::isfinite(pixel.x()) && std::isfinite(pixel.y());
}

std::optional<XyHit> nearestDot(std::size_t index, const XyCurve& curve, const QPointF& cursor, const XyFrame& frame) {
  std::optional<XyHit> best;
  for (qsizetype i = 0; i < curve.points.size(); ++i) {
    const QPointF pixel = frame.at(curve.points[i]);
    const double away = std::hypot(pixel.x() - cursor.x(), pixel.y() - cursor.y());
    if (away <= (best ? best->distance : kReach)) best = XyHit{index, i, curve.points[i], pixel, away};
  }
  return best;
}

// The x, in pixels, of the data point nearest to the cursor; the cursor's own where none is near.
double snapped(double x, const std::vector<XyCurve>& curves, const std::vector<bool>& shown, const XyFrame& frame) {
  double best = x;
  double least = kSnap;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (!shown[i] || curves[i].kind == XyCurve::Kind::Points) continue;
    for (const QPointF& point : curves[i].points) {
      const QPointF pixel = frame.at(point);
      if (!shownAt(pixel) || std::abs(pixel.x() - x) >= least) continue;
      least = std::abs(pixel.x() - x);
      best = pixel.x();
    }
  }
  return best;
}

// The line at x, between the points on either side of it; nothing beyond its ends.
std::optional<XyHit> onLine(std::size_t index, const XyCurve& curve, double x, const XyFrame& frame) {
  constexpr double kSlack = 0.01;  // pixels
  std::optional<qsizetype> before;
  std::optional<qsizetype> after;
  for (qsizetype i = 0; i < curve.points.size(); ++i) {
    const QPointF pixel = frame.at(curve.points[i]);
    if (!shownAt(pixel)) continue;
    if (pixel.x() <= x + kSlack && (!before || pixel.x() >= frame.at(curve.points[*before]).x())) before = i;
    if (pixel.x() >= x - kSlack && (!after || pixel.x() < frame.at(curve.points[*after]).x())) after = i;
  }
  if (!before || !after) return std::nullopt;
  const QPointF left = frame.at(curve.points[*before]);
  const QPointF right = frame.at(curve.points[*after]);
  const double span = right.x() - left.x();
  const double t = span > kSlack && curve.kind == XyCurve::Kind::Line ? (x - left.x()) / span : 0;
  const qsizetype nearest = t > 0.5 ? *after : *before;
  const QPointF a = curve.points[*before];
  const QPointF b = curve.points[*after];
  const QPointF value(frame.x.value(frame.placeOf({x, 0}).x()), a.y() + t * (b.y() - a.y()));
  if (span <= kSlack || t == 0) return XyHit{index, *before, a, {x, left.y()}, 0};
  return XyHit{index, nearest, value, {x, frame.at(value).y()}, 0};
}

}  // namespace

std::vector<XyHit> hitsAt(const QPointF& cursor, const std::vector<XyCurve>& curves, const std::vector<bool>& shown,
                          const XyFrame& frame) {
  std::vector<XyHit> hits;
  const double x = snapped(cursor.x(), curves, shown, frame);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (!shown[i]) continue;
    const bool dots = curves[i].kind == XyCurve::Kind::Points;
    auto hit = dots ? nearestDot(i, curves[i], cursor, frame) : onLine(i, curves[i], x, frame);
    if (!hit || !frame.plot.adjusted(-3, -3, 3, 3).contains(hit->pixel)) continue;
    if (!dots) hit->distance = std::abs(hit->pixel.y() - cursor.y());
    hits.push_back(*hit);
  }
  std::ranges::stable_sort(hits, {}, &XyHit::distance);
  return hits;
}

XyReadout XyReadout::of(const std::vector<XyHit>& hits, const std::vector<XyCurve>& curves, const QString& xTitle,
                        const QString& yTitle, std::size_t most) {
  XyReadout readout;
  if (hits.empty()) return readout;
  const XyHit& nearest = hits.front();
  const XyCurve& first = curves[nearest.curve];
  const QPointF value = nearest.value;
  if (first.kind == XyCurve::Kind::Points) {
    const QString label = first.labels.value(nearest.point);
    readout.rows.push_back({nearest.curve, label.isEmpty() ? first.name : label, {}});
    readout.rows.push_back({std::nullopt, xTitle, text(value.x())});
    readout.rows.push_back({std::nullopt, yTitle, text(value.y())});
    return readout;
  }
  readout.rows.push_back({std::nullopt, xTitle, text(value.x())});
  std::vector<XyHit> kept(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(std::min(most, hits.size())));
  std::ranges::sort(kept, {}, &XyHit::curve);  // rows that change places cannot be read
  for (const XyHit& each : kept) {
    const XyCurve& curve = curves[each.curve];
    QString said = text(each.value.y());
    if (each.point < std::min(curve.low.size(), curve.high.size())) {
      said += QStringLiteral(" (%1–%2)").arg(text(curve.low[each.point].y()), text(curve.high[each.point].y()));
    }
    readout.rows.push_back({each.curve, curve.name.isEmpty() ? yTitle : curve.name, said});
  }
  return readout;
}

void paintReadout(QPainter& painter, const XyReadout& readout, const QPointF& cursor, const XyFrame& frame,
                  const std::vector<XyCurve>& curves, const Colours& colours) {
  if (readout.rows.empty()) return;
  const QFontMetricsF metrics(painter.font());
  double names = 0;
  double values = 0;
  for (const auto& row : readout.rows) {
    names = std::max(names, metrics.horizontalAdvance(row.name) + (row.curve ? 18 : 0));
    values = std::max(values, metrics.horizontalAdvance(row.value));
  }
  const double most = std::max(frame.plot.width() - 8, 80.0);
  names = std::max(20.0, std::min(names, most - values - 24));
  const double width = names + values + (values > 0 ? 24 : 12);
  const double height = static_cast<double>(readout.rows.size()) * kRow + 8;
  double left = cursor.x() + 12;
  if (left + width > frame.plot.right()) left = cursor.x() - 12 - width;
  left = std::max(left, frame.plot.left() + 2);
  const double top = std::clamp(cursor.y() - height / 2, frame.plot.top() + 2,
                                std::max(frame.plot.top() + 2, frame.plot.bottom() - height - 2));
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(withAlpha(colours.panel, 0.94));
  painter.drawRoundedRect(QRectF(left, top, width, height), 4, 4);
  double y = top + 4;
  for (const auto& row : readout.rows) {
    double x = left + 6;
    if (row.curve) {
      const XyCurve& curve = curves[*row.curve];
      const QColor ink = curve.colour.isValid() ? curve.colour : seriesColour(colours, *row.curve);
      paintSwatch(painter, QRectF(x, y, 12, kRow), curve, ink);
      x += 18;
    }
    painter.setPen(row.curve ? colours.text : colours.muted);
    painter.drawText(QRectF(x, y, left + 6 + names - x, kRow), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(row.name, Qt::ElideMiddle, left + 6 + names - x + 1));
    painter.setPen(colours.text);
    painter.drawText(QRectF(left, y, width - 6, kRow), Qt::AlignVCenter | Qt::AlignRight, row.value);
    y += kRow;
  }
}

}  // namespace cleave::ui
