// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/decision_space.h"
#include "core/types/fast_random.h"
#include "core/types/network_description.h"
#include "core/types/request_record.h"

namespace cleave::workbench {

/// Records as a run would leave them, from a seed and without any network: for timing the window. The decision changes
/// every few hundred requests, link and times wander.
class ScriptedRun {
 public:
  /// @param requestsPerSecond of the records' own time
  ScriptedRun(const NetworkDescription& network, int frames, double requestsPerSecond, std::uint64_t seed);
  RequestRecord next();

 private:
  DecisionSpace space_;
  int frames_;
  double perSecond_;
  FastRandom random_;
  Decision decision_;
  std::uint64_t id_ = 0;
  double mbps_ = 20;
};

}  // namespace cleave::workbench
