// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/train/training_types.h"

namespace cleave::ui {

/// What keeps this training from being started, in one sentence; empty: nothing does.
QString problemOf(const TrainingRequest& request, const TrainingChoices& choices);

}  // namespace cleave::ui
