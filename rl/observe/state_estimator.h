// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <variant>

#include "rl/observe/link_estimator.h"
#include "rl/observe/load_estimator.h"
#include "rl/observe/observation.h"
#include "rl/observe/state_event.h"

namespace cleave {

/// What is believed of the link and of both machines, each with its age. The one estimator of simulated and real runs:
/// the same events give the same observations.
///
/// No estimate depends on what the policy chooses: both machines report on themselves and the link is probed every
/// kReportS, whatever requests do. What nothing was heard of for longer moves towards what was usual (fading.h).
class StateEstimator {
 public:
  static constexpr double kReportS = 0.25;
  static constexpr std::uint64_t kLeastProbeBytes = 512;
  static constexpr std::uint64_t kFirstProbeBytes = 4096;  ///< of a link of which nothing is known
  static constexpr std::uint64_t kMostProbeBytes = 16'384;

  void take(const StateEvent& event) {
    std::visit([this](const auto& one) { note(one); }, event);
  }
  /// @returns the bandwidth that it showed, Mbit/s; 0 = it was too small or too quick to measure
  double note(const TransferSeen& seen) { return link_.transfer(seen.bytes, seen.serializationMs, seen.atS); }
  double note(const ProbeArrived& probe) {
    link_.probeEnded();
    return link_.transfer(probe.bytes, probe.serializationMs, probe.atS);
  }
  void note(const ProbeSent& probe) { link_.probeSent(probe.bytes, probe.atS); }
  void note(const ProbeDisturbed&) { link_.probeEnded(); }
  void note(const RoundTripSeen& seen) { link_.roundTrip(seen.ms, seen.atS); }
  void note(const WorkSeen& seen) { of(seen.machine).work(seen.measuredMs, seen.expectedMs, seen.atS); }
  void note(const LoadReported& report) { of(report.machine).report(report.slowdown, report.atS); }

  /// Bytes of the next probe: about a hundredth of a second of what the link is believed to give.
  [[nodiscard]] std::uint64_t probeBytes() const {
    if (link_.mbps() <= 0) return kFirstProbeBytes;
    const double bytes = link_.mbps() * kProbeBytesPerMbps;
    return static_cast<std::uint64_t>(std::clamp<double>(bytes, double{kLeastProbeBytes}, double{kMostProbeBytes}));
  }

  /// Fills what is estimated; target, waiting and queue are the caller's.
  void fill(Observation& observation, double nowS) const {
    link_.fill(observation, nowS);
    observation.deviceSlowdown = device_.slowdown(nowS);
    observation.edgeSlowdown = edge_.slowdown(nowS);
    observation.deviceAgeS = device_.ageS(nowS);
    observation.edgeAgeS = edge_.ageS(nowS);
  }
  /// Another device: its load is unknown.
  void forgetDevice() { device_ = {}; }

 private:
  static constexpr double kProbeBytesPerMbps = 1250;  // 10 ms
  LoadEstimator& of(Machine machine) { return machine == Machine::Device ? device_ : edge_; }

  LinkEstimator link_;
  LoadEstimator device_;
  LoadEstimator edge_;
};

}  // namespace cleave
