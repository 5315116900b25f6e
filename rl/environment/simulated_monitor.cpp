// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/environment/simulated_monitor.h"

#include <algorithm>
#include <cmath>

#include "core/types/fast_random.h"

namespace cleave {
namespace {

constexpr double kJitterMs = 0.03;  // of arrival times: the system's timers and wake-ups
constexpr double kLeastSerializationMs = 1e-3;
enum What : std::uint64_t { kLink = 0x6c696e6b, kDevice = 0x646576, kEdge = 0x656467 };

std::int64_t lastTick(double untilS, double startS) {
  return static_cast<std::int64_t>(std::floor((untilS - startS) / StateEstimator::kReportS));
}

}  // namespace

SimulatedMonitor::SimulatedMonitor(std::shared_ptr<const Conditions> conditions, const Noise& noise, double startS)
    : conditions_(std::move(conditions)), noise_(noise), startS_(startS) {
  // As a run begins: the round trip is known from its preparation.
  tell(RoundTripSeen{rttOf(0), startS});
}

double SimulatedMonitor::noiseOf(std::int64_t tick, std::uint64_t what) const {
  return FastRandom(noise_.seed ^ what, static_cast<std::uint64_t>(tick)).roughNormal();
}

// Probe and echo of a tick ask for the same.
double SimulatedMonitor::rttOf(std::int64_t tick) {
  if (tick != rttTick_) rttMs_ = conditions_->rttMs.at(timeOf(tick), rttAt_);
  rttTick_ = tick;
  return rttMs_;
}

void SimulatedMonitor::occupyLink(double sentS, double endS) {
  advanceLink(sentS);
  occupiedFromS_ = sentS;
  occupiedUntilS_ = endS;
  if (probe_.bytes == 0 || probe_.crossedS <= sentS) return;
  probe_ = {};
  tell(ProbeDisturbed{sentS});
}

void SimulatedMonitor::advanceLink(double untilS) {
  while (true) {
    const double tickS = timeOf(probeTick_);
    if (probe_.bytes > 0 && probe_.arrivesS <= std::min(untilS, tickS)) {
      tell(ProbeArrived{probe_.bytes, probe_.serializationMs, probe_.arrivesS});
      probe_ = {};
    } else if (tickS <= untilS) {
      const bool occupied = tickS >= occupiedFromS_ && tickS < occupiedUntilS_;
      if (probe_.bytes == 0 && !occupied) sendProbe(tickS);
      ++probeTick_;
    } else {
      return;
    }
  }
}

void SimulatedMonitor::sendProbe(double atS) {
  const std::uint64_t bytes = estimator_.probeBytes();
  const double onLinkS = conditions_->linkMbps.secondsFor(8e-6 * static_cast<double>(bytes), atS, linkAt_);
  const double noiseMs = kJitterMs * noiseOf(probeTick_, kLink);
  probe_ = {bytes, atS, atS + onLinkS, atS + onLinkS + 1e-3 * rttOf(probeTick_),
            std::max(1e3 * onLinkS + noiseMs, kLeastSerializationMs)};
  tell(ProbeSent{bytes, atS});
}

void SimulatedMonitor::advanceEchoes(double untilS) {
  echoTick_ = std::max(echoTick_, lastTick(untilS, startS_) - 8);  // only the last three count
  while (timeOf(echoTick_) <= untilS) {
    const double atS = timeOf(echoTick_);
    const double ms = rttOf(echoTick_);
    if (atS + 1e-3 * ms > untilS) return;
    tell(RoundTripSeen{ms, atS + 1e-3 * ms});
    ++echoTick_;
  }
}

void SimulatedMonitor::advanceReports(double untilS) {
  const std::int64_t last = lastTick(untilS, startS_);
  reportTick_ = std::max(reportTick_, last - 2);  // only the last three count
  for (; reportTick_ <= last; ++reportTick_) {
    const double atS = timeOf(reportTick_);
    const auto report = [&](Machine machine, const StepSeries& load, StepSeries::Cursor& at, double spread, What what) {
      tell(LoadReported{machine, slowdownAt(load.at(atS, at)) * (1 + spread * noiseOf(reportTick_, what)), atS});
    };
    report(Machine::Device, conditions_->deviceLoad, deviceAt_, noise_.deviceSpread, kDevice);
    report(Machine::Edge, conditions_->edgeLoad, edgeAt_, noise_.edgeSpread, kEdge);
  }
}

}  // namespace cleave
