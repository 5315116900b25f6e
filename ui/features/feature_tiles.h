// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>
#include <algorithm>
#include <vector>

class QPainter;

namespace cleave::ui {

/// Square tiles in rows.
struct TileGrid {
  QRectF area;
  int count = 0;
  int columns = 1;
  double side = 0;
  double gap = 3;

  [[nodiscard]] int rows() const { return (count + columns - 1) / columns; }
  [[nodiscard]] QRectF tile(int index) const;
  [[nodiscard]] double height() const { return rows() * (side + gap) - gap; }
  [[nodiscard]] double width() const { return std::min(columns, count) * (side + gap) - gap; }
  /// The tile below a point; -1 = none.
  [[nodiscard]] int at(const QPointF& point) const;
};

/// The arrangement in which `count` tiles become largest, at most `most` pixels wide, whole pixels.
TileGrid fitTiles(const QRectF& area, int count, double most, double gap = 3);

/// A grey picture from `ground` (black) to `ink` (white). Small values are lifted, since most of a feature is small.
QImage tinted(const QImage& grey, const QColor& ground, const QColor& ink);
/// All channels of one feature in the colour of its side; those of a frame stay as they were taken.
std::vector<QImage> coloured(const std::vector<QImage>& channels, bool frame, const QColor& panel, const QColor& ink);

void paintTiles(QPainter& painter, const TileGrid& grid, const std::vector<QImage>& images, const QColor& border);

}  // namespace cleave::ui
