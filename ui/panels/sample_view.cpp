// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sample_view.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/features/feature_text.h"
#include "ui/features/feature_tiles.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kGap = 8;
constexpr double kLine = 16;
constexpr double kLeastPicture = 70;
constexpr double kLeastTiles = 44;

QString elided(const QPainter& painter, const QString& text, double width) {
  return painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(width));
}

}  // namespace

void SampleView::setContent(SampleContent content) {
  content_ = std::move(content);
  update();
}

// From below: payload, tiles, bars; the picture takes what they leave.
SampleView::Places SampleView::places() const {
  const QRectF all = QRectF(rect()).adjusted(2, 2, -2, -2);
  const double row = all.height() < 230 ? 20 : 24;
  const double bars = 3 * row;
  double spare = all.height() - bars - kGap - kLeastPicture;
  Places places;
  double bottom = all.bottom();
  if (spare >= kLine + kGap) {
    const double lines = spare >= 2 * kLine + kGap ? 2 : 1;
    places.payload = QRectF(all.left(), bottom - lines * kLine, all.width(), lines * kLine);
    bottom = places.payload.top() - kGap;
    spare -= lines * kLine + kGap;
  }
  const double around = 2 * kLine + 4 + kGap;  // caption, loss
  if (spare >= around + kLeastTiles) {
    // A third of what is free beyond the least, so that a tall panel has a larger picture and more tiles.
    const double tiles = kLeastTiles + std::min((spare - around - kLeastTiles) * 0.45, all.width() * 0.55);
    places.tiles = QRectF(all.left(), bottom - tiles - 2 * kLine - 4, all.width(), tiles + 2 * kLine + 4);
    bottom = places.tiles.top() - kGap;
  }
  places.bars = QRectF(all.left(), bottom - bars, all.width(), bars);
  bottom = places.bars.top() - kGap;
  const double room = bottom - all.top();
  const bool above = room - 52 >= std::min(all.width(), 0.62 * room + 30);  // the name below the picture
  if (above) {
    const double side = std::min(room - 52, all.width());
    places.picture = QRectF(all.center().x() - side / 2, all.top(), side, side);
    places.words = QRectF(all.left(), places.picture.bottom() + 4, all.width(), 48);
  } else {
    const double side = std::max(24.0, std::min(room, all.width() * 0.58));
    places.picture = QRectF(all.left(), all.top(), side, side);
    places.words =
        QRectF(places.picture.right() + 10, all.top(), all.right() - places.picture.right() - 10, std::max(room, 48.0));
  }
  return places;
}

void SampleView::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const Places at = places();
  paintPicture(painter, at.picture, colours);
  paintWords(painter, at.words, colours);
  paintBars(painter, at.bars, colours);
  if (!at.tiles.isEmpty()) paintTileBlock(painter, at.tiles, colours);
  if (!at.payload.isEmpty()) paintPayload(painter, at.payload, colours);
}

void SampleView::paintPicture(QPainter& painter, const QRectF& box, const Colours& colours) const {
  QPainterPath shape;
  shape.addRoundedRect(box, 5, 5);
  painter.fillPath(shape, colours.control);
  painter.save();
  painter.setClipPath(shape);
  painter.drawImage(box, content_.frame);
  painter.restore();
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(shape);
}

