// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "rl/environment/conditions.h"
#include "rl/observe/state_estimator.h"

namespace cleave {

/// What a simulated run hears of its link and machines, beside and from its requests: echoes and probes of the link
/// and both machines' own reports, every StateEstimator::kReportS, on ticks that do not depend on the requests. The
/// noise of a tick depends on the seed and the tick alone, so that two environments that differ in a disturbance are
/// alike again after it.
class SimulatedMonitor {
 public:
  struct Noise {
    double deviceSpread = 0;  ///< standard deviation of a report's logarithm
    double edgeSpread = 0;
    std::uint64_t seed = 1;
  };
  SimulatedMonitor(std::shared_ptr<const Conditions> conditions, const Noise& noise, double startS);

  /// A feature is on the link from `sentS` until `endS`: a probe under way waits for it and tells nothing, and none is
  /// sent meanwhile. Call before advance() passes sentS.
  void occupyLink(double sentS, double endS);
  /// What happens until then.
  void advance(double untilS) {
    advanceLink(untilS);
    advanceEchoes(untilS);
    advanceReports(untilS);
  }
  /// What a request shows; advance() to its moment first.
  template <class Event>
  void tell(const Event& event) {
    estimator_.note(event);
    if (events_ != nullptr) events_->emplace_back(event);
  }
  /// From now on, everything that the estimator is told is also appended there.
  void copyEventsTo(std::vector<StateEvent>* events) { events_ = events; }

  [[nodiscard]] const StateEstimator& estimator() const { return estimator_; }

 private:
  void advanceLink(double untilS);
  void advanceEchoes(double untilS);
  void advanceReports(double untilS);
  void sendProbe(double atS);
  [[nodiscard]] double timeOf(std::int64_t tick) const {
    return startS_ + static_cast<double>(tick) * StateEstimator::kReportS;
  }
  [[nodiscard]] double rttOf(std::int64_t tick);
  /// Standard normal.
  [[nodiscard]] double noiseOf(std::int64_t tick, std::uint64_t what) const;

  std::shared_ptr<const Conditions> conditions_;
  Noise noise_;
  double startS_;
  StateEstimator estimator_;
  std::vector<StateEvent>* events_ = nullptr;
  struct Probe {
    std::uint64_t bytes = 0;  ///< 0 = none is under way
    double sentS = 0;
    double crossedS = 0;  ///< when its last byte has left the device
    double arrivesS = 0;
    double serializationMs = 0;
  } probe_;
  double occupiedFromS_ = -1;
  double occupiedUntilS_ = -1;
  std::int64_t probeTick_ = 0;  ///< the next of each
  std::int64_t echoTick_ = 0;
  std::int64_t reportTick_ = 0;
  std::int64_t rttTick_ = -1;  ///< whose round trip is rttMs_
  double rttMs_ = 0;
  StepSeries::Cursor linkAt_, rttAt_, deviceAt_, edgeAt_;
};

}  // namespace cleave
