// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/feature_popup.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <cmath>

#include "ui/features/feature_text.h"
#include "ui/map/layer_facts.h"
#include "ui/theme/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kPadding = 12;
constexpr int kHead = 50;     // title, second line
constexpr int kCaption = 20;  // above the tiles
constexpr int kFoot = 26;
constexpr int kBetween = 18;  // the two sides
constexpr double kTile = 42;

}  // namespace

FeaturePopup::FeaturePopup(QWidget* owner) : FloatingCard(owner), close_(new QToolButton(this)) {
  setMouseTracking(true);
  close_->setProperty("overlay", true);
  close_->setFocusPolicy(Qt::NoFocus);
  close_->setFixedSize(22, 22);
  close_->setToolTip(tr("Close (Esc)"));
  close_->setAccessibleName(tr("Close feature"));
  connect(close_, &QToolButton::clicked, this, &QWidget::hide);
}

void FeaturePopup::open(const FeatureQuery& query, const QString& name, int pathLength, const QRectF& anchor) {
  query_ = query;
  name_ = name;
  pathLength_ = pathLength;
  view_.reset();
  channel_ = -1;
  const Colours& colours = coloursOf(*this);
  close_->setIcon(icon(QStringLiteral("close"), colours.muted, colours.faint));
  showAt(anchor);
  setAccessibleName(text());
  update();
}

void FeaturePopup::showFeature(const FeatureView& view) {
  if (!isVisible() || view.query != query_) return;
  view_ = view;
  showAt(anchor());
  setAccessibleName(text());
  update();
}

QSize FeaturePopup::sizeHint() const {
  const QSize most = room();
  if (!view_ || view_->before.empty()) return QSize(420, kHead + 60).boundedTo(most);
  const auto count = static_cast<double>(view_->before.size());
  const double tile = count <= 4 ? 112 : count <= 12 ? 64 : kTile;
  const double columns = std::min(count, compares() ? 8.0 : 16.0);
  const double rows = std::ceil(count / columns);
  const int sides = compares() ? 2 : 1;
  const auto width = static_cast<int>(sides * (columns * (tile + 3) - 3)) + 2 * kPadding + (sides - 1) * kBetween;
  const auto height = static_cast<int>(rows * (tile + 3)) + kHead + kCaption + kFoot + 6;
  return QSize(std::max(width, compares() ? 560 : 420), height).boundedTo(most);
}

TileGrid FeaturePopup::grid(int part) const {
  const auto count = view_ ? static_cast<int>(view_->before.size()) : 0;
  const double whole = width() - 2 * kPadding;
  const double wide = compares() ? (whole - kBetween) / 2 : whole;
  const QRectF area(kPadding + part * (wide + kBetween), kHead + kCaption, wide, height() - kHead - kCaption - kFoot);
  return fitTiles(area, count, count <= 4 ? 160 : 80);
}

bool FeaturePopup::ran() const {
  return query_.layer == 0 || (query_.exit == query_.decision.exit && query_.layer <= pathLength_);
}

// Orange and blue are where it was; grey is what neither side had.
QColor FeaturePopup::inkOf(int part, const Colours& colours) const {
  const bool behind = query_.layer > query_.decision.partition;
  if (part == 1) return colours.edge;
  if (!ran() || (compares() && behind)) return mix(colours.link, colours.text, 0.35);
  return behind ? colours.edge : colours.device;
}

QString FeaturePopup::caption(int part) const {
  const Decision& decision = query_.decision;
  const bool behind = query_.layer > decision.partition;
  if (part == 1) {
    return behind ? tr("on the edge, computed from the feature at %1").arg(bitsText(decision.bits))
                  : tr("at %1, on the edge").arg(bitsText(decision.bits));
  }
  if (compares()) return behind ? tr("without quantization") : tr("original, on the device");
  if (!ran()) return tr("not part of this decision; computed on this PC");
  return behind ? tr("on the edge") : tr("on the device");
}

