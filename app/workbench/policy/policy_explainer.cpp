// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/policy/policy_explainer.h"

#include <exception>

#include "app/common/trained_policies.h"
#include "app/workbench/adapters/ui_data.h"

namespace cleave::workbench {
namespace {

using Clock = ExplanationScheduler::Clock;
constexpr std::chrono::milliseconds kToldEvery{50};

}  // namespace

PolicyExplainer::PolicyExplainer(QObject* parent) : QObject(parent) {}

template <class Change>
void PolicyExplainer::change(Change change) {
  {
    const std::scoped_lock lock(mutex_);
    change(scheduler_);
  }
  stepAt();
}

void PolicyExplainer::setTable(std::shared_ptr<const DecisionTable> table, const Reward& reward,
                               const std::string& model) {
  change([&](ExplanationScheduler& scheduler) { scheduler.setTable(std::move(table), reward, model); });
}

void PolicyExplainer::setPolicy(const std::string& policy) {
  change([&](ExplanationScheduler& scheduler) { scheduler.setPolicy(policy); });
}

void PolicyExplainer::setMap(int side, const std::string& policy) {
  change([&](ExplanationScheduler& scheduler) { scheduler.setMap(side, policy); });
}

void PolicyExplainer::observe(const Observation& observation, int decision, std::optional<std::uint64_t> request) {
  change([&](ExplanationScheduler& scheduler) { scheduler.observe(observation, decision, request); });
}

void PolicyExplainer::pick(std::optional<std::uint64_t> request) {
  change([&](ExplanationScheduler& scheduler) { scheduler.pick(request); });
}

void PolicyExplainer::ask(const ui::WhatIfValues& values) {
  change([&](ExplanationScheduler& scheduler) { scheduler.ask(values); });
}

void PolicyExplainer::follow() {
  change([](ExplanationScheduler& scheduler) { scheduler.follow(); });
}

void PolicyExplainer::stepAt(BackgroundWorker::Clock::time_point when) {
  worker_.add([this](const std::stop_token&) { step(); }, {.slot = 0, .notBefore = when});
}

void PolicyExplainer::step() {
  std::optional<Task> task;
  std::optional<Clock::time_point> due;
  {
    const std::scoped_lock lock(mutex_);
    task = scheduler_.take(Clock::now());
    if (!task) due = scheduler_.due();
  }
  if (!task) {
    if (due) stepAt(*due);
    return;
  }
  if (task->kind == Task::Kind::Map) {
    drawRow(*task);  // so at the end at most one row is waited for
  } else {
    explain(*task);
  }
  stepAt();
}

template <class Call>
void PolicyExplainer::post(const Task& task, Call call) {
  worker_.deliver([this, number = task.setting.number, call = std::move(call)] {
    {
      const std::scoped_lock lock(mutex_);
      if (scheduler_.number() != number) return;
    }
    call();
  });
}

bool PolicyExplainer::prepare(Made& made, const Task& task) {
  if (made.number == task.setting.number && made.policy == task.policy) return false;
  made.explainer.reset();  // before its table
  made.policy = task.policy;
  made.number = task.setting.number;
  made.table = task.setting.table;
  made.problem.clear();
  try {
    made.explainer =
        learn::makeExplainer(resolvedPolicy(task.policy), {*made.table, task.setting.reward, 1, task.setting.model});
  } catch (const std::exception& error) {
    made.problem = QString::fromUtf8(error.what());
  }
  return true;
}

void PolicyExplainer::explain(const Task& task) {
  const bool fresh = prepare(main_, task);
  if (!main_.explainer) {
    if (fresh) post(task, [this, problem = main_.problem] { Q_EMIT failed(problem); });
    return;
  }
  main_.explainer->explain(task.observation, explanation_);
  auto insight = std::make_shared<ui::PolicyInsight>(
      insightFrom(explanation_, main_.explainer->scores(), *main_.table, task.observation));
  insight->policy = QString::fromStdString(task.policy);
  insight->live = task.kind == Task::Kind::Live;
  insight->picked = task.picked;
  // What was really taken, even where the policy has just been changed or draws lots.
  if (task.decision >= 0) insight->chosen = task.decision;
  post(task,
       [this, insight = std::shared_ptr<const ui::PolicyInsight>(std::move(insight))] { Q_EMIT explained(insight); });
}

void PolicyExplainer::drawRow(const Task& task) {
  Drawing& drawing = drawings_[static_cast<std::size_t>(task.side)];
  const bool fresh = prepare(drawing.made, task);
  const auto finish = [&] {
    drawing.job.reset();
    change([&](ExplanationScheduler& scheduler) { scheduler.mapDone(task.side, task.ticket, Clock::now()); });
  };
  if (!drawing.made.explainer) {
    finish();
    post(task, [this, side = task.side, problem = drawing.made.problem] { Q_EMIT mapFailed(side, problem); });
    return;
  }
  if (fresh || !drawing.job || drawing.ticket != task.ticket) {
    drawing.job.emplace(QString::fromStdString(task.policy), task.observation);
    drawing.ticket = task.ticket;
    drawing.told = Clock::now();
  }
  drawing.job->step(*drawing.made.explainer, *drawing.made.table);
  if (drawing.job->done()) {
    auto map = drawing.job->take();
    finish();
    post(task, [this, side = task.side, map = std::move(map)] { Q_EMIT mapped(side, map); });
  } else if (Clock::now() - drawing.told > kToldEvery) {
    drawing.told = Clock::now();
    post(task, [this, side = task.side, done = drawing.job->share()] { Q_EMIT mapProgress(side, done); });
  }
}

}  // namespace cleave::workbench
