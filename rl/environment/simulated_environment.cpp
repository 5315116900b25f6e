// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/simulated_environment.h"

#include <algorithm>
#include <cmath>

#include "rl/predict/fallback.h"

namespace cleave {
namespace {

constexpr double kP95 = 1.645;      // deviations of a normal distribution
constexpr double kJitterMs = 0.03;  // of arrival times: the system's timers and wake-ups
constexpr double kNegligibleS = 1e-9;

// exp(x) for the small x of measurement noise, to four digits.
double expSmall(double x) {
  return 1 + x * (1 + x * (0.5 + x * (1.0 / 6 + x * (1.0 / 24))));
}

}  // namespace

SimulatedEnvironment::SimulatedEnvironment(std::shared_ptr<const DecisionTable> table,
                                           std::shared_ptr<const Conditions> conditions,
                                           const EnvironmentOptions& options)
    : table_(std::move(table)),
      conditions_(std::move(conditions)),
      options_(options),
      random_(options.seed, 0x776f726c64),
      arrivalsRandom_(options.seed, 0x617272),
      monitor_(conditions_, {options.deviceSpread, options.edgeSpread, options.seed}, options.startS),
      nowS_(options.startS),
      arrivalS_(options.startS),
      nextArrivalS_(options.startS) {
  nextRequest(nowS_);
}

StepResult SimulatedEnvironment::carryOut(int decision, const Noise& noise, StepSeries::Cursor& link) const {
  const DecisionCost& cost = table_->at(decision);
  StepResult result;
  result.accuracy = cost.accuracy;
  result.queueMs = 1e3 * (nowS_ - arrivalS_);
  result.deviceMs = cost.deviceMs * noise.device * slowdownAt(conditions_->deviceLoad.at(nowS_, deviceAt_));
  result.latencyMs = result.queueMs + result.deviceMs;
  if (cost.alone) return result;
  result.payloadBytes = cost.payloadBytes * noise.payload;
  const double sentS = nowS_ + 1e-3 * result.deviceMs;
  result.sentS = sentS;
  const double rttMs = conditions_->rttMs.at(sentS, rttAt_);
  result.serializationMs = 1e3 * conditions_->linkMbps.secondsFor(result.payloadBytes * 8e-6, sentS, link);
  // The edge acknowledges the last byte, which is heard a round trip after it left.
  if (options_.giveUpMs > 0 && !(result.serializationMs + rttMs <= options_.giveUpMs)) {
    giveUp(result, cost, noise);
  } else {
    result.uplinkMs = result.serializationMs + rttMs / 2;
    const double arrivedS = sentS + 1e-3 * result.uplinkMs;
    result.edgeMs = cost.edgeMs * noise.edge * slowdownAt(conditions_->edgeLoad.at(arrivedS, edgeAt_));
    result.returnMs = conditions_->rttMs.at(arrivedS + 1e-3 * result.edgeMs, rttAt_) / 2;
  }
  result.latencyMs += result.uplinkMs + result.edgeMs + result.returnMs + result.fallbackMs;
  return result;
}

// The device goes on alone, from its frame.
void SimulatedEnvironment::giveUp(StepResult& result, const DecisionCost& cost, const Noise& noise) const {
  const DecisionCost& alone = table_->at(fallbackOf(*table_, cost, observation_, options_.giveUpMs));
  result.gaveUp = true;
  result.accuracy = alone.accuracy;
  result.uplinkMs = options_.giveUpMs;
  const double begunS = result.sentS + 1e-3 * options_.giveUpMs;
  result.fallbackMs = alone.deviceMs * noise.device * slowdownAt(conditions_->deviceLoad.at(begunS, deviceAt_));
}

StepResult SimulatedEnvironment::foresee(int decision) const {
  StepSeries::Cursor link = linkAt_;
  return carryOut(decision, {}, link);
}

StepResult SimulatedEnvironment::foreseeExactly(int decision) const {
  StepSeries::Cursor link = linkAt_;
  return carryOut(decision, noiseOf(table_->at(decision)), link);
}

SimulatedEnvironment::Noise SimulatedEnvironment::noiseOf(const DecisionCost& cost) const {
  const double spread = cost.payloadBytes > 0 ? (cost.payloadP95 / cost.payloadBytes - 1) / kP95 : 0;
  Noise noise = noise_;
  noise.payload = std::max(0.2, 1 + spread * noise_.payload);
  return noise;
}

StepResult SimulatedEnvironment::step(int decision) {
  const DecisionCost& cost = table_->at(decision);
  const StepResult result = carryOut(decision, noiseOf(cost), linkAt_);
  nowS_ = arrivalS_ + 1e-3 * result.latencyMs;
  learn(result, cost);
  nextRequest(nowS_);
  return result;
}

// What the request shows, in the order of time.
void SimulatedEnvironment::learn(const StepResult& result, const DecisionCost& cost) {
  double onLinkMs = result.serializationMs;
  if (!cost.alone) {
    if (result.gaveUp) onLinkMs = std::min(onLinkMs, options_.giveUpMs);
    const double crossedS = result.sentS + 1e-3 * onLinkMs;
    monitor_.occupyLink(result.sentS, crossedS);
    if (result.gaveUp) {
      // What crossed until then is known to the device; at least a little, so that the estimate falls and stays finite.
      const double bytes = 1.25e5 * conditions_->linkMbps.integral(result.sentS, 1e-3 * onLinkMs);
      const auto shown = std::max<double>(bytes, double{LinkEstimator::kTellingBytes});
      monitor_.advance(crossedS);
      monitor_.tell(TransferSeen{static_cast<std::uint64_t>(shown), onLinkMs, crossedS});
    } else {
      const double arrivedS = result.sentS + 1e-3 * result.uplinkMs;
      monitor_.advance(arrivedS);
      monitor_.tell(TransferSeen{static_cast<std::uint64_t>(result.payloadBytes),
                                 std::max(onLinkMs + noise_.jitterMs, 0.0), arrivedS});
    }
  }
  monitor_.advance(nowS_);
  monitor_.tell(WorkSeen{Machine::Device, result.deviceMs, cost.deviceMs, nowS_});
  if (cost.alone || result.gaveUp) return;
  monitor_.tell(WorkSeen{Machine::Edge, result.edgeMs, cost.edgeMs, nowS_});
  monitor_.tell(RoundTripSeen{2 * result.returnMs, nowS_});
}

// First-order autoregressive, of variance 1.
double SimulatedEnvironment::deviation(double before, double correlation) {
  const double fresh = random_.roughNormal();
  return correlation > 0 ? correlation * before + std::sqrt(1 - correlation * correlation) * fresh : fresh;
}

void SimulatedEnvironment::drawNoise() {
  deviceDeviation_ = deviation(deviceDeviation_, options_.deviceCorrelation);
  edgeDeviation_ = deviation(edgeDeviation_, options_.edgeCorrelation);
  noise_.payload = random_.roughNormal();
  noise_.jitterMs = kJitterMs * random_.roughNormal();
}

/// Of arrivals that do not wait for the last request: sets when the next one came. @returns how many wait behind it
int SimulatedEnvironment::nextFrame(double doneS) {
  const Arrivals& arrivals = options_.arrivals;
  const double gap = 1 / arrivals.perSecond;
  if (arrivals.kind == Arrivals::Kind::Paced) {
    // From the number of the frame, not summed up: the same moments whatever was dropped.
    do {
      arrivalS_ = options_.startS + static_cast<double>(frames_++) * gap;
      drawNoise();
    } while (arrivalS_ < doneS - kNegligibleS);
    return 0;
  }
  drawNoise();
  arrivalS_ = nextArrivalS_;
  nextArrivalS_ = arrivalS_ + (arrivals.kind == Arrivals::Kind::Poisson ? gap * arrivalsRandom_.exponential() : gap);
  // Behind this one: exact for periodic arrivals, the expected number for Poisson ones.
  return doneS > nextArrivalS_ ? 1 + static_cast<int>((doneS - nextArrivalS_) * arrivals.perSecond) : 0;
}

void SimulatedEnvironment::nextRequest(double doneS) {
  int waiting = 0;
  if (options_.arrivals.kind == Arrivals::Kind::Closed) {
    drawNoise();
    arrivalS_ = doneS;
  } else {
    waiting = nextFrame(doneS);
  }
  nowS_ = std::max(doneS, arrivalS_);
  noise_.device = expSmall(options_.deviceSpread * deviceDeviation_);
  noise_.edge = expSmall(options_.edgeSpread * edgeDeviation_);
  monitor_.advance(nowS_);
  observation_.targetMs = options_.targetMs;
  observation_.waitedMs = 1e3 * (nowS_ - arrivalS_);
  observation_.queueLength = waiting;
  monitor_.estimator().fill(observation_, nowS_);
}

}  // namespace cleave
