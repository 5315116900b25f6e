// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "app/experiment/device_choice.h"
#include "app/experiment/local_agent.h"
#include "app/experiment/phase_reporter.h"
#include "app/experiment/sample_set.h"
#include "core/model/model.h"
#include "net/tcp/agent_link.h"

namespace cleave {

/// One device on its way to being ready for requests: its agent, where that is a local one, the connection to it, and
/// the model and frames that it holds. There is always a link, connected or not: each call on one that is not throws.
class DeviceSession {
 public:
  /// Starts a local agent, if that is asked for. @param threads of it @param started one from before, taken if it is as
  /// wanted @throws Error when the program is missing
  DeviceSession(DeviceChoice choice, int threads, std::shared_ptr<LocalAgent> started = {});

  /// @throws Error; Cancelled
  void connect(PhaseReporter& report, const std::stop_token& stop);
  /// In the precision that was chosen.
  void deploy(const Model& model, PhaseReporter& report, const std::stop_token& stop);
  /// The model again, in another precision. When that fails the choice is the one before, and the connection may be
  /// lost.
  void redeploy(const Model& model, DevicePrecision precision, PhaseReporter& report, const std::stop_token& stop);
  void pushFrames(const SampleSet& samples, PhaseReporter& report, const std::stop_token& stop);
  /// No limit on its link and no load, as after connecting.
  void putAtRest(const std::stop_token& stop);

  [[nodiscard]] net::AgentLink& link() { return *link_; }
  [[nodiscard]] const DeviceChoice& choice() const { return choice_; }
  /// @param threads that were set; 0: those that the agent has
  [[nodiscard]] DeviceReport report(int threads, std::string problem) const;

 private:
  DeviceChoice choice_;
  std::shared_ptr<LocalAgent> agent_;
  std::unique_ptr<net::AgentLink> link_;
};

}  // namespace cleave
