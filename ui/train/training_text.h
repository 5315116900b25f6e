// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/theme/colours.h"
#include "ui/train/training_types.h"

namespace cleave::ui {

/// Trainings in words.
QString stateText(const TrainingInfo& info);   ///< "queued", "training", "testing", "paused"...
ColourRole stateColour(TrainingState state);   ///< of a dot beside it
QString durationText(double seconds);          ///< "8 s", "2 min", "1 h 05 min"; rounded, so that it does not flicker
QString latestText(const TrainingInfo& info);  ///< "82.4" (a return), "91.3 %" (an accuracy); empty
QString fileText(const TrainingInfo& info, const TrainingFile& file);  ///< "finished policy", "policy at 80,000"

/// All that is under way, for the window's title: "43 % - 2 min left"; empty while nothing trains.
QString titleProgress(const std::vector<TrainingInfo>& trainings);

}  // namespace cleave::ui
