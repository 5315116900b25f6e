// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/predict/decision_table.h"

#include <algorithm>

namespace cleave {
namespace {

constexpr double kUnknownMbps = 1;  // cautious: a feature that does not fit there is not sent blindly

// Whether `a` can stand in for `b` at any time; of two equals the first does.
bool dominates(const DecisionCost& a, const DecisionCost& b, bool first) {
  if (b.alone && !a.alone) return false;  // it waits for no link
  if (a.accuracy < b.accuracy || a.deviceMs > b.deviceMs || a.edgeMs > b.edgeMs || a.payloadBytes > b.payloadBytes) {
    return false;
  }
  return first || a.accuracy > b.accuracy || a.deviceMs < b.deviceMs || a.edgeMs < b.edgeMs ||
         a.payloadBytes < b.payloadBytes;
}

}  // namespace

DecisionTable::DecisionTable(const DecisionSpace& space, const AccuracyTable& accuracy, const LatencyModel& latency,
                             const std::vector<DecisionMeasurement>& measured)
    : space_(space) {
  for (int i = 0; i < space_.size(); ++i) {
    DecisionCost cost;
    cost.decision = space_.at(i);
    cost.known = accuracy.at(i).has_value();
    cost.accuracy = accuracy.at(i).value_or(0);
    cost.deviceMs = latency.deviceMs(cost.decision);
    cost.edgeMs = latency.edgeMs(cost.decision);
    cost.alone = cost.decision.partition == space_.pathLength(cost.decision.exit);
    cost.payloadBytes = cost.payloadP95 = cost.alone ? 0 : latency.payloadBytes(cost.decision);
    if (!cost.alone && measured.size() == static_cast<std::size_t>(space_.size())) {
      cost.payloadP95 = std::max(cost.payloadBytes, measured[static_cast<std::size_t>(i)].p95Bytes);
    }
    costs_.push_back(cost);
    if (cost.alone && cost.known) alone_.push_back(i);
  }
  for (std::size_t i = 0; i < costs_.size(); ++i) {
    costs_[i].useful = costs_[i].known;
    for (std::size_t j = 0; j < costs_.size() && costs_[i].useful; ++j) {
      if (j != i && costs_[j].known && dominates(costs_[j], costs_[i], j < i)) costs_[i].useful = false;
    }
  }
}

int DecisionTable::deviceOnly() const {
  const int exit = space_.exitCount();
  return space_.indexOf({exit, space_.pathLength(exit), 32}).value();
}

double predictMs(const DecisionCost& cost, const Observation& o, double mbps) {
  const double rate = mbps > 0 ? mbps : kUnknownMbps;
  return o.waitedMs + cost.deviceMs * o.deviceSlowdown + cost.edgeMs * o.edgeSlowdown +
         (cost.alone ? 0 : cost.payloadBytes * 8e-3 / rate + o.rttMs);
}

}  // namespace cleave
