// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/workbench/train/detached_process.h"
#include "app/workbench/train/training_spec.h"
#include "ui/train/training_types.h"

namespace cleave::workbench {

/// One training's folder: job.json (what it is), pid (the process that works or worked at it), log.txt (what that said
/// last), metrics.jsonl, the result and its *.checkpoint, and `stop` where the user wants it to rest. Its state follows
/// from these files and from the process alone, so that any program can take it over at any time.
///
/// A pause puts the process to sleep (SIGSTOP): that is instant, works in every phase, loses no step, and survives our
/// own end. Only a reboot ends a paused training, and then its last checkpoint, seconds old, goes on. A stop is SIGINT:
/// cleave-cli writes a checkpoint and ends, and the same command goes on from it.
class TrainingFolder {
 public:
  /// Opens what is there. Never throws: what cannot be read is shown as Damaged.
  explicit TrainingFolder(std::filesystem::path folder);
  /// Makes a new one. @throws Error when the place cannot be written
  static TrainingFolder make(const std::filesystem::path& folder, const TrainingSpec& spec);

  /// How it stands now; reads a few small files.
  [[nodiscard]] ui::TrainingInfo look() const;
  [[nodiscard]] ui::TrainingState state() const;
  [[nodiscard]] const std::optional<TrainingSpec>& spec() const { return spec_; }
  [[nodiscard]] std::filesystem::path metrics() const { return folder_ / "metrics.jsonl"; }

  /// Starts the program on it. @throws Error when it cannot
  void start(const std::filesystem::path& program);
  void pause() const;
  /// Wakes it, or puts it back into the queue.
  void resume() const;
  /// Asks it to write a checkpoint and end; ends it at once where it was asked already.
  void stop() const;
  /// @throws Error when it is still alive or cannot be deleted
  void remove() const;

  /// The policy file to use now: the result where there is one. Else the checkpoint is made one, which takes a second:
  /// nothing is returned, and pollEarly() tells. @throws Error when there is nothing yet
  std::optional<std::filesystem::path> policyNow(const std::filesystem::path& program);
  /// The early policy that was asked for, once it is written. @throws Error when it could not be written
  std::optional<std::filesystem::path> pollEarly();

 private:
  [[nodiscard]] std::optional<ProcessMark> mark() const;
  [[nodiscard]] std::filesystem::path result() const { return folder_ / spec_->result; }
  [[nodiscard]] std::filesystem::path checkpoint() const;
  [[nodiscard]] std::vector<std::string> command(const std::filesystem::path& program) const;
  [[nodiscard]] std::string whyItEnded() const;

  std::filesystem::path folder_;
  std::optional<TrainingSpec> spec_;
  std::string damage_;  ///< why there is no spec
  std::optional<ProcessMark> early_;
};

}  // namespace cleave::workbench
