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
    : p_(painter), layout_(layout), state_(state), c_(colours) {
  p_.setRenderHint(QPainter::Antialiasing);
  if (!live()) return;
  for (const float ms : state_.record->layerMs) slowest_ = std::max(slowest_, static_cast<double>(ms));
}

// Over two decades below the slowest layer of the request, so that a pool of a tenth of its convolution's time is
// paler, and one of a hundredth the palest.
double MapPainter::strength(double ms) const {
  if (ms < 0 || slowest_ <= 0) return 0.5;
  return std::clamp(1 + std::log10(std::max(ms, 1e-6) / slowest_) / 2, 0.0, 1.0);
}

const MapExit* MapPainter::takenExit() const {
  const int exit = state_.decision.exit;
  if (!live() || exit < 1 || exit > static_cast<int>(layout_.exits.size())) return nullptr;
  return &layout_.exits[static_cast<std::size_t>(exit - 1)];
}

bool MapPainter::deviceOnly() const {
  return live() && ui::deviceOnly(layout_, state_.decision);
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
  paintMarks();
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
  if (layout_.labelStyle == LabelStyle::Upright) {
    const QRectF column(layout_.zone.left(), layout_.labels, layout_.pitch, layout_.labelHeight - 3);
    return paintUpright(column, tr("frame"), {}, Side::Idle);
  }
  p_.setFont(textFont(layout_.labelStyle == LabelStyle::Rows ? 11 : 10));
  p_.setPen(c_.muted);
  p_.drawText(QRectF(box.center().x() - 40, layout_.labels, 80, 15), Qt::AlignCenter, tr("frame"));
}

void MapPainter::paintBlock(const MapBlock& block, Side side, double ms) {
  const QColor ink = colour(side);
  const bool idle = side == Side::Idle;
  const QColor fill = idle ? mix(c_.panel, c_.faint, (c_.dark ? 0.35 : 0.16) + (ms < 0 ? 0 : 0.6 * strength(ms)))
                           : mix(c_.panel, ink, 0.22 + 0.78 * strength(ms));
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
    const Side side = trunkSide(i);
    paintBlock(layout_.trunk[i], side, i < state_.trunkMs.size() ? state_.trunkMs[i] : -1);
    paintLabel(i, side);
  }
}

void MapPainter::paintLabel(std::size_t layer, Side side) {
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
  p_.setPen(side == Side::Idle ? (live() ? c_.muted : c_.text) : c_.text);
  p_.drawText(name, Qt::AlignCenter,
              p_.fontMetrics().elidedText(block.name, Qt::ElideRight, static_cast<int>(layout_.pitch)));
  if (!timed) return;
  p_.setFont(textFont(tight ? 10 : 11));
  p_.setPen(ms < 0 ? c_.faint : c_.muted);
  p_.drawText(name.translated(0, layout_.compact ? 13 : 15), Qt::AlignCenter, timeText(ms, !tight));
}

// Upwards, ending below the block: the name, and its time beside it where the column is wide enough for both.
void MapPainter::paintUpright(const QRectF& column, const QString& name, const QString& time, Side side) {
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
  p_.setPen(side == Side::Idle ? (live() ? c_.muted : c_.text) : c_.text);
  write(both ? -6 : 0, name);
  if (both) {
    p_.setFont(textFont(10));
    p_.setPen(c_.muted);
    write(6, time);
  }
  p_.restore();
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
