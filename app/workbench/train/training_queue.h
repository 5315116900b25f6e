// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/workbench/train/metrics_tail.h"
#include "app/workbench/train/training_folder.h"

namespace cleave::workbench {

struct QueueOptions {
  std::filesystem::path folder;   ///< made where it is missing
  std::filesystem::path program;  ///< cleave-cli
  int atOnce = 0;                 ///< cores that trainings may take; 0: all but one, at least one
};

/// Trainings, one sub-folder each, in the order in which they were asked for. All state lies in the folders, so a new
/// queue over the same folder goes on where the last one was, even after kill -9: what still runs is adopted, what was
/// cut off can be resumed. Not for the GUI thread: it reads and syncs files. One thread at a time.
class TrainingQueue {
 public:
  /// @throws Error when the folder cannot be made
  explicit TrainingQueue(QueueOptions options);
  ~TrainingQueue();
  TrainingQueue(const TrainingQueue&) = delete;
  TrainingQueue& operator=(const TrainingQueue&) = delete;

  /// Looks at all folders, starts what has a core to itself, and tells how all of them stand. To be called a few times
  /// a second. Of several queues over one folder only one starts trainings; the others see and steer them.
  std::vector<ui::TrainingInfo> look();

  /// @returns its id. @throws Error when it cannot be written
  std::string add(const TrainingSpec& spec);
  /// All of these do nothing for an id that is not there, or a state that they do not fit.
  /// @throws Error with one sentence when it cannot be done
  void pause(const std::string& id);
  void resume(const std::string& id);
  void stop(const std::string& id);
  void remove(const std::string& id);
  /// takeUsable() has the file, at once or a second later.
  void use(const std::string& id);

  struct Usable {
    std::filesystem::path policy;
    std::string error;  ///< in its place
  };
  std::vector<Usable> takeUsable();

  /// Of the training and of the others of its group. Follows the files of one group at a time.
  ui::TrainingCurves curves(const std::string& id);

  [[nodiscard]] int atOnce() const { return options_.atOnce; }

 private:
  void scan();
  void startWhatMay(std::vector<ui::TrainingInfo>& all);
  bool mayStart();
  TrainingFolder* find(const std::string& id);

  QueueOptions options_;
  int lock_ = -1;
  std::map<std::string, TrainingFolder> folders_;  // by id, which sorts by time
  std::map<std::string, MetricsTail> tails_;
  std::vector<Usable> usable_;
};

}  // namespace cleave::workbench
