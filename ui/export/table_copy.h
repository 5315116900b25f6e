// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

QT_BEGIN_NAMESPACE
class QAction;
class QTableView;
QT_END_NAMESPACE

namespace cleave::ui {

/// Ctrl+C on the table copies the chosen rows, or all, of the columns that are shown: tab-separated with a line of
/// headers, as spreadsheets take it. @param role of headers and cells @returns the action, for menus
QAction* offerCopying(QTableView& table, int role = Qt::DisplayRole);

}  // namespace cleave::ui
