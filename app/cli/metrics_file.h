// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace cleave::cli {

/// A file of JSON lines that grows with a training, each with a "step". A training that goes on from a checkpoint drops
/// the lines that a kill left beyond it, so that no step is there twice.
class MetricsFile {
 public:
  /// Starts anew at step 0. @throws Error when the file cannot be written
  MetricsFile(const std::filesystem::path& file, std::int64_t fromStep);
  /// Whether nothing of an earlier training was kept.
  [[nodiscard]] bool isEmpty() const { return empty_; }
  /// @throws Error when the disk is full
  void add(const std::string& line);

 private:
  std::filesystem::path file_;
  std::ofstream out_;
  bool empty_ = true;
};

}  // namespace cleave::cli
