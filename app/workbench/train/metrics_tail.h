// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>

#include "ui/train/training_types.h"

namespace cleave::workbench {

/// Follows a metrics file while it grows. Reads what is new, at most kMostBytes a call; a line that is not whole yet
/// waits. A file that was replaced or cut short (a training that starts anew) is read from its beginning.
class MetricsTail {
 public:
  static constexpr std::size_t kMostBytes = 1 << 20;

  explicit MetricsTail(std::filesystem::path file) : file_(std::move(file)) {}

  /// @returns whether anything new came
  bool read();
  /// Lines so far, those of earlier files included.
  [[nodiscard]] qint64 lines() const { return lines_; }
  /// Every number of every line, by its name; see TrainingSeed.
  [[nodiscard]] const std::map<QString, QList<QPointF>>& series() const { return series_; }
  [[nodiscard]] const std::map<QString, double>& referenceReturn() const { return referenceReturn_; }
  [[nodiscard]] const std::map<QString, double>& referenceViolation() const { return referenceViolation_; }

 private:
  void restart();
  void take(const std::string& line);

  std::filesystem::path file_;
  ino_t inode_ = 0;
  off_t at_ = 0;
  std::string partial_;
  qint64 lines_ = 0;
  std::map<QString, QList<QPointF>> series_;
  std::map<QString, double> referenceReturn_;
  std::map<QString, double> referenceViolation_;
};

/// At most `most` points, each the mean of its neighbours.
QList<QPointF> reduced(const QList<QPointF>& points, qsizetype most);

}  // namespace cleave::workbench
