// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_painter.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/map/map_card.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

QString timeText(double ms, bool unit) {
  if (ms < 0) return QStringLiteral("–");
  const QString text = ms < 0.095 ? QStringLiteral("<0.1") : QString::number(ms, 'f', ms < 99.95 ? 1 : 0);
  return unit ? text + QStringLiteral(" ms") : text;
}

}  // namespace

MapPainter::MapPainter(QPainter& painter, const MapLayout& layout, const MapState& state, const Colours& colours)
    : p_(painter),
      layout_(layout),
      state_(state),
      c_(colours),
      blocks_(painter, layout, state, colours),
      exits_(painter, layout, state, colours, blocks_) {
  p_.setRenderHint(QPainter::Antialiasing);
}

void MapPainter::paint() {
  paintSides();
  paintTrunkLine();
  paintFrame();
  paintTrunk();
  exits_.paint();
  if (blocks_.isLive()) {
    paintSeam();
    paintCard();
  }
  paintMarks();
}

void MapPainter::paintSides() {
  QPainterPath zone;
  zone.addRoundedRect(layout_.zone, 6, 6);
  p_.setPen(Qt::NoPen);
  p_.fillPath(zone, blocks_.isLive() ? c_.edgeTint : c_.control);
  if (blocks_.isLive()) {
    p_.save();
    p_.setClipPath(zone);
    p_.setBrush(c_.deviceTint);
    p_.drawPolygon(layout_.deviceSide(state_.seam));
    p_.restore();
  }
  // Traces of the last decisions' seams: the darker, the more often.
  for (std::size_t cut = 0; cut < state_.cutShares.size(); ++cut) {
    if (state_.cutShares[cut] < 0.01) continue;
    const double x = layout_.zone.left() + layout_.pitch * (static_cast<double>(cut) + 1);
    QPen trace(withAlpha(c_.link, 0.18 + 0.6 * state_.cutShares[cut]), 1.2);
    trace.setDashPattern({1, 4});
    p_.setPen(trace);
    p_.drawLine(QPointF(x, layout_.zone.top() + (layout_.compact ? 32 : 28)), QPointF(x, layout_.zone.bottom() - 4));
  }
  p_.setFont(textFont(12, QFont::DemiBold));
  const double y = layout_.zone.top() + 9;
  const double wide = layout_.zone.width() - 24;
  QRectF device(layout_.zone.left() + 12, y, wide / 2, 16);
  QRectF edge(layout_.zone.right() - wide / 2 - 12, y, wide / 2, 16);
  if (blocks_.isLive() && !blocks_.isDeviceOnly()) {
    device.setRight(std::max(device.left() + 52, std::min(device.right(), state_.seam.top - 6)));
  }
  if (blocks_.isLive() && !blocks_.isDeviceOnly()) edge.setLeft(std::max(edge.left(), state_.seam.top + 6));
  if (layout_.compact && blocks_.isLive()) {  // the card stands in the same row, on both sides of the seam
    constexpr double kHalfCard = 88;
    device.setRight(std::max(device.left() + 58, std::min(device.right(), state_.seam.top - kHalfCard)));
    edge.setLeft(std::max(edge.left(), state_.seam.top + kHalfCard));
  }
  const QFontMetricsF metrics(p_.font());
  p_.setPen(blocks_.isLive() ? c_.device : c_.muted);
  QString name = state_.deviceName.isEmpty() ? tr("DEVICE") : tr("DEVICE  %1").arg(state_.deviceName);
  if (metrics.horizontalAdvance(name) > device.width()) name = tr("DEVICE");
  p_.drawText(device, Qt::AlignLeft | Qt::AlignVCenter, name);
  if (blocks_.isDeviceOnly()) return;
  p_.setPen(blocks_.isLive() ? c_.edge : c_.muted);
  if (edge.width() > 90) p_.drawText(edge, Qt::AlignRight | Qt::AlignVCenter, tr("EDGE  this PC"));
}

void MapPainter::paintTrunkLine() {
  double from = layout_.frame.right();
  for (std::size_t i = 0; i < layout_.trunk.size(); ++i) {
    const MapBlock& block = layout_.trunk[i];
    p_.setPen(QPen(blocks_.isLive() ? withAlpha(blocks_.colour(blocks_.trunkSide(i)), 0.75) : c_.faint, 1.6));
    p_.drawLine(QPointF(from, layout_.axis), QPointF(block.face.left(), layout_.axis));
    from = block.face.right() + block.depth / 2;
  }
}

void MapPainter::paintFrame() {
  const QRectF box = layout_.frame;
  QPainterPath path;
  path.addRoundedRect(box, 4, 4);
  p_.fillPath(path, c_.panel);
  if (!state_.frame.isNull()) {
    p_.save();
    p_.setClipPath(path);
    p_.setRenderHint(QPainter::SmoothPixmapTransform);
    p_.drawImage(box, state_.frame);
    p_.restore();
  }
  p_.setBrush(Qt::NoBrush);
  p_.setPen(QPen(blocks_.isLive() ? c_.device : c_.faint, 1.4));
  p_.drawPath(path);
  if (layout_.labelStyle == LabelStyle::Upright) {
    const QRectF column(layout_.zone.left(), layout_.labels, layout_.pitch, layout_.labelHeight - 3);
    return paintUpright(column, tr("frame"), {}, MapSide::Idle);
  }
  p_.setFont(textFont(layout_.labelStyle == LabelStyle::Rows ? 11 : 10));
  p_.setPen(c_.muted);
  p_.drawText(QRectF(box.center().x() - 40, layout_.labels, 80, 15), Qt::AlignCenter, tr("frame"));
}

