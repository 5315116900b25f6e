// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QString>
#include <utility>

#include "ui/theme/colours.h"

class QPainter;

namespace cleave::ui {

/// What plots and strips paint alike over their data.

/// "frozen - press L for live", in the plot's lower right corner, away from the readout; a click on it goes back to
/// live.
QRectF frozenChipRect(const QRectF& plot);
void paintFrozenChip(QPainter& painter, const QRectF& plot, const Colours& colours);

/// The span that is being selected, in pixels.
void paintBand(QPainter& painter, const QRectF& plot, std::pair<double, double> band, const Colours& colours);

/// Values in a box beside the crosshair at `x`, on the side where there is room, in lines as long as the plot is wide.
/// `chip`: the frozen chip is there, and a low plot has no room for both above each other.
QRectF readoutRect(const QRectF& plot, double x, const QString& text, bool chip);
void paintReadout(QPainter& painter, const QRectF& box, const QString& text, const Colours& colours);

/// The request that the user looks at, at `x`.
void paintMark(QPainter& painter, const QRectF& plot, double x, const Colours& colours);
inline constexpr double kMarkReach = 6;  ///< pixels to either side

/// Says which chart the keys go to.
void paintFocus(QPainter& painter, const QRectF& plot, const Colours& colours);

}  // namespace cleave::ui
