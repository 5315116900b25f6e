// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "ui/export/saveable.h"

QT_BEGIN_NAMESPACE
class QMenu;
class QWidget;
QT_END_NAMESPACE

namespace cleave::ui {

class FigureSource;
class FileSaver;

/// "Save figure, one column…" and "Save figure, two columns…", and with `all` "Save all data (CSV)…": after what the
/// menu copies. Source and saver outlive the menu.
void addFigureActions(QMenu& menu, const ChartSource& source, FileSaver& saver, bool all);
/// The same for what is not a chart, and "Copy data (CSV)": nothing where there is nothing to save yet, and only its
/// numbers where it cannot be drawn.
void addFigureActions(QMenu& menu, const FigureSource& source, const QString& title, FileSaver& saver);
/// "Copy image".
void addCopyPicture(QMenu& menu, QWidget& widget);
/// "Save image…".
void addSavePicture(QMenu& menu, QWidget& widget, const QString& title, FileSaver& saver);
/// The figures of all XyChart and CategoryChart within `widget`, in their context menus. Once for each of them.
void addFigureActions(QWidget& widget, FileSaver& saver);

}  // namespace cleave::ui
