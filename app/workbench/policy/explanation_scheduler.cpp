// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/policy/explanation_scheduler.h"

#include "app/workbench/adapters/ui_data.h"
#include "app/workbench/policy/decision_map_job.h"

namespace cleave::workbench {

// Everything that was answered is to be answered again.
void ExplanationScheduler::renew() {
  ++setting_.number;
  liveWaits_ = seen_;
  askedWaits_ = asked_.has_value();
  lastLive_ = {};
  for (auto& map : maps_) map.open = map.known = false;  // a file of the same name may be another one now
}

void ExplanationScheduler::setTable(std::shared_ptr<const DecisionTable> table, const Reward& reward,
                                    const std::string& model) {
  setting_.table = std::move(table);
  setting_.reward = reward;
  setting_.model = model;
  seen_ = false;  // of other machines
  past_.clear();
  picked_.reset();
  asked_.reset();
  renew();
}

void ExplanationScheduler::setPolicy(const std::string& policy) {
  policy_ = policy;
  renew();
}

void ExplanationScheduler::setMap(int side, const std::string& policy) {
  Map& map = maps_[static_cast<std::size_t>(side)];
  map.policy = policy;
  map.open = map.known = false;
}

void ExplanationScheduler::observe(const Observation& observation, int decision, std::optional<std::uint64_t> request) {
  live_ = observation;
  liveDecision_ = decision;
  seen_ = true;
  if (request) past_.push({*request, observation, decision});
  if (!picked_) liveWaits_ = true;
}

void ExplanationScheduler::pick(std::optional<std::uint64_t> request) {
  const bool had = picked_.has_value();
  picked_.reset();
  if (request) {
    const auto wanted = static_cast<double>(*request);
    const std::size_t at =
        ui::lowerBound(past_, wanted, [](const Past& past) { return static_cast<double>(past.request); });
    if (at < past_.size() && past_[at].request == *request) picked_ = past_[at];
  }
  if (!had && !picked_) return;
  liveWaits_ = seen_;
  lastLive_ = {};
}

void ExplanationScheduler::ask(const ui::WhatIfValues& values) {
  if (!seen_) return;
  if (!asked_) askedBase_ = live_;
  asked_ = observationWith(askedBase_, values);
  askedWaits_ = true;
}

void ExplanationScheduler::follow() {
  asked_.reset();
  askedWaits_ = false;
  liveWaits_ = seen_;
  lastLive_ = {};
}

void ExplanationScheduler::reviewMaps(Clock::time_point now) {
  const Observation& base = asked_ ? *asked_ : live_;
  for (auto& map : maps_) {
    if (map.policy.empty()) continue;
    const bool other = !map.known || map.base.targetMs != base.targetMs;
    // A run that drifts lets a map that is being drawn be finished: else none ever would be.
    const bool patient = !asked_ && (map.open || now < map.doneAt + kMapGap);
    if (!other && (patient || sameMap(map.base, base))) continue;
    map.base = base;
    map.known = map.open = true;
    ++map.ticket;
  }
}

std::optional<ExplanationScheduler::Task> ExplanationScheduler::take(Clock::time_point now) {
  if (!ready()) return std::nullopt;
  reviewMaps(now);
  Task task;
  task.setting = setting_;
  task.policy = policy_;
  if (askedWaits_ && !policy_.empty()) {
    askedWaits_ = false;
    task.kind = Task::Kind::Asked;
    task.observation = *asked_;
    return task;
  }
  if (liveWaits_ && !policy_.empty() && now >= lastLive_ + kLiveGap) {
    liveWaits_ = false;
    lastLive_ = now;
    task.kind = Task::Kind::Live;
    task.observation = picked_ ? picked_->observation : live_;
    task.decision = picked_ ? picked_->decision : liveDecision_;
    if (picked_) task.picked = picked_->request;
    return task;
  }
  for (int i = 0; i < kSides; ++i) {
    const int side = (nextSide_ + i) % kSides;
    const Map& map = maps_[static_cast<std::size_t>(side)];
    if (!map.open) continue;
    nextSide_ = (side + 1) % kSides;  // both grow together
    task.kind = Task::Kind::Map;
    task.policy = map.policy;
    task.observation = map.base;
    task.side = side;
    task.ticket = map.ticket;
    return task;
  }
  return std::nullopt;
}

std::optional<ExplanationScheduler::Clock::time_point> ExplanationScheduler::due() const {
  if (!ready() || !liveWaits_ || policy_.empty()) return std::nullopt;
  return lastLive_ + kLiveGap;
}

void ExplanationScheduler::mapDone(int side, std::uint64_t ticket, Clock::time_point now) {
  Map& map = maps_[static_cast<std::size_t>(side)];
  if (map.ticket != ticket) return;
  map.open = false;
  map.doneAt = now;
}

}  // namespace cleave::workbench
