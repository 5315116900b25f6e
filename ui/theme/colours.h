// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

class QWidget;

namespace cleave::ui {

/// What a colour means. Orange is always the device, grey the link, blue the edge, green an exit, red a violation:
/// the Okabe-Ito hues, which stay apart for colour-blind eyes.
enum class ColourRole { Text, Muted, Device, Link, Edge, Exit, Violation };

struct Colours {
  bool dark = false;
  QColor window, panel, border, text, muted, faint, grid;
  QColor control, controlHover, selection;
  QColor device, link, edge, exit, violation;
  QColor deviceTint, edgeTint, exitTint, violationTint, infoTint;

  [[nodiscard]] QColor of(ColourRole role) const;
};

const Colours& lightColours();
const Colours& darkColours();

/// The set that the widget's window shows, told by the lightness of its palette.
const Colours& coloursOf(const QWidget& widget);

/// a at t = 0, b at t = 1.
QColor mix(const QColor& a, const QColor& b, double t);
QColor withAlpha(QColor colour, double alpha);
/// Black or white, whichever reads better on it.
QColor inkOn(const QColor& background);

/// Colours of a decision's parts, for strips and their legend. All count from the least value to the greatest.
QColor exitColour(const Colours& colours, int exit, int exitCount);
QColor partitionColour(const Colours& colours, int partition,
                       int longest);  ///< blue = edge-only .. orange = device-only
QColor bitsColour(const Colours& colours, int bits);

}  // namespace cleave::ui
