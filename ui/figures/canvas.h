// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainter>
#include <QPolygonF>
#include <QString>
#include <functional>
#include <vector>

#include "ui/figures/paper.h"

namespace cleave::ui {

enum class Dash { Solid, Dashed, Dotted, DashDot };
enum class MarkerShape { None, Disc, Ring, Square, Diamond, Cross };

struct Stroke {
  QColor colour = paper::kInk;
  double width = paper::kLine;
  Dash dash = Dash::Solid;
};

/// Paints in points (1/72 inch) on any device: a page, an SVG, an image. Only vector operations.
class Canvas {
 public:
  Canvas(QPainter& painter, double unitsPerPoint, QSizeF size);

  [[nodiscard]] QSizeF size() const { return size_; }
  /// For what paints itself, in the device's units.
  [[nodiscard]] QPainter& painter() { return p_; }
  [[nodiscard]] double unitsPerPoint() const { return scale_; }
  /// Into pixels. Their painter takes time with the square of a shape's points: long ones are better given in pieces.
  [[nodiscard]] bool isRaster() const;
  static constexpr qsizetype kPiece = 4;  ///< points of one
  void line(QPointF from, QPointF to, const Stroke& stroke);
  void polyline(const QPolygonF& points, const Stroke& stroke);
  void fill(const QPolygonF& points, const QColor& colour);
  void rect(const QRectF& rect, const QColor& colour);
  void outline(const QRectF& rect, const Stroke& stroke);
  void marker(QPointF at, MarkerShape shape, const QColor& colour, double size = 3.6);
  /// The text's box stands at `anchor` as the alignment says, turned by `angle` degrees around it.
  void text(QPointF anchor, const QString& text, Qt::Alignment alignment, double angle = 0,
            const QColor& colour = paper::kInk, double points = paper::kType);
  [[nodiscard]] double textWidth(const QString& text, double points = paper::kType) const;
  /// Cut, with an ellipsis, to what `room` holds.
  [[nodiscard]] QString elided(QString text, double room) const;
  void clip(const QRectF& rect);
  void unclip();

 private:
  [[nodiscard]] QFont font(double points) const;
  [[nodiscard]] QPen pen(const Stroke& stroke) const;
  [[nodiscard]] QPointF at(QPointF point) const { return point * scale_; }

  QPainter& p_;
  double scale_;
  QSizeF size_;
  QString family_;
};

/// Whole points that a page so wide needs, asked before there is one. @param height in points, of a canvas of that
/// width
int pageHeight(double widthMm, const std::function<double(const Canvas&)>& height);

/// Inter, else DejaVu Sans: open fonts that may be embedded.
QString figureFamily();

}  // namespace cleave::ui
