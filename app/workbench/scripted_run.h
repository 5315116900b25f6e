// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plain/decision_space.h"
#include "core/plain/network_description.h"
#include "core/plain/random.h"
#include "core/plain/request_record.h"

namespace cleave::workbench {

/// Records as a run would leave them, from a seed and without any network: for timing the window. The decision changes
/// every few hundred requests, link and times wander.
class ScriptedRun {
 public:
  /// @param requestsPerSecond of the records' own time
  ScriptedRun(const NetworkDescription& network, int frames, double requestsPerSecond, std::uint64_t seed);
  RequestRecord next();

 private:
  [[nodiscard]] double uniform() { return static_cast<double>(random_.below(1 << 20)) / (1 << 20); }

  DecisionSpace space_;
  int frames_;
  double perSecond_;
  SplitMix random_;
  Decision decision_;
  std::uint64_t id_ = 0;
  double mbps_ = 20;
};

}  // namespace cleave::workbench
