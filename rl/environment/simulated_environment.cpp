// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/simulated_environment.h"

#include <algorithm>
#include <cmath>

#include "rl/environment/load_models.h"

namespace cleave {
namespace {

constexpr double kP95 = 1.645;  // deviations of a normal distribution
constexpr auto kProbeBytes = static_cast<double>(LinkEstimator::kProbeBytes);

double slowdown(double load) {
  return 1 / (1 - std::min(load, kMostLoad));
}

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
      nowS_(options.startS),
      arrivalS_(options.startS),
      nextArrivalS_(options.startS) {
  link_.addRtt(conditions_->rttMs.at(nowS_, rttAt_));
  nextRequest(nowS_);
}

StepResult SimulatedEnvironment::carryOut(int decision, const Noise& noise, StepSeries::Cursor& link) const {
  const DecisionCost& cost = table_->at(decision);
  StepResult result;
  result.accuracy = cost.accuracy;
  result.queueMs = 1e3 * (nowS_ - arrivalS_);
  result.deviceMs = cost.deviceMs * noise.device * slowdown(conditions_->deviceLoad.at(nowS_, deviceAt_));
  result.latencyMs = result.queueMs + result.deviceMs;
  if (cost.alone) return result;
  result.payloadBytes = cost.payloadBytes * noise.payload;
  const double sentS = nowS_ + 1e-3 * result.deviceMs;
  result.sentS = sentS;
  const double rttMs = conditions_->rttMs.at(sentS, rttAt_);
  const double onLinkMs = 1e3 * conditions_->linkMbps.secondsFor(result.payloadBytes * 8e-6, sentS, link);
  if (options_.giveUpMs > 0 && !(onLinkMs <= options_.giveUpMs)) {
    // The device goes on alone, from its frame to the last exit.
    const DecisionCost& alone = table_->at(table_->deviceOnly());
    result.gaveUp = true;
    result.accuracy = alone.accuracy;
    result.transmitMs = options_.giveUpMs;
    result.deviceMs += alone.deviceMs * noise.device * slowdown(conditions_->deviceLoad.at(sentS, deviceAt_));
  } else {
    result.transmitMs = onLinkMs + rttMs;
    result.edgeMs =
        cost.edgeMs * noise.edge * slowdown(conditions_->edgeLoad.at(sentS + 1e-3 * result.transmitMs, edgeAt_));
    // Of its own moment: a transfer's round trip is not the one that is measured after it.
    result.returnMs = conditions_->rttMs.at(sentS + 1e-3 * (result.transmitMs + result.edgeMs), rttAt_) / 2;
  }
  result.latencyMs = result.queueMs + result.deviceMs + result.transmitMs + result.edgeMs + result.returnMs;
  return result;
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
  return {noise_.device, noise_.edge, std::max(0.2, 1 + spread * noise_.payload)};
}

StepResult SimulatedEnvironment::step(int decision) {
  const DecisionCost& cost = table_->at(decision);
  const StepResult result = carryOut(decision, noiseOf(cost), linkAt_);
  const double doneS = arrivalS_ + 1e-3 * result.latencyMs;
  nowS_ = doneS;
  learn(result, cost);
  nextRequest(doneS);
  return result;
}

void SimulatedEnvironment::learn(const StepResult& result, const DecisionCost& cost) {
  if (result.gaveUp) {
    // What crossed until then is known to the device; at least a little, so that the estimate falls and stays finite.
    const double bytes = 1.25e5 * conditions_->linkMbps.integral(result.sentS, 1e-3 * result.transmitMs);
    const auto shown = std::max<double>(bytes, static_cast<double>(LinkEstimator::kTellingBytes));
    link_.add(static_cast<std::uint64_t>(shown), result.transmitMs, 0, result.sentS + 1e-3 * result.transmitMs);
    return;
  }
  deviceLoad_.add(result.deviceMs, cost.deviceMs);
  edgeLoad_.add(result.edgeMs, cost.edgeMs);
  if (result.payloadBytes > 0) {
    link_.add(static_cast<std::uint64_t>(result.payloadBytes), result.transmitMs, 2 * result.returnMs, nowS_);
  }
  if (probes(cost)) return;
  if (probeDoneS_ > nowS_) return;  // the last one is still on its way
  probeSentS_ = nowS_;
  const double rttMs = conditions_->rttMs.at(nowS_, rttAt_);
  probeDoneS_ = nowS_ + conditions_->linkMbps.secondsFor(kProbeBytes * 8e-6, nowS_, linkAt_) + 1e-3 * rttMs;
}

// Of a probe that has arrived by now: only what has happened may show.
void SimulatedEnvironment::collectProbe() {
  if (probeSentS_ < 0 || probeDoneS_ > nowS_) return;
  const double rttMs = conditions_->rttMs.at(probeSentS_, rttAt_);
  link_.add(static_cast<std::uint64_t>(kProbeBytes), 1e3 * (probeDoneS_ - probeSentS_), rttMs, probeDoneS_);
  probeSentS_ = -1;
}

// First-order autoregressive, of variance 1.
double SimulatedEnvironment::deviation(double before, double correlation) {
  const double fresh = random_.roughNormal();
  return correlation > 0 ? correlation * before + std::sqrt(1 - correlation * correlation) * fresh : fresh;
}

void SimulatedEnvironment::nextRequest(double doneS) {
  const Arrivals& arrivals = options_.arrivals;
  int waiting = 0;
  if (arrivals.kind == Arrivals::Kind::Closed) {
    arrivalS_ = doneS;
  } else if (arrivals.kind == Arrivals::Kind::Paced) {
    arrivalS_ = std::max(doneS, nextArrivalS_);
    nextArrivalS_ = arrivalS_ + 1 / arrivals.perSecond;
  } else {
    arrivalS_ = nextArrivalS_;
    const double gap = 1 / arrivals.perSecond;
    nextArrivalS_ = arrivalS_ + (arrivals.kind == Arrivals::Kind::Poisson ? gap * random_.exponential() : gap);
    // Behind this one: exact for periodic arrivals, the expected number for Poisson ones.
    if (doneS > nextArrivalS_) waiting = 1 + static_cast<int>((doneS - nextArrivalS_) * arrivals.perSecond);
  }
  nowS_ = std::max(doneS, arrivalS_);
  collectProbe();
  observation_.targetMs = options_.targetMs;
  observation_.waitedMs = 1e3 * (nowS_ - arrivalS_);
  observation_.queueLength = waiting;
  observation_.deviceSlowdown = deviceLoad_.slowdown();
  observation_.edgeSlowdown = edgeLoad_.slowdown();
  link_.fill(observation_, nowS_);
  deviceDeviation_ = deviation(deviceDeviation_, options_.deviceCorrelation);
  edgeDeviation_ = deviation(edgeDeviation_, options_.edgeCorrelation);
  noise_.device = expSmall(options_.deviceSpread * deviceDeviation_);
  noise_.edge = expSmall(options_.edgeSpread * edgeDeviation_);
  noise_.payload = random_.roughNormal();
}

}  // namespace cleave
