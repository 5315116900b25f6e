// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_ticks.h"

#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/charts/nice_ticks.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kGap = 26;  // pixels between two labels at least

}  // namespace

QString formatX(XUnit unit, double x, double step) {
  if (unit == XUnit::Requests) {
    return QLatin1Char('#') + QLocale(QLocale::English).toString(static_cast<qlonglong>(std::llround(x)));
  }
  int decimals = 0;
  for (double at = step; decimals < 6 && std::abs(at - std::round(at)) > 1e-6 * std::abs(at); at *= 10) ++decimals;
  return QString::number(x, 'f', decimals) + QStringLiteral(" s");
}

void paintTimeTicks(QPainter& painter, const QRectF& plot, XUnit unit, double x0, double x1, const QColor& colour) {
  if (!(x1 > x0)) return;
  painter.setFont(textFont(11));
  painter.setPen(colour);
  const double step = (x1 - x0) / 8;
  const double widest = painter.fontMetrics().horizontalAdvance(
      formatX(unit, x1, std::pow(10.0, std::floor(std::log10(unit == XUnit::Requests ? std::max(step, 1.0) : step)))));
  const int most = std::clamp(static_cast<int>(plot.width() / (widest + kGap)) + 1, 3, 13);
  const Ticks ticks = niceTicks(x0, x1, most);
  const double apart = ticks.values[1] - ticks.values[0];
  double free = plot.left() - 40;  // labels may stand out a little on the left, and never touch each other
  for (const double value : ticks.values) {
    if (unit == XUnit::Requests && std::abs(value - std::round(value)) > 1e-6) continue;
    const double x = plot.left() + (value - x0) / (x1 - x0) * plot.width();
    if (x < plot.left() - 1 || x > plot.right() + 1) continue;
    const QString text = formatX(unit, value, apart);
    const double width = painter.fontMetrics().horizontalAdvance(text);
    const double left = std::min(x - width / 2, plot.right() - width);
    if (left < free) continue;
    painter.drawText(QPointF(left, plot.bottom() + 14), text);
    free = left + width + 6;
  }
}

}  // namespace cleave::ui
