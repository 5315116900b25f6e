// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace cleave::ui {

/// A small list that outlives the window: a text file, a line each. An empty path keeps nothing.
QStringList readLines(const QString& path);
/// Replaced whole. @returns false when it could not be written; what was there stays
bool writeLines(const QString& path, const QStringList& lines);

}  // namespace cleave::ui
