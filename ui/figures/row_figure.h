// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "ui/charts/category_row.h"
#include "ui/figures/figure.h"

namespace cleave::ui {

/// Named rows over one axis: bars, values with intervals, boxes. What is not finite is not drawn.
struct RowData {
  using Row = CategoryRow;

  QString title;
  QString axis;  ///< of the values, with the unit
  bool logarithmic = false;
  std::optional<double> target;  ///< a line upwards
  std::vector<Row> rows;
};

/// As high as its rows need. @throws cleave::Error where no row has a value
Figure rowFigure(RowData data, double widthMm = kOneColumnMm);

}  // namespace cleave::ui
