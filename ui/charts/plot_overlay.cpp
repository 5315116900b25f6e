// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/plot_overlay.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kHeight = 18;
constexpr double kRoomForBoth = 46;
constexpr double kReadoutMargin = 14;

QString chipText(const QRectF& plot) {
  return plot.width() < 240 ? QCoreApplication::translate("PlotOverlay", "frozen · L")
                            : QCoreApplication::translate("PlotOverlay", "frozen – press L for live");
}

}  // namespace

QRectF frozenChipRect(const QRectF& plot) {
  const double width = QFontMetricsF(textFont(11)).horizontalAdvance(chipText(plot)) + 16;
  return {plot.right() - width - 3, plot.bottom() - kHeight - 3, width, kHeight};
}

void paintFrozenChip(QPainter& painter, const QRectF& plot, const Colours& colours) {
  const QRectF box = frozenChipRect(plot).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(QPen(colours.edge, 1));
  painter.setBrush(colours.infoTint);
  painter.drawRoundedRect(box, kHeight / 2, kHeight / 2);
  painter.setFont(textFont(11));
  painter.setPen(colours.text);
  painter.drawText(box, Qt::AlignCenter, chipText(plot));
}

void paintBand(QPainter& painter, const QRectF& plot, std::pair<double, double> band, const Colours& colours) {
  const QRectF box(band.first, plot.top(), band.second - band.first, plot.height());
  painter.fillRect(box, withAlpha(colours.edge, 0.16));
  painter.setPen(QPen(colours.edge, 1));
  painter.drawLine(box.topLeft(), box.bottomLeft());
  painter.drawLine(box.topRight(), box.bottomRight());
}

QRectF readoutRect(const QRectF& plot, double x, const QString& text, bool chip) {
  const QFontMetricsF metrics(textFont(11));
  QRectF room = plot;
  if (chip && plot.height() < kRoomForBoth) {
    const double beside = frozenChipRect(plot).left() - 3;
    if (metrics.horizontalAdvance(text) + kReadoutMargin + 1 <= beside - plot.left()) room.setRight(beside);
  }
  const double most = std::max(room.width(), 60.0) - kReadoutMargin;
  QSizeF size(metrics.horizontalAdvance(text) + 1, metrics.height());
  if (size.width() > most) size = metrics.boundingRect({0, 0, most, 1000}, Qt::TextWordWrap, text).size();
  const double width = size.width() + kReadoutMargin;
  double left = x + 8 + width > room.right() ? x - 8 - width : x + 8;
  left = std::max(std::min(left, room.right() - width), room.left());  // narrow: over the line rather than cut off
  return {left, plot.top() + 2, width, std::max(20.0, size.height() + 6)};
}

void paintReadout(QPainter& painter, const QRectF& box, const QString& text, const Colours& colours) {
  painter.setFont(textFont(11));
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(colours.panel);
  painter.drawRoundedRect(box, 4, 4);
  painter.setPen(colours.text);
  painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, text);
}

void paintMark(QPainter& painter, const QRectF& plot, double x, const Colours& colours) {
  if (x < plot.left() - 0.5 || x > plot.right() + 0.5) return;
  painter.setPen(QPen(colours.text, 1.5));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours.text);
  const double half = kMarkReach - 1;
  painter.drawPolygon(QPolygonF({{x - half, plot.top() - 2}, {x + half, plot.top() - 2}, {x, plot.top() + half}}));
}

void paintFocus(QPainter& painter, const QRectF& plot, const Colours& colours) {
  painter.setPen(QPen(withAlpha(colours.edge, 0.55), 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(plot.adjusted(-0.5, -2.5, 0.5, 0.5), 3, 3);
}

}  // namespace cleave::ui
