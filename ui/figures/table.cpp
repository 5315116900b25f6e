// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/table.h"

#include <cmath>

namespace cleave::ui {
namespace {

void addLine(QByteArray& csv, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) csv += ',';
    QByteArray text = QByteArray::fromStdString(cells[i]);
    if (text.contains(',') || text.contains('"') || text.contains('\n')) {
      text.replace('"', "\"\"");
      text = '"' + text + '"';
    }
    csv += text;
  }
  csv += '\n';
}

}  // namespace

std::string cell(double value) {
  return std::isfinite(value) ? QByteArray::number(value, 'g', 9).toStdString() : std::string();
}

QByteArray toCsv(const Table& table) {
  QByteArray csv;
  addLine(csv, table.header);
  for (const auto& row : table.rows) addLine(csv, row);
  return csv;
}

}  // namespace cleave::ui
