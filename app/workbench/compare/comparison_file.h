// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "ui/compare/comparison.h"

namespace cleave::workbench {

/// Adds what one line of `cleave-cli policy compare --json` or `compare-live --json` says; a summary's line adds
/// nothing. @throws Error for a line that is none of theirs
void addLine(ui::Comparison& comparison, const QByteArray& line);

/// A file of such lines. A last line that was cut off, as a kill leaves it, is passed over.
/// @throws Error in one sentence: what is wrong with which file
ui::Comparison readComparison(const QString& file);

/// The lines, written beside their place and renamed. @throws Error
void writeLines(const QString& file, const QByteArray& lines);

/// Comparisons (*.jsonl) in the folder, newest first.
QStringList comparisonFiles(const QString& folder);

}  // namespace cleave::workbench
