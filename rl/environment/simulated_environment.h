// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/types/fast_random.h"
#include "rl/environment/step_series.h"
#include "rl/observe/link_estimator.h"
#include "rl/observe/load_estimator.h"
#include "rl/observe/observation.h"
#include "rl/predict/decision_table.h"

namespace cleave {

/// What an environment varies in time. Shared by all environments that look at it.
struct Conditions {
  StepSeries linkMbps{20};   ///< uplink
  StepSeries rttMs{5};       ///< round trip of an idle link
  StepSeries deviceLoad{0};  ///< share of the device that others use, 0..0.95: layers take 1 / (1 - load) as long
  StepSeries edgeLoad{0};
};

/// When requests come.
struct Arrivals {
  enum class Kind {
    Closed,    ///< the next as soon as one is done
    Paced,     ///< as a camera whose newest frame is taken: `perSecond`, but never before the last is done; none waits
    Periodic,  ///< at equal distances, and waits in a queue while another is under way
    Poisson,   ///< the same at random
  };
  Kind kind = Kind::Paced;
  double perSecond = 5;  ///< not for Closed
};

struct EnvironmentOptions {
  Arrivals arrivals;
  double targetMs = 100;
  double giveUpMs = 1000;      ///< a transfer that takes longer is given up, and the device finishes alone; 0 = never
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
  double transmitMs = 0;  ///< one round trip of propagation included, as a RequestRecord has it
  double edgeMs = 0;
  double returnMs = 0;  ///< half the round trip of the moment when the result goes back
  double payloadBytes = 0;
  double accuracy = 0;  ///< expected: of the decision, or of the device alone after giving up
  double sentS = 0;     ///< when the transfer began, in the conditions' time
  bool gaveUp = false;
};

/// The simulated request loop: arrivals, a queue on the device, a link and two processors that others use too. One
/// request is under way at a time, as in a real run. A request that tells nothing of the link (all on the device, or a
/// few bytes) is followed by a probe in the background, whose time shows once it has arrived. All randomness comes from
/// the seed. A step costs well under a microsecond: plain arithmetic over tables.
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

  [[nodiscard]] const DecisionTable& table() const { return *table_; }
  /// When the next request is served, seconds in the conditions' time.
  [[nodiscard]] double nowS() const { return nowS_; }

 private:
  struct Noise {
    double device = 1;
    double edge = 1;
    double payload = 1;
  };
  [[nodiscard]] Noise noiseOf(const DecisionCost& cost) const;
  StepResult carryOut(int decision, const Noise& noise, StepSeries::Cursor& link) const;
  void learn(const StepResult& result, const DecisionCost& cost);
  void collectProbe();
  void nextRequest(double doneS);
  double deviation(double before, double correlation);

  std::shared_ptr<const DecisionTable> table_;
  std::shared_ptr<const Conditions> conditions_;
  EnvironmentOptions options_;
  FastRandom random_;
  LinkEstimator link_;
  LoadEstimator deviceLoad_;
  LoadEstimator edgeLoad_;
  Observation observation_;
  double deviceDeviation_ = 0;  ///< in standard deviations, as noise_ has them of the request that is served next
  double edgeDeviation_ = 0;
  Noise noise_;  ///< of the request that is served next; the payload's in deviations
  double nowS_ = 0;
  double probeSentS_ = -1;  ///< of the probe under way; negative: none
  double probeDoneS_ = 0;
  double arrivalS_ = 0;      ///< of the request that is served next
  double nextArrivalS_ = 0;  ///< of the first that has not come yet; counts the queue
  mutable StepSeries::Cursor linkAt_, rttAt_, deviceAt_, edgeAt_;
};

}  // namespace cleave
