// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/manifest.h"
#include "ui/window/run_types.h"

namespace cleave::workbench {

/// What the window shows of a model.
inline ui::ModelSummary summaryOf(const Manifest& manifest) {
  ui::ModelSummary summary{QString::fromStdString(manifest.name), manifest.network, {}, {}};
  for (const auto& name : manifest.classes) summary.classes.push_back(QString::fromStdString(name));
  for (const auto& exit : manifest.accuracy) summary.exitAccuracy.push_back(exit.accuracy());
  return summary;
}

}  // namespace cleave::workbench
