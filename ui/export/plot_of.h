// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_data.h"
#include "ui/figures/matrix_figure.h"
#include "ui/figures/plot_figure.h"
#include "ui/figures/row_figure.h"

namespace cleave::ui {

class CategoryChart;
class XyChart;

/// What charts show on the screen, for paper. Hidden series are left out, stacked ones summed up, and what stands on an
/// axis of its own becomes a plot of its own below the others.
PlotData plotOf(const ChartData& data);
PlotData plotOf(const XyChart& chart);
RowData rowsOf(const CategoryChart& chart);
/// Of a ChartData that is a matrix.
MatrixData matrixOf(const ChartData& data);

}  // namespace cleave::ui
