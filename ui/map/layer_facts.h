// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/types/network_description.h"

namespace cleave::ui {

/// "192×27×27", "256".
QString shapeText(const Shape& shape);
/// "convolution 5×5, stride 2", "max pool 3×3, stride 2", "fully connected".
QString kindText(const LayerDescription& layer);
/// Operations of one run; a multiplication and an addition are two. 0 for pools.
double operations(const LayerDescription& layer, const Shape& input, const Shape& output);
/// Weights and biases; 0 for pools.
double parameters(const LayerDescription& layer, const Shape& input);
/// "140.6 MFLOP · 23.3 k parameters"; empty for pools.
QString costText(const LayerDescription& layer, const Shape& input, const Shape& output);

}  // namespace cleave::ui
