// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <optional>

#include "ui/figures/canvas.h"
#include "ui/figures/export.h"
#include "ui/figures/table.h"

namespace cleave::ui {

/// One figure: how to draw it, and its numbers, which are written only when they are asked for. Both may refer to the
/// RunData that it was made from.
struct Figure {
  QString name;
  double widthMm = kOneColumnMm;
  int heightPoints = 170;  ///< whole, because Qt rounds a PDF's page to whole points
  std::function<void(Canvas&)> draw;
  std::function<QByteArray()> csv;
};

Figure latencyFigure(const RunData& run);
Figure distributionFigure(const RunData& run);
Figure accuracyFigure(const RunData& run);
Figure bandwidthFigure(const RunData& run);
Figure decisionFigure(const RunData& run);
Figure layerFigure(const RunData& run);
// Of these not every run has the numbers.
std::optional<Figure> rewardFigure(const RunData& run);
std::optional<Figure> confusionFigure(const RunData& run);
std::optional<Figure> linkFigure(const RunData& run);
std::optional<Figure> machineFigure(const RunData& run);

}  // namespace cleave::ui