void SampleView::paintWords(QPainter& painter, const QRectF& box, const Colours& colours) const {
  int pixels = 18;
  const auto wide = [&] {
    return QFontMetricsF(textFont(pixels, QFont::DemiBold)).horizontalAdvance(content_.name) > box.width();
  };
  while (pixels > 12 && wide()) --pixels;
  painter.setFont(textFont(pixels, QFont::DemiBold));
  painter.setPen(colours.text);
  painter.drawText(QRectF(box.left(), box.top(), box.width(), 24), Qt::AlignLeft | Qt::AlignVCenter,
                   elided(painter, content_.name, box.width()));
  painter.setFont(textFont(12, QFont::Medium));
  painter.setPen(colours.of(content_.verdictRole));
  painter.drawText(box.adjusted(0, 25, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, content_.verdict);
}

void SampleView::paintBars(QPainter& painter, const QRectF& box, const Colours& colours) const {
  QRectF row(box.left(), box.top(), box.width(), box.height() / 3);
  for (const auto& candidate : content_.candidates) {
    const double nameWidth = std::min(110.0, row.width() * 0.36);
    painter.setFont(textFont(12));
    painter.setPen(colours.text);
    painter.drawText(QRectF(row.left(), row.top(), nameWidth, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     elided(painter, candidate.name, nameWidth));
    const QRectF bar(row.left() + nameWidth + 6, row.center().y() - 4, row.width() - nameWidth - 46, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.grid);
    painter.drawRoundedRect(bar, 4, 4);
    painter.setBrush(colours.edge);
    const double length = std::max(4.0, bar.width() * std::clamp(candidate.probability, 0.0, 1.0));
    painter.drawRoundedRect(QRectF(bar.left(), bar.top(), length, bar.height()), 4, 4);
    painter.setPen(colours.muted);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, formatPercent(candidate.probability, 0));
    row.translate(0, row.height());
  }
}

void SampleView::paintTileBlock(QPainter& painter, const QRectF& box, const Colours& colours) const {
  const auto& feature = content_.feature;
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  if (!feature || feature->before.empty()) {  // nothing crossed, or it is on its way
    painter.setPen(QPen(colours.border, 1, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(0.5, 4.5, -0.5, -4.5), 5, 5);
    painter.setPen(colours.muted);
    painter.drawText(box.adjusted(6, 0, -6, 0), Qt::AlignCenter | Qt::TextWordWrap, content_.crossing);
    return;
  }
  const double half = (box.width() - 12) / 2;
  const auto part = [&](double left, const QString& caption, const std::vector<QImage>& images, const QColor& ink) {
    painter.setFont(textFont(11, QFont::DemiBold));
    painter.setPen(ink);
    painter.drawText(QRectF(left, box.top(), half, kLine), Qt::AlignLeft | Qt::AlignVCenter,
                     elided(painter, caption, half));
    const QRectF area(left, box.top() + kLine + 2, half, box.height() - 2 * kLine - 4);
    // Few and large rather than many and unreadable.
    int count = 1;
    for (const int more : {2, 4, 6, 9}) {
      if (more <= static_cast<int>(images.size()) && fitTiles(area, more, 120).side >= 34) count = more;
    }
    std::vector<QImage> shown(images.begin(), images.begin() + std::min<std::ptrdiff_t>(count, std::ssize(images)));
    shown = coloured(shown, feature->query.layer == 0, colours.panel, ink);
    paintTiles(painter, fitTiles(area, count, 120), shown, colours.border);
  };
  part(box.left(), tr("%1, original").arg(feature->layer), feature->before, colours.device);
  part(box.left() + half + 12, tr("at %1").arg(bitsText(feature->query.decision.bits)), feature->after, colours.edge);
  if (!feature->loss) return;
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  painter.drawText(
      QRectF(box.left(), box.bottom() - kLine, box.width(), kLine), Qt::AlignLeft | Qt::AlignVCenter,
      elided(painter, box.width() > 340 ? longLossText(*feature->loss) : lossText(*feature->loss), box.width()));
}

void SampleView::paintPayload(QPainter& painter, const QRectF& box, const Colours& colours) const {
  painter.setPen(colours.grid);
  painter.drawLine(QPointF(box.left(), box.top() - kGap / 2), QPointF(box.right(), box.top() - kGap / 2));
  const QRectF line(box.left(), box.top(), box.width(), kLine);
  const bool known = !content_.payload.isEmpty();
  painter.setFont(textFont(12, known ? QFont::Medium : QFont::Normal));
  painter.setPen(known ? colours.text : colours.muted);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                   elided(painter, known ? content_.payload : content_.crossing, box.width()));
  if (box.height() < 1.5 * kLine) return;
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  painter.drawText(line.translated(0, kLine), Qt::AlignLeft | Qt::AlignVCenter,
                   elided(painter, content_.payloadHow, box.width()));
}

}  // namespace cleave::ui
