// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/figures/plot_figure.h"

namespace cleave::ui {

/// How a curve is drawn: apart from the others in colour and in grey.
struct PlotStyle {
  QColor ink;
  QColor fill;
  Dash dash = Dash::Solid;
  MarkerShape marker = MarkerShape::Disc;
  double width = paper::kLine;
};

std::vector<PlotStyle> stylesOf(const PlotData& data);
QColor paleInk(const QColor& colour);

}  // namespace cleave::ui
