// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <map>
#include <optional>
#include <vector>

namespace cleave::ui {

enum class TrainingKind { Policy, Network };

/// Paused: its process is asleep. Stopped: it ended with a checkpoint and can go on. Damaged: its folder cannot be
/// read.
enum class TrainingState { Queued, Running, Paused, Stopping, Done, Stopped, Failed, Damaged };

/// What a training has left on the disk.
struct TrainingFile {
  enum class Kind { Result, Early, Checkpoint };  ///< Early: a policy written before its training ended

  Kind kind = Kind::Result;
  QString name;
  QString path;
  QDateTime written;
  qint64 bytes = 0;
};

/// One training: one process, one seed.
struct TrainingInfo {
  QString id;
  QString name;
  QString group;  ///< trainings that differ by their seed alone share it
  QString what;   ///< "sac-d · lte-drive · seed 2"
  TrainingKind kind = TrainingKind::Policy;
  TrainingState state = TrainingState::Queued;
  QString error;                 ///< one sentence; empty where nothing is wrong
  QString phase;                 ///< after the training itself: "testing"; else empty
  double done = 0;               ///< 0..1
  double etaS = -1;              ///< seconds; negative = not known
  std::optional<double> latest;  ///< return of an episode, or accuracy of the last exit (0..1); mean of the last lines
  std::vector<TrainingFile> files;
};

/// What became of one seed. By name as in the metrics file, arrays as "train_accuracy/2"; x = requests or steps.
struct TrainingSeed {
  QString id;
  std::map<QString, QList<QPointF>> series;
};

/// All seeds of one training, each reduced to what a chart can show.
struct TrainingCurves {
  TrainingKind kind = TrainingKind::Policy;
  std::vector<TrainingSeed> seeds;
  std::map<QString, double> referenceReturn;     ///< of "oracle", "greedy"...
  std::map<QString, double> referenceViolation;  ///< share, 0..1
  qint64 lines = 0;                              ///< read so far; as many of the same training: nothing is new
};

/// What the user asks for.
struct TrainingRequest {
  TrainingKind kind = TrainingKind::Policy;
  QString name;       ///< empty: made from the rest
  QString algorithm;  ///< of policies
  QString scenario;   ///< name or file
  QStringList traces;
  QString model;  ///< file; empty: the default
  int seeds = 1;
  qint64 steps = 0;  ///< requests to learn from; 0: the algorithm's own
  QString dataset;   ///< of networks
  QString dataFolder;
  QString architecture;
  QString stages;
  int threads = 1;
};

/// What there is to choose from.
struct TrainingChoices {
  QStringList algorithms;
  QStringList scenarios;
  QStringList datasets;
  QStringList architectures;
  int threads = 1;  ///< that this machine has
};

[[nodiscard]] inline bool isAlive(TrainingState state) {
  return state == TrainingState::Running || state == TrainingState::Paused || state == TrainingState::Stopping;
}
[[nodiscard]] inline bool canResume(TrainingState state) {
  return state == TrainingState::Paused || state == TrainingState::Stopped || state == TrainingState::Failed;
}
[[nodiscard]] inline bool canStop(TrainingState state) {
  return state == TrainingState::Queued || isAlive(state);
}
/// A result or a checkpoint of a policy.
[[nodiscard]] inline bool hasPolicy(const TrainingInfo& info) {
  return info.kind == TrainingKind::Policy && !info.files.empty();
}

}  // namespace cleave::ui
