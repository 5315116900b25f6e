// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/sweep_table.h"

#include <cmath>
#include <cstdio>
#include <limits>

#include "rl/evaluate/normalised_score.h"

namespace cleave {
namespace {

constexpr std::uint64_t kBootstrapSeed = 1;

using Seeds = std::vector<const SweepResult*>;  // by seed; nullptr where there is none

const SweepScore* fixedIn(const SweepResult& references, const std::string& decision) {
  for (const auto& [name, score] : references.fixed) {
    if (name == decision) return &score;
  }
  return nullptr;
}

// The decision with the best mean reward over the seeds; empty where there is none.
std::string bestFixed(const Seeds& references) {
  std::string best;
  double most = -std::numeric_limits<double>::infinity();
  for (const SweepResult* first : references) {
    if (first == nullptr) continue;
    for (const auto& [decision, unused] : first->fixed) {
      double sum = 0;
      double count = 0;
      for (const SweepResult* one : references) {
        if (one == nullptr) continue;
        const SweepScore* score = fixedIn(*one, decision);
        sum += score != nullptr ? score->meanReward : -std::numeric_limits<double>::infinity();
        ++count;
      }
      if (sum / count > most) {
        most = sum / count;
        best = decision;
      }
    }
    break;
  }
  return best;
}

// The worlds of one seed are alike, so that several seeds say how far they differ. One seed only has its course.
Proportion violationsOver(const std::vector<SweepScore>& seeds) {
  if (seeds.size() == 1) {
    return wilsonOfShare(seeds[0].requests > 0 ? seeds[0].late / seeds[0].requests : 0, seeds[0].effectiveRequests);
  }
  ClusteredTally tally;
  for (std::size_t s = 0; s < seeds.size(); ++s) {
    tally.addMany(static_cast<std::int64_t>(s), std::llround(seeds[s].late), std::llround(seeds[s].requests));
  }
  return tally.proportion();
}

/// All rows of one set of conditions.
class Block {
 public:
  Block(const SweepConditions& conditions, Seeds references)
      : conditions_(conditions), references_(std::move(references)), fixed_(bestFixed(references_)) {}

  void add(const SweepEntrant& entrant, const Seeds& seeds, std::vector<SweepRow>& rows) const {
    std::vector<const SweepScore*> scores;
    for (const SweepResult* one : seeds) scores.push_back(one != nullptr ? &one->score : nullptr);
    std::string settings;
    for (const auto& setting : entrant.settings) settings += (settings.empty() ? "" : " ") + setting;
    add(entrant, settings, seeds, scores, rows);
  }
  void addFixed(std::vector<SweepRow>& rows) const {
    std::vector<const SweepScore*> scores;
    for (const SweepResult* one : references_) scores.push_back(one != nullptr ? fixedIn(*one, fixed_) : nullptr);
    add({"best-fixed", 0, {}}, fixed_, references_, scores, rows);
  }

 private:
  void add(const SweepEntrant& entrant, const std::string& settings, const Seeds& seeds,
           const std::vector<const SweepScore*>& scores, std::vector<SweepRow>& rows) const {
    std::vector<SweepScore> there;
    std::vector<double> rewards;
    std::vector<double> normalised;
    SweepRow row;
    for (std::size_t s = 0; s < seeds.size(); ++s) {
      if (seeds[s] == nullptr || scores[s] == nullptr) continue;
      there.push_back(*scores[s]);
      rewards.push_back(scores[s]->meanReward);
      normalised.push_back(normalisedIn(s, scores[s]->meanReward));
      row.trainingS += seeds[s]->trainingS;
      row.scenario = seeds[s]->scenario;
      row.model = seeds[s]->model;
      row.device = seeds[s]->device;
      row.targetMs = seeds[s]->targetMs;
    }
    if (there.empty()) return;
    row.deviceSpeed = conditions_.deviceSpeed;
    row.algorithm = entrant.algorithm;
    row.steps = entrant.steps;
    row.settings = settings;
    row.seeds = there.size();
    row.trainingS /= static_cast<double>(there.size());
    row.mean = pooled(there);
    row.violations = violationsOver(there);
    row.reward = bootstrapIqm({rewards}, kBootstrapSeed);
    row.score = bootstrapIqm({normalised}, kBootstrapSeed);
    rows.push_back(std::move(row));
  }

  [[nodiscard]] double normalisedIn(std::size_t seed, double reward) const {
    const SweepResult* references = references_[seed];
    const SweepScore* fixed = references != nullptr ? fixedIn(*references, fixed_) : nullptr;
    if (fixed == nullptr) return std::numeric_limits<double>::quiet_NaN();
    return normalisedScore(reward, fixed->meanReward, references->score.meanReward);
  }

  const SweepConditions& conditions_;
  Seeds references_;
  std::string fixed_;
};

}  // namespace

std::vector<SweepRow> sweepTable(const SweepPlan& plan, const std::vector<std::optional<SweepResult>>& results) {
  const auto entrants = entrantsOf(plan);
  std::vector<SweepRow> rows;
  std::size_t next = 0;
  const auto take = [&] {
    Seeds seeds;
    for (std::size_t s = 0; s < plan.seeds.size(); ++s, ++next) {
      seeds.push_back(next < results.size() && results[next] ? &*results[next] : nullptr);
    }
    return seeds;
  };
  for (const auto& conditions : conditionsOf(plan)) {
    const Seeds references = take();  // the first of entrantsOf()
    const Block block(conditions, references);
    block.addFixed(rows);
    for (std::size_t e = 1; e < entrants.size(); ++e) block.add(entrants[e], take(), rows);
    block.add({"oracle", 0, {}}, references, rows);
  }
  return rows;
}

std::string conditionsLabel(const SweepRow& row, const std::vector<SweepRow>& rows) {
  const auto varies = [&](auto part) {
    for (const auto& other : rows) {
      if (other.*part != row.*part) return true;
    }
    return false;
  };
  std::string label = row.scenario;
  char number[32];
  if (varies(&SweepRow::model)) label += ", " + row.model;
  if (varies(&SweepRow::device)) label += ", " + row.device;
  if (varies(&SweepRow::deviceSpeed)) {
    std::snprintf(number, sizeof number, ", speed %g", row.deviceSpeed);
    label += number;
  }
  if (varies(&SweepRow::targetMs)) {
    std::snprintf(number, sizeof number, ", %g ms", row.targetMs);
    label += number;
  }
  return label;
}

std::string entrantLabel(const SweepRow& row) {
  std::string label = row.algorithm;
  if (row.steps > 0) label += ", " + std::to_string(row.steps) + " steps";
  if (!row.settings.empty() && row.algorithm != "best-fixed") label += ", " + row.settings;
  return label;
}

}  // namespace cleave
