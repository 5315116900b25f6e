// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cleave::learn {

/// Share of the learning rate: a cosine from 1 to a tenth over the training.
inline double cosineDecay(double progress) {
  return 0.1 + 0.9 * 0.5 * (1 + std::cos(std::numbers::pi * std::clamp(progress, 0.0, 1.0)));
}

}  // namespace cleave::learn
