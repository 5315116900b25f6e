// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_painter.h"

#include <QPainterPath>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

QString timeText(double ms) {
  if (ms < 0) return QStringLiteral("–");
  return ms < 0.095 ? QStringLiteral("<0.1 ms") : formatMs(ms);
}

}  // namespace

MapPainter::MapPainter(QPainter& painter, const MapLayout& layout, const MapState& state, const Colours& colours)
    : p_(painter), layout_(layout), state_(state), c_(colours) {
  p_.setRenderHint(QPainter::Antialiasing);
}

const MapExit* MapPainter::takenExit() const {
  const int exit = state_.decision.exit;
  if (!live() || exit < 1 || exit > static_cast<int>(layout_.exits.size())) return nullptr;
  return &layout_.exits[static_cast<std::size_t>(exit - 1)];
}

bool MapPainter::deviceOnly() const {
  const MapExit* exit = takenExit();
  return exit && static_cast<std::size_t>(state_.decision.partition) >= exit->trunkLayers + exit->branch.size();
}

MapPainter::Side MapPainter::trunkSide(std::size_t layer) const {
  const MapExit* exit = takenExit();
  if (!exit || layer >= exit->trunkLayers) return Side::Idle;
  return layer < static_cast<std::size_t>(state_.decision.partition) ? Side::Device : Side::Edge;
}

MapPainter::Side MapPainter::branchSide(std::size_t exit, std::size_t layer) const {
  if (takenExit() != &layout_.exits[exit]) return Side::Idle;
  const std::size_t at = layout_.exits[exit].trunkLayers + layer;
  return at < static_cast<std::size_t>(state_.decision.partition) ? Side::Device : Side::Edge;
}

QColor MapPainter::colour(Side side) const {
  if (side == Side::Idle) return c_.faint;
  return side == Side::Device ? c_.device : c_.edge;
}

void MapPainter::paint() {
  paintSides();
  paintTrunkLine();
  paintFrame();
  paintTrunk();
  paintExits();
  if (live()) {
    paintSeam();
    paintCard();
  }
}

void MapPainter::paintSides() {
  QPainterPath zone;
  zone.addRoundedRect(layout_.zone, 6, 6);
  p_.setPen(Qt::NoPen);
  p_.fillPath(zone, live() ? c_.edgeTint : c_.control);
  if (live()) {
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
  if (live() && !deviceOnly()) {
    device.setRight(std::max(device.left() + 52, std::min(device.right(), state_.seam.top - 6)));
  }
  if (live() && !deviceOnly()) edge.setLeft(std::max(edge.left(), state_.seam.top + 6));
  if (layout_.compact && live()) {  // the card stands in the same row, on both sides of the seam
    constexpr double kHalfCard = 88;
    device.setRight(std::max(device.left() + 58, std::min(device.right(), state_.seam.top - kHalfCard)));
    edge.setLeft(std::max(edge.left(), state_.seam.top + kHalfCard));
  }
  const QFontMetricsF metrics(p_.font());
  p_.setPen(live() ? c_.device : c_.muted);
  QString name = state_.deviceName.isEmpty() ? tr("DEVICE") : tr("DEVICE  %1").arg(state_.deviceName);
  if (metrics.horizontalAdvance(name) > device.width()) name = tr("DEVICE");
  p_.drawText(device, Qt::AlignLeft | Qt::AlignVCenter, name);
  if (deviceOnly()) return;
  p_.setPen(live() ? c_.edge : c_.muted);
  if (edge.width() > 90) p_.drawText(edge, Qt::AlignRight | Qt::AlignVCenter, tr("EDGE  this PC"));
}

void MapPainter::paintTrunkLine() {
  double from = layout_.frame.right();
  for (std::size_t i = 0; i < layout_.trunk.size(); ++i) {
    const MapBlock& block = layout_.trunk[i];
    p_.setPen(QPen(live() ? withAlpha(colour(trunkSide(i)), 0.75) : c_.faint, 1.6));
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
  p_.setPen(QPen(live() ? c_.device : c_.faint, 1.4));
  p_.drawPath(path);
  p_.setFont(textFont(11));
  p_.setPen(c_.muted);
  p_.drawText(QRectF(box.center().x() - 40, layout_.labels, 80, 15), Qt::AlignCenter, tr("frame"));
}

void MapPainter::paintBlock(const MapBlock& block, Side side) {
  const QColor ink = colour(side);
  const bool idle = side == Side::Idle;
  const QColor fill =
      idle ? mix(c_.panel, c_.faint, c_.dark ? 0.35 : 0.16) : (block.computes ? ink : mix(ink, c_.panel, 0.58));
  p_.setPen(QPen(idle ? c_.faint : ink, idle ? 1 : 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (block.depth > 1) {  // oblique top and right side: how wide and high the tensor is
    const QRectF& f = block.face;
    const QPointF d(block.depth, -block.depth);
    p_.setBrush(mix(fill, Qt::white, c_.dark ? 0.18 : 0.38));
    p_.drawPolygon(QPolygonF({f.topLeft(), f.topLeft() + d, f.topRight() + d, f.topRight()}));
    p_.setBrush(mix(fill, Qt::black, c_.dark ? 0.30 : 0.14));
    p_.drawPolygon(QPolygonF({f.topRight(), f.topRight() + d, f.bottomRight() + d, f.bottomRight()}));
  }
  p_.setBrush(fill);
  if (block.depth > 1) {
    p_.drawRect(block.face);
  } else {
    p_.drawRoundedRect(block.face, 2.5, 2.5);
  }
}

void MapPainter::paintTrunk() {
  for (std::size_t i = 0; i < layout_.trunk.size(); ++i) {
    const MapBlock& block = layout_.trunk[i];
    const Side side = trunkSide(i);
    paintBlock(block, side);
    const double x = layout_.zone.left() + layout_.pitch * (static_cast<double>(i) + 1.5);
    const QRectF name(x - layout_.pitch / 2, layout_.labels, layout_.pitch, 15);
    p_.setFont(textFont(12, QFont::DemiBold));
    p_.setPen(side == Side::Idle ? (live() ? c_.muted : c_.text) : c_.text);
    p_.drawText(name, Qt::AlignCenter,
                p_.fontMetrics().elidedText(block.name, Qt::ElideRight, static_cast<int>(layout_.pitch)));
    if (i >= state_.trunkMs.size()) continue;
    p_.setFont(textFont(11));
    p_.setPen(side == Side::Idle ? c_.faint : c_.muted);
    p_.drawText(name.translated(0, layout_.compact ? 13 : 15), Qt::AlignCenter, timeText(state_.trunkMs[i]));
  }
}

void MapPainter::paintSeam() {
  if (deviceOnly()) return;
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

}  // namespace cleave::ui
