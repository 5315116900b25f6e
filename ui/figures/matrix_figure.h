// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/figures/figure.h"

namespace cleave::ui {

/// How often each row was taken for each column: as many of both as there are names.
struct MatrixData {
  QString title;
  QString xTitle, yTitle;  ///< of the columns, and of the rows
  std::vector<QString> names;
  std::vector<double> counts;  ///< row by row
};

/// A heat map of each row's shares, drawn as rectangles; with the percentages where they have room.
/// @throws cleave::Error for a matrix without a count
Figure matrixFigure(MatrixData data, double widthMm = kOneColumnMm);

}  // namespace cleave::ui
