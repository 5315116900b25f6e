// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/runs/run_bundle.h"
#include "ui/window/run_types.h"

namespace cleave::workbench {

/// What a list of runs says of one.
QString textOf(const RunManifest& manifest);

/// What the window says of it, without what only its model knows.
ui::RecordedRun recordedRun(const SavedRun& run);

}  // namespace cleave::workbench
