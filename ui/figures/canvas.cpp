// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/canvas.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QImage>
#include <QLineF>
#include <QPaintEngine>
#include <algorithm>
#include <cmath>

namespace cleave::ui {

QString figureFamily() {
  static const QString family = [] {
    const QStringList known = QFontDatabase::families();
    for (const auto* name : {"Inter", "DejaVu Sans"}) {
      if (known.contains(QLatin1String(name))) return QString::fromLatin1(name);
    }
    return QString();
  }();
  return family;
}

Canvas::Canvas(QPainter& painter, double unitsPerPoint, QSizeF size)
    : p_(painter), scale_(unitsPerPoint), size_(size), family_(figureFamily()) {
  p_.setRenderHint(QPainter::Antialiasing);
}

int pageHeight(double widthMm, const std::function<double(const Canvas&)>& height) {
  QImage page(1, 1, QImage::Format_RGB32);
  QPainter painter(&page);
  const Canvas canvas(painter, page.logicalDpiX() / 72.0, {widthMm / 25.4 * 72, 0});
  return static_cast<int>(std::ceil(height(canvas)));
}

QFont Canvas::font(double points) const {
  QFont font(family_);
  font.setPointSizeF(points);
  font.setHintingPreference(QFont::PreferNoHinting);
  font.setStyleStrategy(QFont::PreferOutline);
  return font;
}

QPen Canvas::pen(const Stroke& stroke) const {
  QPen pen(stroke.colour, stroke.width * scale_, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  switch (stroke.dash) {
    case Dash::Solid:
      break;
    case Dash::Dashed:
      pen.setDashPattern({4, 2.5});
      break;
    case Dash::Dotted:
      pen.setDashPattern({1.2, 1.6});
      break;
    case Dash::DashDot:
      pen.setDashPattern({4, 2, 1.2, 2});
      break;
  }
  return pen;
}

void Canvas::line(QPointF from, QPointF to, const Stroke& stroke) {
  p_.setPen(pen(stroke));
  p_.drawLine(at(from), at(to));
}

void Canvas::polyline(const QPolygonF& points, const Stroke& stroke) {
  if (points.size() < 2) return;
  QPolygonF scaled;
  scaled.reserve(points.size());
  for (const QPointF& point : points) scaled << at(point);
  QPen ink = pen(stroke);
  p_.setBrush(Qt::NoBrush);
  if (!isRaster() || scaled.size() <= kPiece) {
    p_.setPen(ink);
    p_.drawPolyline(scaled);
    return;
  }
  double length = 0;  // so that dashes go on where the piece before ended
  for (qsizetype from = 0; from + 1 < scaled.size(); from += kPiece - 1) {
    if (ink.style() == Qt::CustomDashLine) ink.setDashOffset(length / ink.widthF());
    p_.setPen(ink);
    p_.drawPolyline(QPolygonF(scaled.mid(from, kPiece + 1)));  // the last segment twice: it has both its joins
    for (qsizetype i = from; i < std::min(from + kPiece - 1, scaled.size() - 1); ++i) {
      length += QLineF(scaled[i], scaled[i + 1]).length();
    }
  }
}

bool Canvas::isRaster() const {
  return p_.paintEngine()->type() == QPaintEngine::Raster;
}

void Canvas::fill(const QPolygonF& points, const QColor& colour) {
  if (points.size() < 3) return;
  QPolygonF scaled;
  scaled.reserve(points.size());
  for (const QPointF& point : points) scaled << at(point);
  p_.setPen(Qt::NoPen);
  p_.setBrush(colour);
  p_.drawPolygon(scaled);
}

void Canvas::rect(const QRectF& rect, const QColor& colour) {
  p_.setPen(Qt::NoPen);
  p_.setBrush(colour);
  p_.drawRect(QRectF(at(rect.topLeft()), at(rect.bottomRight())));
}

void Canvas::outline(const QRectF& rect, const Stroke& stroke) {
  polyline(QPolygonF({rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft(), rect.topLeft()}), stroke);
}

QString Canvas::elided(QString text, double room) const {
  if (textWidth(text) <= room) return text;
  while (!text.isEmpty() && textWidth(text + QChar(0x2026)) > room) text.chop(1);
  return text + QChar(0x2026);
}

void Canvas::marker(QPointF where, MarkerShape shape, const QColor& colour, double size) {
  const double r = size / 2;
  const QPointF c = at(where);
  const double s = r * scale_;
  p_.setPen(pen({colour, 0.8, Dash::Solid}));
  p_.setBrush(shape == MarkerShape::Ring || shape == MarkerShape::Square ? QColor(Qt::white) : colour);
  switch (shape) {
    case MarkerShape::None:
      return;
    case MarkerShape::Disc:
    case MarkerShape::Ring:
      p_.drawEllipse(c, s, s);
      return;
    case MarkerShape::Square:
      p_.drawRect(QRectF(c.x() - s, c.y() - s, 2 * s, 2 * s));
      return;
    case MarkerShape::Diamond:
      p_.drawPolygon(QPolygonF({{c.x(), c.y() - s}, {c.x() + s, c.y()}, {c.x(), c.y() + s}, {c.x() - s, c.y()}}));
      return;
    case MarkerShape::Cross:
      p_.drawLine(c + QPointF(-s, -s), c + QPointF(s, s));
      p_.drawLine(c + QPointF(-s, s), c + QPointF(s, -s));
      return;
  }
}

double Canvas::textWidth(const QString& text, double points) const {
  return QFontMetricsF(font(points), p_.device()).horizontalAdvance(text) / scale_;
}

void Canvas::text(QPointF anchor, const QString& text, Qt::Alignment alignment, double angle, const QColor& colour,
                  double points) {
  if (text.isEmpty()) return;
  const QFont type = font(points);
  const QFontMetricsF metrics(type, p_.device());
  const double width = metrics.horizontalAdvance(text);
  // Capitals, not ascenders with their accents, are what the eye centres on.
  const double height = metrics.capHeight();
  double x = 0;
  double y = height;  // baseline below the anchor: top-aligned
  if (alignment & Qt::AlignHCenter) x = -width / 2;
  if (alignment & Qt::AlignRight) x = -width;
  if (alignment & Qt::AlignVCenter) y = height / 2;
  if (alignment & Qt::AlignBottom) y = 0;
  p_.save();
  p_.setFont(type);
  p_.setPen(colour);
  p_.translate(at(anchor));
  if (angle != 0) p_.rotate(angle);
  p_.drawText(QPointF(x, y), text);
  p_.restore();
}

void Canvas::clip(const QRectF& rect) {
  p_.save();
  p_.setClipRect(QRectF(at(rect.topLeft()), at(rect.bottomRight())));
}

void Canvas::unclip() {
  p_.restore();
}

}  // namespace cleave::ui
