// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <optional>
#include <vector>

#include "ui/figures/figure.h"

namespace cleave::ui {

/// Grids of coloured cells, all of one size and over the same axes: what a policy thinks of every decision, what it
/// does under every condition.
struct GridData {
  struct Cell {
    QColor colour;      ///< invalid: nothing there
    QString text = {};  ///< written where it has room
  };
  struct Grid {
    QString title;
    std::vector<Cell> cells;  ///< row by row from the top, columns * rows
    std::optional<std::size_t> framed = {};
  };
  /// A number beside an axis.
  struct Tick {
    double at = 0;  ///< in cells: the middle of the first is 0.5
    QString text;
  };

  QString xTitle, yTitle;
  std::size_t columns = 0, rows = 0;
  std::vector<Tick> x, y;
  std::vector<Grid> grids;
  /// What the colours mean: each of its own, or as a scale all of them between two texts.
  QString legendTitle;
  std::vector<Cell> legend;
  bool scale = false;
  QString low, high;  ///< of the scale
  Table numbers;
};

/// Grids beside each other, two in a column's width, three in two columns'.
/// @throws cleave::Error without a grid or a cell
Figure gridFigure(GridData data, double widthMm = kOneColumnMm);

}  // namespace cleave::ui
