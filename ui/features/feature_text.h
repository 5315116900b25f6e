// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/features/feature_view.h"

namespace cleave::ui {

/// "5 / 4 / 4".
QString decisionText(const Decision& decision);
/// "4 bits", "1 bit".
QString bitsText(int bits);
/// "SNR 18.4 dB · zeros 62 → 71 %", or "nothing is lost".
QString lossText(const FeatureView::Loss& loss);
/// The same behind "mean squared error 0.0123 · ".
QString longLossText(const FeatureView::Loss& loss);

/// What the link carried of `elements` values, in lines: the first says how much, the second how.
struct PayloadText {
  QString size;  ///< "9.8 kB of 130 kB (float32)"
  QString how;   ///< "2.4 bits per element · lossless coding"
};
PayloadText payloadText(std::uint64_t bytes, std::int64_t elements, const Decision& decision);

}  // namespace cleave::ui
