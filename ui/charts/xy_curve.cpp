// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_curve.h"

#include <array>

namespace cleave::ui {
namespace {

constexpr std::array kLight{"#0072b2", "#d55e00", "#009e73", "#b0508a", "#b8860b", "#3a9bd6", "#6a5aa8", "#6b7482"};
constexpr std::array kDark{"#56aee2", "#f08d49", "#2fc498", "#dd8fbd", "#e8b93c", "#9bd0f2", "#a99be0", "#a3acba"};

QString quoted(QString text) {
  if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n'))) {
    return text;
  }
  return QLatin1Char('"') + text.replace(QLatin1String("\""), QLatin1String("\"\"")) + QLatin1Char('"');
}

QString number(double value) {
  return QString::number(value, 'g', 10);
}

}  // namespace

QColor seriesColour(const Colours& colours, std::size_t index) {
  const auto& names = colours.dark ? kDark : kLight;
  return QColor(QLatin1String(names[index % names.size()]));
}

QString toCsv(const std::vector<XyCurve>& curves, const QString& xTitle, const QString& yTitle) {
  bool ranges = false;
  for (const XyCurve& curve : curves) ranges = ranges || !curve.low.isEmpty();
  QString text = QStringLiteral("curve,%1,%2").arg(quoted(xTitle), quoted(yTitle));
  text += ranges ? QStringLiteral(",low,high\n") : QStringLiteral("\n");
  for (const XyCurve& curve : curves) {
    for (qsizetype i = 0; i < curve.points.size(); ++i) {
      text += quoted(curve.name) + QLatin1Char(',') + number(curve.points[i].x()) + QLatin1Char(',') +
              number(curve.points[i].y());
      if (ranges) text += QLatin1Char(',') + (i < curve.low.size() ? number(curve.low[i].y()) : QString());
      if (ranges) text += QLatin1Char(',') + (i < curve.high.size() ? number(curve.high[i].y()) : QString());
      text += QLatin1Char('\n');
    }
  }
  return text;
}

}  // namespace cleave::ui
