// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/format.h"

#include <QFileInfo>
#include <QLocale>
#include <cmath>

namespace cleave::ui {

QString formatNumber(double value) {
  const double size = std::abs(value);
  if (size >= 99.95) return QString::number(value, 'f', 0);
  if (size >= 0.995 || size == 0) return QString::number(value, 'f', 1);
  return QString::number(value, 'f', 2);
}

QString formatMs(double ms) {
  return QString::number(ms, 'f', ms < 99.95 ? 1 : 0) + QStringLiteral(" ms");
}

QString formatBytes(double bytes) {
  if (bytes < 999.5) return QString::number(bytes, 'f', 0) + QStringLiteral(" B");
  if (bytes < 999'950) return QString::number(bytes / 1e3, 'f', bytes < 99'950 ? 1 : 0) + QStringLiteral(" kB");
  return QString::number(bytes / 1e6, 'f', 1) + QStringLiteral(" MB");
}

QString formatMbps(double mbps) {
  if (mbps >= 999.5) return QString::number(mbps / 1e3, 'f', 1) + QStringLiteral(" Gbit/s");
  return formatNumber(mbps) + QStringLiteral(" Mbit/s");
}

QString formatPercent(double fraction, int decimals) {
  return QString::number(100 * fraction, 'f', decimals) + QStringLiteral(" %");
}

QString formatInterval(double low, double high) {
  return QStringLiteral("(%1–%2)").arg(QString::number(100 * low, 'f', 1), QString::number(100 * high, 'f', 1));
}

QString formatCount(std::uint64_t count) {
  return QLocale(QLocale::English).toString(static_cast<qulonglong>(count));
}

QString shownPolicy(const QString& policy) {
  const qsizetype colon = policy.indexOf(QLatin1Char(':'));
  if (colon < 0 || !policy.mid(colon).contains(QStringLiteral(".cleavepolicy"))) return policy;
  const QString name = QFileInfo(policy.mid(colon + 1)).completeBaseName();
  return policy.left(colon) == QStringLiteral("policy") ? name : policy.left(colon + 1) + name;
}

}  // namespace cleave::ui
