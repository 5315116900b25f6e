// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace cleave::ui {

/// Both open a small window of their own and return at once.
void showShortcuts(QWidget* parent);
void showAbout(QWidget* parent);

}  // namespace cleave::ui
