// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>

#include "app/experiment/beliefs.h"
#include "app/experiment/edge_executor.h"
#include "app/experiment/measured_table.h"
#include "app/experiment/run_clock.h"
#include "app/experiment/scenario_driver.h"
#include "core/system/system_monitor.h"
#include "core/types/request_record.h"
#include "net/tcp/agent_link.h"

namespace cleave {

/// Carries requests out. What belongs to one request is in its record alone.
class RequestRunner {
 public:
  /// All outlive the runner.
  RequestRunner(const Model& model, const NetworkRuntime& runtime, const MeasuredTable& table,
                const ScenarioDriver& driver, const RunClock& clock, Beliefs& beliefs)
      : edge_(model.manifest, runtime), table_(table), driver_(driver), clock_(clock), beliefs_(beliefs) {}

  /// Sends the request that the record asks for and completes the record: answer, times, verdict. What goes wrong is
  /// its outcome. @param seen what it was decided from
  void run(RequestRecord& record, const Observation& seen, net::AgentLink& link, const std::stop_token& stop);

 private:
  void carryOut(RequestRecord& record, const Observation& seen, net::AgentLink& link, const std::stop_token& stop);
  void finishOnEdge(RequestRecord& record, const net::RequestReply& reply, net::AgentLink& link,
                    const std::stop_token& stop);
  /// The transfer was given up and the device has made the result.
  void takeFallback(RequestRecord& record, const net::RequestReply& reply, const Decision& fallback,
                    net::AgentLink& link, const std::stop_token& stop);
  /// Other work on the edge, as the scenario has it: what it computed takes longer.
  void stretchEdge(RequestRecord& record) const;
  /// How both machines fare, and what the answer is worth.
  void judge(RequestRecord& record, const net::AgentLink& link) const;
  [[nodiscard]] const DecisionCost& costOf(const Decision& decision) const;

  EdgeExecutor edge_;
  const MeasuredTable& table_;
  const ScenarioDriver& driver_;
  const RunClock& clock_;
  Beliefs& beliefs_;
  SystemMonitor monitor_;              ///< of the edge
  std::uint64_t linkEpoch_ = 0;        ///< of the connection that the next counts on
  std::uint64_t retransmissions_ = 0;  ///< by the device until the last request
};

}  // namespace cleave
