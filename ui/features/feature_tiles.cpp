// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/features/feature_tiles.h"

#include <QPainter>
#include <cmath>

#include "ui/theme/colours.h"

namespace cleave::ui {

QRectF TileGrid::tile(int index) const {
  return {area.left() + index % columns * (side + gap), area.top() + index / columns * (side + gap), side, side};
}

int TileGrid::at(const QPointF& point) const {
  for (int i = 0; i < count; ++i) {
    if (tile(i).contains(point)) return i;
  }
  return -1;
}

TileGrid fitTiles(const QRectF& area, int count, double most, double gap) {
  TileGrid best{area, count, 1, 0, gap};
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const double side =
        std::floor(std::min({(area.width() + gap) / columns - gap, (area.height() + gap) / rows - gap, most}));
    if (side > best.side) {
      best.columns = columns;
      best.side = side;
    }
  }
  return best;
}

QImage tinted(const QImage& grey, const QColor& ground, const QColor& ink) {
  if (grey.format() != QImage::Format_Grayscale8) return grey;
  QList<QRgb> table(256);
  for (int i = 0; i < 256; ++i) table[i] = mix(ground, ink, std::sqrt(i / 255.0)).rgb();
  QImage result(grey.size(), QImage::Format_Indexed8);
  result.setColorTable(table);
  for (int y = 0; y < grey.height(); ++y) {
    std::copy_n(grey.constScanLine(y), grey.width(), result.scanLine(y));
  }
  return result.convertToFormat(QImage::Format_RGB32);
}

std::vector<QImage> coloured(const std::vector<QImage>& channels, bool frame, const QColor& panel, const QColor& ink) {
  if (frame) return channels;
  std::vector<QImage> images;
  for (const QImage& channel : channels) images.push_back(tinted(channel, mix(panel, ink, 0.06), ink));
  return images;
}

void paintTiles(QPainter& painter, const TileGrid& grid, const std::vector<QImage>& images, const QColor& border) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (int i = 0; i < grid.count && i < static_cast<int>(images.size()); ++i) {
    const QImage& image = images[static_cast<std::size_t>(i)];
    const QRectF box = grid.tile(i);
    // Every element of a small feature is to be seen; a large one is to be smooth.
    painter.setRenderHint(QPainter::SmoothPixmapTransform,
                          image.width() > box.width() * painter.device()->devicePixelRatioF());
    painter.drawImage(box, image);
    painter.setPen(border);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box.adjusted(0, 0, -1, -1));
  }
  painter.restore();
}

}  // namespace cleave::ui
