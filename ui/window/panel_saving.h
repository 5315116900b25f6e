// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave::ui {

class FileSaver;
class PanelDock;

/// Lets the user copy and save what a panel shows: a menu on its header, and more in the menus that its charts have
/// already. Once for each panel; the saver outlives it.
void offerSaving(PanelDock& dock, FileSaver& saver);

}  // namespace cleave::ui
