// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPalette>
#include <QString>

#include "ui/theme/colours.h"

namespace cleave::ui {

/// System follows the lightness of the desktop's palette.
enum class Theme { Light, Dark, System };

const Colours& coloursFor(Theme theme);

/// Compiled-in icons and styles; a static library's need this call. Cheap to repeat.
void loadResources();

/// Inter where it is installed, else DejaVu Sans, else what the desktop has.
QString textFamily();
/// The workbench's font: pixels, so that the layout holds on every desktop.
QFont textFont(int pixels, QFont::Weight weight = QFont::Normal);

QPalette paletteFor(const Colours& colours);
QString styleSheetFor(const Colours& colours);

/// Fusion below our style sheet, on every desktop, so that sizes are the ones that were looked at.
void installLook();

}  // namespace cleave::ui
