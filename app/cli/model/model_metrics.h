// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "app/cli/metrics_file.h"
#include "core/model/manifest.h"
#include "core/train/trainer.h"

namespace cleave::cli {

/// One report of a network's training as a JSON line: step, steps, loss, rate, eta_s, and by exit train_loss and
/// train_accuracy.
std::string toJsonLine(const TrainProgress& progress);

/// What a network's training writes to --metrics: a line a second while it trains; then lines with "phase"
/// ("calibrating", "testing", "measuring") and "done" (0..1); at last one with the exits' "accuracy" on test images.
class ModelMetrics {
 public:
  /// @param file empty: nothing is written
  explicit ModelMetrics(std::filesystem::path file) : file_(std::move(file)) {}

  /// The first report says whether the file goes on or starts anew. @throws Error when it cannot be written
  void add(const TrainProgress& progress);
  /// At most one line a second. Nothing before the first report.
  void addPhase(const char* phase, double done);
  void addAccuracy(const Manifest& manifest);

 private:
  using Clock = std::chrono::steady_clock;

  std::filesystem::path file_;
  std::optional<MetricsFile> out_;
  std::int64_t steps_ = 0;
  std::string phase_;
  Clock::time_point phaseStart_;
  Clock::time_point written_;
};

}  // namespace cleave::cli
