// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/evaluate/recovery.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cleave {
namespace {

constexpr double kStepS = 0.1;  // recovery is looked for in steps of this
constexpr double kSameTimeS = 1e-6;

struct Decided {
  double atS = 0;  // arrival
  int decision = 0;
  bool late = false;
};

std::vector<Decided> decisionsOf(const PolicyFactory& make, SimulatedEnvironment environment, double untilS,
                                 std::uint64_t seed) {
  const auto policy = make(environment, seed);
  std::vector<Decided> decided;
  while (environment.nowS() < untilS) {
    const Observation& seen = environment.observation();
    const double atS = environment.nowS() - 1e-3 * seen.waitedMs;
    const double targetMs = seen.targetMs;
    const int decision = policy->decide(seen);
    const StepResult result = environment.step(decision);
    decided.push_back({atS, decision, targetMs > 0 && result.latencyMs > targetMs});
  }
  return decided;
}

// Requests of the disturbed environment with whether the undisturbed one decided the same at that time.
struct Compared {
  double atS = 0;
  bool same = false;
};

void compareDecisions(const std::vector<Decided>& disturbed, const std::vector<Decided>& undisturbed,
                      std::vector<Compared>& all) {
  std::size_t other = 0;
  for (const Decided& one : disturbed) {
    while (other + 1 < undisturbed.size() && undisturbed[other + 1].atS < one.atS + kSameTimeS) ++other;
    all.push_back({one.atS, !undisturbed.empty() && undisturbed[other].decision == one.decision});
  }
}

double shareOfSame(const std::vector<Compared>& all, double beginS, double endS) {
  int count = 0;
  int same = 0;
  for (const Compared& one : all) {
    if (one.atS < beginS || one.atS >= endS) continue;
    ++count;
    if (one.same) ++same;
  }
  return count > 0 ? static_cast<double>(same) / count : 1;
}

}  // namespace

Recovery measureRecovery(const PolicyFactory& make, const std::shared_ptr<const DecisionTable>& table,
                         const Scenario& scenario, const Pulse& pulse, int environments, std::uint64_t seed) {
  const double untilS = pulse.endS() + kWatchedS + kRecoveredS;
  std::vector<Compared> compared;
  std::array<int, 2> late{};
  std::array<int, 2> requests{};
  for (int i = 0; i < environments; ++i) {
    const std::uint64_t own = seed + static_cast<std::uint64_t>(i);
    const auto undisturbed = realise(scenario, own, untilS + kWatchedS);
    const auto disturbed = std::make_shared<const Conditions>(withPulse(*undisturbed, pulse, untilS + kWatchedS));
    std::array<std::vector<Decided>, 2> decided;
    for (std::size_t with = 0; with < 2; ++with) {
      const SimulatedEnvironment environment(table, with == 1 ? disturbed : undisturbed,
                                             environmentOptions(scenario, own));
      decided[with] = decisionsOf(make, environment, untilS, own);
      for (const Decided& one : decided[with]) {
        if (one.atS < pulse.endS() || one.atS >= pulse.endS() + kWatchedS) continue;
        ++requests[with];
        if (one.late) ++late[with];
      }
    }
    compareDecisions(decided[1], decided[0], compared);
  }
  Recovery recovery;
  recovery.shareInPulse = shareOfSame(compared, pulse.startS, pulse.endS());
  recovery.shareAfter2S = shareOfSame(compared, pulse.endS() + 2, pulse.endS() + 2 + kRecoveredS);
  const auto share = [](int part, int whole) { return whole > 0 ? static_cast<double>(part) / whole : 0; };
  recovery.violationsWithout = share(late[0], requests[0]);
  recovery.violationsAfter = share(late[1], requests[1]);
  for (int step = 0; step * kStepS <= kWatchedS; ++step) {
    const double beginS = pulse.endS() + step * kStepS;
    if (shareOfSame(compared, beginS, beginS + kRecoveredS) < kRecoveredShare) continue;
    recovery.recoveryS = step * kStepS;
    break;
  }
  return recovery;
}

std::vector<Pulse> standardPulses() {
  constexpr std::array<double, 3> kLoads{0.5, 0.8, 0.95};
  constexpr std::array<double, 3> kFactors{0.3, 0.1, 0.01};
  std::vector<Pulse> pulses;
  for (const double seconds : {0.5, 2.0, 10.0}) {
    for (std::size_t height = 0; height < kLoads.size(); ++height) {
      Pulse edge{10, seconds, 0, kLoads[height], 1};
      Pulse link{10, seconds, 0, 0, kFactors[height]};
      Pulse both{10, seconds, 0, kLoads[height], kFactors[height]};
      pulses.insert(pulses.end(), {edge, {10, seconds, kLoads[height], 0, 1}, link, both});
    }
  }
  return pulses;
}

}  // namespace cleave
