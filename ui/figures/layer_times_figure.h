// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/figures/figure.h"

namespace cleave::ui {

/// Milliseconds that a layer takes; NaN: it never ran there.
struct LayerMs {
  QString layer;
  double device = 0;
  double edge = 0;
};

/// Every layer's time on both sides, as dots over a logarithmic axis.
/// @param what the times are: "Mean time (ms)"
Figure layerTimesFigure(std::vector<LayerMs> times, const QString& what, double widthMm, Table numbers);

}  // namespace cleave::ui
