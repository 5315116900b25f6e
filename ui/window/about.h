// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <utility>

class QWidget;

namespace cleave::ui {

/// Both open a small window of their own and return at once.
/// @param keys each with what it does
void showShortcuts(QWidget* parent, const QList<std::pair<QString, QString>>& keys);
void showAbout(QWidget* parent);

}  // namespace cleave::ui
