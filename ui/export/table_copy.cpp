// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/table_copy.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QTableView>
#include <algorithm>

namespace cleave::ui {
namespace {

QString tsvOf(const QTableView& table, int role) {
  const QAbstractItemModel& model = *table.model();
  QList<int> rows;
  for (const QModelIndex& index : table.selectionModel()->selectedRows()) rows << index.row();
  std::sort(rows.begin(), rows.end());
  if (rows.isEmpty()) {
    for (int row = 0; row < model.rowCount(); ++row) rows << row;
  }
  QStringList lines;
  const auto add = [&](const auto& textOf) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) {
      if (!table.isColumnHidden(column)) cells << textOf(column).toString();
    }
    lines << cells.join(QLatin1Char('\t'));
  };
  add([&](int column) { return model.headerData(column, Qt::Horizontal, role); });
  for (const int row : rows) {
    add([&](int column) { return model.index(row, column).data(role); });
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace

QAction* offerCopying(QTableView& table, int role) {
  auto* action = new QAction(QCoreApplication::translate("Table", "&Copy as table"), &table);
  action->setShortcut(QKeySequence::Copy);
  action->setShortcutContext(Qt::WidgetShortcut);
  QObject::connect(action, &QAction::triggered, &table,
                   [&table, role] { QGuiApplication::clipboard()->setText(tsvOf(table, role)); });
  table.addAction(action);
  return action;
}

}  // namespace cleave::ui
