// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <string>

#include "app/experiment/live_scenario.h"
#include "ui/scenario/conditions_preview.h"

namespace cleave::workbench {

/// What is wrong with a scenario's text, or what it does. Takes as long as its files take to read.
struct ScenarioCheck {
  QString problem;  ///< one sentence; empty: it is right
  int line = 0;     ///< that the problem is in, from 1; 0: none in particular
  ui::ConditionsPreview preview;
  std::shared_ptr<const LiveScenario> live;  ///< where it was asked for
};

/// @param folder what relative paths of traces start from
/// @param forRun also makes what a run needs @throws what is no fault of the scenario, such as std::bad_alloc
ScenarioCheck checkScenario(const std::string& text, const std::string& folder, std::uint64_t seed, bool forRun);
/// The same for a shipped scenario's name or a file, and for a measured link alone.
ScenarioCheck checkScenarioFile(const std::string& nameOrFile, std::uint64_t seed);
ScenarioCheck checkTrace(const std::string& file, std::uint64_t seed);

}  // namespace cleave::workbench
