// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/figures/figure.h"

namespace cleave::ui {

/// A panel that is not a chart over time but has a figure for paper, or numbers.
class FigureSource {
 public:
  virtual ~FigureSource() = default;
  /// What is shown now, on the GUI thread; it holds all that it needs. Without a way to draw it there are only numbers;
  /// nullopt: nothing to save yet. @throws cleave::Error when it cannot be drawn
  [[nodiscard]] virtual std::optional<Figure> figure(double widthMm) const = 0;
};

}  // namespace cleave::ui
