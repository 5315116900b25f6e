// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/features/feature_text.h"

#include <QObject>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/plural.h"

namespace cleave::ui {

QString decisionText(const Decision& decision) {
  return QStringLiteral("%1 / %2 / %3").arg(decision.exit).arg(decision.partition).arg(decision.bits);
}

QString bitsText(int bits) {
  return plural(bits, QObject::tr("%n bit"), QObject::tr("%n bits"));
}

QString lossText(const FeatureView::Loss& loss) {
  if (std::isinf(loss.snrDb)) return QObject::tr("lossless");
  return QObject::tr("SNR %1 dB · zeros %2 → %3 %")
      .arg(loss.snrDb, 0, 'f', 1)
      .arg(100 * loss.zerosBefore, 0, 'f', 0)
      .arg(100 * loss.zerosAfter, 0, 'f', 0);
}

QString longLossText(const FeatureView::Loss& loss) {
  if (std::isinf(loss.snrDb)) return lossText(loss);
  return QObject::tr("mean squared error %1 · %2").arg(loss.meanSquared, 0, 'g', 3).arg(lossText(loss));
}

PayloadText payloadText(std::uint64_t bytes, std::int64_t elements, const Decision& decision) {
  const auto sent = static_cast<double>(bytes);
  const auto count = static_cast<double>(elements);
  // Uncompressed, a frame has one byte per element, a feature one float.
  const QString size = decision.partition == 0
                           ? QObject::tr("%1 of %2 (frame)").arg(formatBytes(sent), formatBytes(count))
                           : QObject::tr("%1 of %2 (float32)").arg(formatBytes(sent), formatBytes(4 * count));
  const auto packed = static_cast<std::uint64_t>((elements * decision.bits + 7) / 8);
  const QString width = QObject::tr("%1 bits per element").arg(formatNumber(count > 0 ? 8 * sent / count : 0));
  const QString how = bytes < packed                                  ? QObject::tr("lossless coding")
                      : decision.bits == 32                           ? QObject::tr("not quantized")
                      : decision.partition == 0 && decision.bits == 8 ? QObject::tr("raw frame")
                                                                      : QObject::tr("bit-packed");
  return {size, width + QStringLiteral(" · ") + how};
}

}  // namespace cleave::ui
