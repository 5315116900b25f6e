// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/charts/xy_axis.h"
#include "ui/charts/xy_curve.h"
#include "ui/train/training_types.h"

namespace cleave::ui {

/// One chart of a training.
struct TrainingPlot {
  QString title;
  QString xTitle;
  QString yTitle;
  bool logY = false;
  std::optional<XyRange> y = {};  ///< what to show of it; nothing: all
  std::vector<XyCurve> curves = {};
};

/// The four charts of a training: of a policy return, violations, entropy and temperature, losses; of a network
/// accuracy and loss by exit, whole loss, learning rate. Seeds as mean and band from least to greatest, the oracle and
/// greedy as lines. A policy is drawn as it was judged, without exploration, and paler what it earned while exploring.
std::vector<TrainingPlot> plotsOf(const TrainingCurves& curves, const Colours& colours);

}  // namespace cleave::ui
