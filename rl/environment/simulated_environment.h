// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/types/fast_random.h"
#include "rl/environment/conditions.h"
#include "rl/environment/simulated_monitor.h"
#include "rl/observe/observation.h"
#include "rl/predict/decision_table.h"

namespace cleave {

/// When requests come.
struct Arrivals {
  enum class Kind {
    Closed,    ///< the next as soon as one is done
    Paced,     ///< a camera's frames, `perSecond`; those that come while a request is under way are dropped
    Periodic,  ///< at equal distances, and waits in a queue while another is under way
    Poisson,   ///< the same at random
  };
  Kind kind = Kind::Paced;
  double perSecond = 5;  ///< not for Closed
};

struct EnvironmentOptions {
  Arrivals arrivals;
  double targetMs = 100;
  double giveUpMs = 1000;      ///< a transfer whose receipt is not acknowledged for so long is given up, and the device
                               ///< finishes alone (fallbackOf); 0 = never
  double deviceSpread = 0.03;  ///< standard deviation of the logarithm of a side's compute time
  double edgeSpread = 0.03;
  double deviceCorrelation = 0;  ///< of that from one request to the next, 0..1
  double edgeCorrelation = 0;
  double startS = 0;  ///< where in the conditions the environment begins
  std::uint64_t seed = 1;
};

/// One request as the environment carried it out. Milliseconds.
struct StepResult {
  double latencyMs = 0;  ///< arrival to result back at the device
  double queueMs = 0;
  double deviceMs = 0;
  double serializationMs = 0;  ///< of the feature: from its first byte on the link to its last
  double uplinkMs = 0;         ///< that and half a round trip; of a transfer given up: until then
  double edgeMs = 0;
  double returnMs = 0;    ///< half the round trip of the moment when the result goes back
  double fallbackMs = 0;  ///< what the device took to finish alone, after the transfer was given up
  double payloadBytes = 0;
  double accuracy = 0;  ///< expected: of the decision, or of the fallback
  double sentS = 0;     ///< when the transfer began, in the conditions' time
  bool gaveUp = false;
};

/// The simulated request loop: arrivals, a queue on the device, a link and two processors that others use too. One
/// request is under way at a time, as in a real run, and what is known of link and machines comes from requests and
/// from a SimulatedMonitor beside them. All randomness comes from the seed; the noise of a camera's frame belongs to
/// the frame, whether it is dropped or not. A step costs well under a microsecond: plain arithmetic over tables.
class SimulatedEnvironment {
 public:
  SimulatedEnvironment(std::shared_ptr<const DecisionTable> table, std::shared_ptr<const Conditions> conditions,
                       const EnvironmentOptions& options);

  /// Of the request that is served next: what a real system would know now.
  [[nodiscard]] const Observation& observation() const { return observation_; }
  /// Carries that request out and moves on to the next.
  StepResult step(int decision);

  /// What `decision` would take from here on: the coming link, the loads as they are, no noise. Only oracles may ask.
  [[nodiscard]] StepResult foresee(int decision) const;
  /// The same with the noise: what step(decision) would return, to the bit. Where a late result is worth nothing, an
  /// oracle without it runs over the edge by half a percent and is no bound.
  [[nodiscard]] StepResult foreseeExactly(int decision) const;

  /// From now on, everything that the estimator is told is also appended there.
  void copyEventsTo(std::vector<StateEvent>* events) { monitor_.copyEventsTo(events); }

  [[nodiscard]] const DecisionTable& table() const { return *table_; }
  /// When the next request is served, seconds in the conditions' time.
  [[nodiscard]] double nowS() const { return nowS_; }

 private:
  struct Noise {
    double device = 1;
    double edge = 1;
    double payload = 1;
    double jitterMs = 0;  ///< of the measured time on the link
  };
  [[nodiscard]] Noise noiseOf(const DecisionCost& cost) const;
  StepResult carryOut(int decision, const Noise& noise, StepSeries::Cursor& link) const;
  void giveUp(StepResult& result, const DecisionCost& cost, const Noise& noise) const;
  void learn(const StepResult& result, const DecisionCost& cost);
  void nextRequest(double doneS);
  [[nodiscard]] int nextFrame(double doneS);
  void drawNoise();
  double deviation(double before, double correlation);

  std::shared_ptr<const DecisionTable> table_;
  std::shared_ptr<const Conditions> conditions_;
  EnvironmentOptions options_;
  FastRandom random_;          ///< of the requests' noise
  FastRandom arrivalsRandom_;  ///< of their distances
  SimulatedMonitor monitor_;
  Observation observation_;
  double deviceDeviation_ = 0;  ///< in standard deviations, as noise_ has them of the request that is served next
  double edgeDeviation_ = 0;
  Noise noise_;  ///< of the request that is served next; the payload's in deviations
  double nowS_ = 0;
  double arrivalS_ = 0;      ///< of the request that is served next
  double nextArrivalS_ = 0;  ///< of the first that has not come yet; counts the queue
  std::int64_t frames_ = 0;  ///< that a camera has taken, the one that is served next included
  mutable StepSeries::Cursor linkAt_, rttAt_, deviceAt_, edgeAt_;
};

}  // namespace cleave
