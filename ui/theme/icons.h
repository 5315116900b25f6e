// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace cleave::ui {

/// The bundled icon `name` (resources/icons/NAME.svg) in the given colour; `disabled` is its colour when disabled.
QIcon icon(const QString& name, const QColor& colour, const QColor& disabled);

/// The program's own mark.
QIcon applicationIcon();

}  // namespace cleave::ui
