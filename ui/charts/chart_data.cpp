// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_data.h"

#include <cmath>

namespace cleave::ui {
namespace {

QByteArray field(const QString& text) {
  QByteArray bytes = text.toUtf8();
  if (bytes.contains(',') || bytes.contains('"') || bytes.contains('\n')) {
    bytes.replace("\"", "\"\"");
    bytes = '"' + bytes + '"';
  }
  return bytes;
}

}  // namespace

QByteArray toCsv(const ChartData& data) {
  QByteArray text;
  const auto separate = [&](std::size_t column) { text += column + 1 < data.columns.size() ? ',' : '\n'; };
  for (std::size_t i = 0; i < data.columns.size(); ++i) {
    const ChartColumn& column = data.columns[i];
    text += field(column.unit.isEmpty() ? column.name : QStringLiteral("%1 (%2)").arg(column.name, column.unit));
    separate(i);
  }
  const std::size_t rows = data.rows();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < data.columns.size(); ++i) {
      const ChartColumn& column = data.columns[i];
      if (row < column.words.size()) {
        text += field(column.words[row]);
      } else if (row < column.values.size() && std::isfinite(column.values[row])) {
        text += QByteArray::number(column.values[row], 'g', 9);
      }
      separate(i);
    }
  }
  return text;
}

}  // namespace cleave::ui
