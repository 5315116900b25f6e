// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "core/types/network_description.h"

namespace cleave::ui {

/// What the workbench shows of an opened model.
struct ModelSummary {
  QString name;
  NetworkDescription network;
  std::vector<QString> classes;
  std::vector<double> exitAccuracy;  ///< fractions, exit 1 first; may be empty
};

/// A run that was opened from its file.
struct RecordedRun {
  QString path;
  ModelSummary model;  ///< that ran; classes and accuracies where they are known
  QString device;
  QString policy;
  QString scenario;   ///< empty: none
  QString startedAt;  ///< as the user reads it
  double targetMs = 0;
  std::uint64_t requests = 0;
  bool truncated = false;  ///< it was killed, and its last record is not whole
};

/// A run on disk that may be opened.
struct RunFile {
  QString path;
  QString text;
};

/// What the user sets for a run.
struct RunSettings {
  QString policy;
  double targetMs = 100;
  double linkMbps = 0;  ///< 0 = the link as it is

  friend bool operator==(const RunSettings&, const RunSettings&) = default;
};

enum class RunState { Idle, Connecting, Running, Paused, Finished, Failed };

}  // namespace cleave::ui
