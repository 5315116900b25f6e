// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cleave {

/// What policies meet: everything but who decides, and the seed.
struct SweepConditions {
  std::string scenario;  ///< name or file
  std::string model;     ///< file
  std::string device;    ///< empty: the scenario's
  double deviceSpeed = 1;
  double targetMs = 0;  ///< 0: the scenario's

  friend bool operator==(const SweepConditions&, const SweepConditions&) = default;
};

/// Who decides.
struct SweepEntrant {
  std::string algorithm;              ///< a learner, a rule, or kReferences
  std::int64_t steps = 0;             ///< of a learner; 0: the algorithm's own
  std::vector<std::string> settings;  ///< "KEY=VALUE", of a learner

  friend bool operator==(const SweepEntrant&, const SweepEntrant&) = default;
};

/// Stands for the oracle and every fixed decision, which all scores are measured against; part of every sweep.
inline constexpr const char* kReferences = "references";

/// One job.
struct SweepCase {
  SweepConditions conditions;
  SweepEntrant entrant;
  std::uint64_t seed = 1;

  /// "lte-drive, alexnet-fashion, 60 ms, sac-d, seed 3"
  [[nodiscard]] std::string name() const;
};

/// Lists of what is combined with each other, and what is the same for all.
struct SweepPlan {
  std::vector<std::string> scenarios;
  std::vector<std::string> algorithms;
  std::vector<std::uint64_t> seeds;
  std::vector<std::string> models;   ///< files
  std::vector<std::string> devices;  ///< empty: the scenarios'
  std::vector<double> deviceSpeeds{1};
  std::vector<double> targetsMs;    ///< empty: the scenarios'
  std::vector<std::int64_t> steps;  ///< empty: the algorithms' own
  /// A learner's number and the values that it takes. Learners that have no such number, and rules, go without.
  std::vector<std::pair<std::string, std::vector<std::string>>> settings;

  std::string edge = "reference";   ///< as in MachineNames
  std::vector<std::string> traces;  ///< to evaluate on in place of the scenarios' links; may be empty
  std::vector<std::string> trainTraces;
  int requests = 250;  ///< in each world that policies are evaluated in
  int worlds = 8;      ///< at least so many for each seed
};

/// How many casesOf() has, without making them: lists multiply.
double jobCount(const SweepPlan& plan);

/// Every combination, always in the same order.
std::vector<SweepConditions> conditionsOf(const SweepPlan& plan);
/// The references first.
std::vector<SweepEntrant> entrantsOf(const SweepPlan& plan);
std::vector<SweepCase> casesOf(const SweepPlan& plan);

}  // namespace cleave
