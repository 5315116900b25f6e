// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <array>
#include <mutex>

#include "app/workbench/background/background_worker.h"
#include "app/workbench/policy/decision_map_job.h"
#include "app/workbench/policy/explanation_scheduler.h"

namespace cleave::workbench {

/// Explains decisions on a thread of its own. All members but the destructor may be called from any thread and return
/// at once; of each kind of question only the latest is answered. The signals come in the thread that this lives in,
/// and nothing comes of a table or policy that has been replaced.
class PolicyExplainer : public QObject {
  Q_OBJECT

 public:
  explicit PolicyExplainer(QObject* parent = nullptr);

  /// Another model or other machines: what was observed and asked is forgotten. nullptr: nothing to explain.
  void setTable(std::shared_ptr<const DecisionTable> table, const Reward& reward, const std::string& model);
  /// The run's policy, as LiveSettings has it; a file is read again.
  void setPolicy(const std::string& policy);
  /// Whose decision map is wanted on a side (0, 1); empty: none. It is renewed when what it depends on changes.
  void setMap(int side, const std::string& policy);
  /// What the run's policy sees, and the index of what it took (-1: there is no run). Cheap.
  /// @param request its number; none: there is no run
  void observe(const Observation& observation, int decision, std::optional<std::uint64_t> request = {});
  /// This request in place of the latest, while it is remembered; nullopt: the latest again.
  void pick(std::optional<std::uint64_t> request);
  /// What if? On top of the observation of the moment when it was asked first.
  void ask(const ui::WhatIfValues& values);
  void follow();

 Q_SIGNALS:
  void explained(std::shared_ptr<const cleave::ui::PolicyInsight> insight);
  void failed(const QString& sentence);
  /// Now and then while it takes long: 0..1.
  void mapProgress(int side, double done);
  void mapped(int side, std::shared_ptr<const cleave::ui::DecisionMapData> map);
  void mapFailed(int side, const QString& sentence);

 private:
  using Task = ExplanationScheduler::Task;
  /// An explainer with what it was made from; or why there is none.
  struct Made {
    std::string policy;
    std::uint64_t number = 0;
    std::shared_ptr<const DecisionTable> table;
    std::unique_ptr<learn::Explainer> explainer;
    QString problem;
  };

  /// On the worker: does what is most urgent, and comes again while something is left.
  void step();
  void stepAt(BackgroundWorker::Clock::time_point when = {});
  void explain(const Task& task);
  void drawRow(const Task& task);
  /// Makes it where it is not there yet. @returns whether it was made now
  static bool prepare(Made& made, const Task& task);
  /// In this object's thread, if the task's setting still holds then.
  template <class Call>
  void post(const Task& task, Call call);
  /// Changes what the scheduler knows and wakes the worker.
  template <class Change>
  void change(Change change);

  std::mutex mutex_;
  ExplanationScheduler scheduler_;  ///< under the mutex

  // The worker's own.
  Made main_;
  struct Drawing {
    Made made;
    std::uint64_t ticket = 0;
    std::optional<DecisionMapJob> job;
    ExplanationScheduler::Clock::time_point told{};
  };
  std::array<Drawing, ExplanationScheduler::kSides> drawings_;
  learn::Explanation explanation_;
  BackgroundWorker worker_{*this};  ///< last: it uses all of the above
};

}  // namespace cleave::workbench