QString FeaturePopup::footer() const {
  if (channel_ >= 0 && view_->shape.size() == 3 && static_cast<std::size_t>(channel_) < view_->channels.size()) {
    return tr("channel %1 of %2 · dark = %3, bright = %4")
        .arg(view_->channels[static_cast<std::size_t>(channel_)] + 1)
        .arg(view_->shape.front())
        .arg(static_cast<double>(view_->low), 0, 'g', 3)
        .arg(static_cast<double>(view_->high), 0, 'g', 3);
  }
  QStringList parts;
  if (view_->loss) parts << longLossText(*view_->loss);
  if (view_->payload) {
    const PayloadText text = payloadText(view_->payload->bytes, elementCount(view_->shape), query_.decision);
    parts << text.size << text.how;
  }
  if (parts.isEmpty()) {
    parts << tr("values from %1 to %2")
                 .arg(static_cast<double>(view_->low), 0, 'g', 3)
                 .arg(static_cast<double>(view_->high), 0, 'g', 3);
  }
  return parts.join(QStringLiteral(" · "));
}

QString FeaturePopup::text() const {
  QString text =
      tr("%1 of request %2, decision %3").arg(name_, formatCount(query_.request), decisionText(query_.decision));
  if (!view_) return text + tr(": computing…");
  return text + QStringLiteral(": ") + (view_->error.isEmpty() ? footer() : view_->error);
}

void FeaturePopup::paintPart(QPainter& painter, int part) {
  const Colours& colours = coloursOf(*this);
  const TileGrid tiles = grid(part);
  const QColor ink = inkOf(part, colours);
  painter.setFont(textFont(11, QFont::DemiBold));
  painter.setPen(ink);
  const QRectF row(tiles.area.left(), kHead, tiles.area.width(), kCaption - 3);
  painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(caption(part), Qt::ElideRight, static_cast<int>(row.width())));
  const auto images = coloured(part == 0 ? view_->before : view_->after, query_.layer == 0, colours.panel, ink);
  paintTiles(painter, tiles, images, colours.border);
  if (channel_ < 0) return;
  painter.setPen(QPen(colours.text, 1.6));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(tiles.tile(channel_).adjusted(-1, -1, 0, 0));
}

void FeaturePopup::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  paintSheet(painter);
  const QRectF head(kPadding, 8, width() - 2 * kPadding - 26, 19);
  painter.setFont(textFont(14, QFont::DemiBold));
  painter.setPen(colours.text);
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, name_);
  const double after = painter.fontMetrics().horizontalAdvance(name_) + 10;
  painter.setFont(textFont(12));
  painter.setPen(colours.muted);
  const QString request =
      tr("request %1 · decision %2").arg(formatCount(query_.request), decisionText(query_.decision));
  painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, request);
  QString second = tr("Recomputing this feature on this PC…");
  if (view_ && !view_->error.isEmpty()) second = view_->error;
  if (view_ && view_->error.isEmpty()) {
    painter.drawText(head.adjusted(after, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, shapeText(view_->shape));
    const auto all = view_->shape.size() == 3 ? view_->shape.front() : 1;
    second = view_->shape.size() != 3 ? tr("vector, row by row")
             : static_cast<std::int64_t>(view_->before.size()) < all
                 ? tr("%1 of %2 channels (largest variation)").arg(view_->before.size()).arg(all)
                 : tr("all %1 channels").arg(all);
  }
  painter.drawText(QRectF(kPadding, 28, width() - 2 * kPadding, view_ && view_->error.isEmpty() ? 18 : height() - 34),
                   Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, second);
  if (!view_ || view_->before.empty()) return;
  paintPart(painter, 0);
  if (compares()) paintPart(painter, 1);
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  painter.drawText(QRectF(kPadding, height() - kFoot + 2, width() - 2 * kPadding, kFoot - 6),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(footer(), Qt::ElideRight, width() - 2 * kPadding));
}

void FeaturePopup::mouseMoveEvent(QMouseEvent* event) {
  const int first = grid(0).at(event->position());
  const int channel = first < 0 && compares() ? grid(1).at(event->position()) : first;
  if (channel == channel_) return;
  channel_ = channel;
  update();
}

void FeaturePopup::mousePressEvent(QMouseEvent* event) {
  event->accept();  // not for what lies below
}

void FeaturePopup::leaveEvent(QEvent*) {
  channel_ = -1;
  update();
}

void FeaturePopup::resizeEvent(QResizeEvent*) {
  close_->move(width() - close_->width() - 5, 5);
}

void FeaturePopup::hideEvent(QHideEvent* event) {
  FloatingCard::hideEvent(event);
  view_.reset();
  if (!event->spontaneous()) Q_EMIT closed();
}

}  // namespace cleave::ui
