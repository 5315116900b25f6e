// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/table_of.h"

#include <QAbstractItemModel>

namespace cleave::ui {

Figure tableOf(const QAbstractItemModel& model, int role) {
  Table table;
  for (int column = 0; column < model.columnCount(); ++column) {
    table.header.push_back(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().toStdString());
  }
  for (int row = 0; row < model.rowCount(); ++row) {
    auto& cells = table.rows.emplace_back();
    for (int column = 0; column < model.columnCount(); ++column) {
      cells.push_back(model.index(row, column).data(role).toString().toStdString());
    }
  }
  Figure figure;
  figure.csv = [table = std::move(table)] { return toCsv(table); };
  return figure;
}

}  // namespace cleave::ui
