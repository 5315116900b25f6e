// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
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

/// Writes the figure's name with the ending of each format, and of .csv, into a folder that is there.
/// @returns names of the files @throws as saveFigure() does
QStringList saveFigure(const Figure& figure, const QString& title, const QDir& folder, FigureFormats formats);

}  // namespace cleave::ui