void MapPainter::paintTrunk() {
  for (std::size_t i = 0; i < layout_.trunk.size(); ++i) {
    const MapSide side = blocks_.trunkSide(i);
    blocks_.paint(layout_.trunk[i], side, i < state_.trunkMs.size() ? state_.trunkMs[i] : -1);
    paintLabel(i, side);
  }
}

void MapPainter::paintLabel(std::size_t layer, MapSide side) {
  const MapBlock& block = layout_.trunk[layer];
  const double x = layout_.zone.left() + layout_.pitch * (static_cast<double>(layer) + 1.5);
  const QRectF name(x - layout_.pitch / 2, layout_.labels, layout_.pitch, 15);
  const bool tight = layout_.labelStyle == LabelStyle::Tight;
  const bool timed = layer < state_.trunkMs.size();
  const double ms = timed ? state_.trunkMs[layer] : -1;
  if (layout_.labelStyle == LabelStyle::Upright) {
    const QRectF column(name.left(), name.top(), name.width(), layout_.labelHeight - 3);
    if (layer % layout_.labelEvery == 0)
      paintUpright(column, block.name, ms < 0 ? QString() : timeText(ms, true), side);
    return;
  }
  p_.setFont(textFont(tight ? 10 : 12, QFont::DemiBold));
  p_.setPen(side == MapSide::Idle ? (blocks_.isLive() ? c_.muted : c_.text) : c_.text);
  p_.drawText(name, Qt::AlignCenter,
              p_.fontMetrics().elidedText(block.name, Qt::ElideRight, static_cast<int>(layout_.pitch)));
  if (!timed) return;
  p_.setFont(textFont(tight ? 10 : 11));
  p_.setPen(ms < 0 ? c_.faint : c_.muted);
  p_.drawText(name.translated(0, layout_.compact ? 13 : 15), Qt::AlignCenter, timeText(ms, !tight));
}

// Upwards, ending below the block: the name, and its time beside it where the column is wide enough for both.
void MapPainter::paintUpright(const QRectF& column, const QString& name, const QString& time, MapSide side) {
  const bool both = column.width() >= 23 && !time.isEmpty();
  p_.save();
  p_.translate(column.center().x(), column.top());
  p_.rotate(-90);
  const auto write = [&](double offset, const QString& text) {
    const QRectF row(-column.height(), offset - 6, column.height(), 12);
    p_.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                p_.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(column.height())));
  };
  p_.setFont(textFont(10, QFont::DemiBold));
  p_.setPen(side == MapSide::Idle ? (blocks_.isLive() ? c_.muted : c_.text) : c_.text);
  write(both ? -6 : 0, name);
  if (both) {
    p_.setFont(textFont(10));
    p_.setPen(c_.muted);
    write(6, time);
  }
  p_.restore();
}

void MapPainter::paintSeam() {
  if (blocks_.isDeviceOnly()) return;
  const Seam& seam = state_.seam;
  QPainterPath path(QPointF(seam.top, layout_.zone.top()));
  path.lineTo(seam.top, seam.step);
  path.lineTo(seam.bottom, seam.step);
  path.lineTo(seam.bottom, layout_.zone.bottom());
  QPen pen(mix(c_.link, c_.text, 0.35), 1.6);
  pen.setDashPattern({3.5, 2.5});
  p_.setPen(pen);
  p_.setBrush(Qt::NoBrush);
  p_.drawPath(path);
  // The feature on its way: the more bits, the thicker.
  const QLineF crossing = layout_.crossing(state_.decision);
  if (crossing.isNull()) return;
  p_.setPen(QPen(mix(c_.link, c_.text, 0.2), 2.5 + std::log2(std::max(1, state_.decision.bits)), Qt::SolidLine,
                 Qt::RoundCap));
  p_.drawLine(crossing);
}

void MapPainter::paintCard() {
  const MapCard card = MapCard::of(layout_, state_);
  const QColor frame = card.frame == ColourRole::Link ? mix(c_.link, c_.text, 0.2) : c_.of(card.frame);
  p_.setPen(QPen(frame, state_.hovered.kind == MapTarget::Kind::Seam ? 2.2 : 1.4));
  p_.setBrush(c_.panel);
  p_.drawRoundedRect(card.box, 6, 6);
  p_.setFont(card.titleFont);
  p_.setPen(c_.text);
  if (card.compact) {
    p_.drawText(card.box.adjusted(12, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, card.title);
  } else {
    p_.drawText(card.box.adjusted(0, 3, 0, -20), Qt::AlignCenter, card.title);
  }
  p_.setFont(card.detailFont);
  p_.setPen(c_.muted);
  if (card.compact) {
    p_.drawText(card.box.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, card.detail);
  } else {
    p_.drawText(card.box.adjusted(0, 21, 0, -3), Qt::AlignCenter, card.detail);
  }
}

void MapPainter::paintMarks() {
  const auto ring = [this](const MapTarget& target, const QPen& pen) {
    const QRectF block = layout_.blockOf(target);
    if (block.isEmpty()) return;
    p_.setPen(pen);
    p_.setBrush(Qt::NoBrush);
    p_.drawRoundedRect(block.adjusted(-3.5, -3.5, 3.5, 3.5), 5, 5);
  };
  if (state_.hovered != state_.selected) ring(state_.hovered, QPen(withAlpha(c_.text, 0.35), 1.2));
  ring(state_.selected, QPen(c_.text, 1.8));
}

}  // namespace cleave::ui
