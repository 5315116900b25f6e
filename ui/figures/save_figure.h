// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "ui/figures/figure.h"

namespace cleave::ui {

/// Endings of the files that saveFigure() writes, the one to propose first.
const QStringList& figureEndings();

/// Writes one file, whole or not at all; the ending of `path` says which: .pdf, .svg, .png, or .csv with the numbers.
/// Needs a QGuiApplication; any thread.
/// @throws cleave::Error with one sentence for another ending or a place that cannot be written
void saveFigure(const Figure& figure, const QString& title, const QString& path);

}  // namespace cleave::ui
