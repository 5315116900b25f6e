// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "app/workbench/background/background_worker.h"
#include "app/workbench/train/training_queue.h"
#include "ui/train/train_panel.h"

namespace cleave::workbench {

struct TrainingControllerOptions {
  std::filesystem::path folder;   ///< of the trainings; empty: "trainings" where the user's data lives
  std::filesystem::path program;  ///< cleave-cli; empty: beside this program
  std::filesystem::path model;    ///< what policies are trained for unless the user says otherwise; empty: the default
  int atOnce = 0;                 ///< cores that trainings may take; 0: all but one
};

/// Binds the queue of trainings to the Train panel. The queue lives on a thread of its own, for it reads and syncs
/// files; it looks around four times a second and delivers what it sees. Its end ends no training.
class TrainingController : public QObject {
  Q_OBJECT

 public:
  /// The panel outlives it.
  TrainingController(ui::TrainPanel& panel, TrainingControllerOptions options, QObject* parent = nullptr);

  /// The model that is open: policies are trained for it from now on.
  void setModel(const std::filesystem::path& model) { options_.model = model; }
  /// What can be chosen: names and files.
  void setScenarios(const QStringList& scenarios);
  /// "43 % - 2 min left"; empty while nothing trains.
  [[nodiscard]] QString titleProgress() const { return title_; }

 Q_SIGNALS:
  void titleProgressChanged(const QString& progress);
  /// A policy file is ready to be used by the live run.
  void usePolicyRequested(const QString& path);
  void openModelRequested(const QString& path);
  /// Trainings that are done, or were already when the window opened, left these policy files; each is told once.
  void policiesTrained(const QStringList& files);
  /// A training ended since the last look: "done", "failed: why", for a log or a notice.
  void trainingEnded(const ui::TrainingInfo& training);

 private:
  using Order = std::function<void(TrainingQueue&)>;
  /// What looks have found that the GUI thread has not taken yet.
  struct Updates {
    std::optional<std::vector<ui::TrainingInfo>> trainings;  ///< unless looking failed
    QString id;                                              ///< whose curves
    std::optional<ui::TrainingCurves> curves;                ///< if they have changed
    std::vector<TrainingQueue::Usable> usable;
    QString error;  ///< the latest one, of an order or of a look
    /// What there is only once must not be lost.
    void merge(Updates newer);
  };

  void order(Order order);
  void orderEach(const QStringList& ids, void (TrainingQueue::*what)(const std::string&));
  void train(const ui::TrainingRequest& request);
  // On the worker.
  TrainingQueue& queue();
  void lookAt(BackgroundWorker::Clock::time_point when);
  void look();
  void find(Updates& updates);
  // On the GUI thread.
  void showPending();
  void showTrainings(std::vector<ui::TrainingInfo> trainings);
  void tellEnds(const std::vector<ui::TrainingInfo>& trainings);
  void tellPolicies(const std::vector<ui::TrainingInfo>& trainings);

  ui::TrainPanel& panel_;
  TrainingControllerOptions options_;
  QString title_;
  std::map<QString, ui::TrainingState> states_;
  QSet<QString> told_;                  ///< policy files
  std::optional<TrainingQueue> queue_;  // these are the worker's
  QString error_;
  std::string current_;
  qint64 lines_ = -1;
  std::string shown_;
  std::mutex mutex_;
  std::optional<Updates> pending_;  ///< under the mutex; its delivery is on the way
  /// Last: it uses all of the above. It completes orders: a training that was just started must not be lost.
  BackgroundWorker worker_{*this, BackgroundWorker::Priority::Normal, BackgroundWorker::AtEnd::FinishWaiting};
};

}  // namespace cleave::workbench
