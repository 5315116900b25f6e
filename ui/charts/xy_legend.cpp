// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_legend.h"

#include <algorithm>

namespace cleave::ui {
namespace {

constexpr double kRow = 17;
constexpr double kSwatch = 20;  // with the gap to its text
constexpr double kGap = 12;
constexpr double kMore = 30;
constexpr int kWidest = 150;  // of a name

}  // namespace

XyLegend XyLegend::layOut(const QStringList& names, const QFontMetrics& metrics, const QRectF& area, double indent,
                          int mostRows) {
  XyLegend legend;
  double x = area.left() + indent;
  int row = 0;
  const int widest = std::min(kWidest, static_cast<int>(area.width() - kSwatch - kMore - 4));
  for (qsizetype i = 0; i < names.size(); ++i) {
    const QString text = metrics.elidedText(names[i], Qt::ElideMiddle, widest);
    const double width = kSwatch + metrics.horizontalAdvance(text);
    const bool lastRow = row + 1 >= mostRows;
    const double room = area.right() - (lastRow && i + 1 < names.size() ? kMore : 0);
    if (x + width > room && !lastRow) {
      ++row;
      x = area.left();
    }
    if (x + width > area.right() - (row + 1 >= mostRows && i + 1 < names.size() ? kMore : 0)) {
      legend.moreText = QStringLiteral("+%1").arg(names.size() - i);
      legend.more = QRectF(std::min(x, area.right() - kMore + 4), area.top() + row * kRow, kMore - 4, kRow);
      break;
    }
    legend.entries.push_back({static_cast<std::size_t>(i), QRectF(x, area.top() + row * kRow, width, kRow), text});
    x += width + kGap;
  }
  legend.height = names.isEmpty() ? 0 : (row + 1) * kRow;
  return legend;
}

std::optional<std::size_t> XyLegend::curveAt(const QPointF& pixel) const {
  for (const Entry& entry : entries) {
    if (entry.box.adjusted(-3, 0, 3, 0).contains(pixel)) return entry.curve;
  }
  return std::nullopt;
}

void paintSwatch(QPainter& painter, const QRectF& box, const XyCurve& curve, const QColor& colour) {
  const double y = box.center().y();
  if (curve.kind == XyCurve::Kind::Points) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(box.center().x(), y), 4, 4);
    return;
  }
  painter.setPen(QPen(colour, 2, curve.dash, Qt::FlatCap));
  painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
}

}  // namespace cleave::ui
