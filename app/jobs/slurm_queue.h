// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace cleave {

/// sbatch, squeue and scancel, as PATH has them. Each call ends one of them that hangs.
class SlurmQueue {
 public:
  /// @param folder for what they say
  explicit SlurmQueue(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Submits a script as an array of `count` tasks. @returns the array's number
  /// @throws Error with what sbatch says; Cancelled at the stop, while sbatch hangs
  [[nodiscard]] std::string submit(const std::filesystem::path& script, std::size_t count, int atOnce,
                                   const std::vector<std::string>& more, const std::stop_token& stop) const;
  /// Our own tasks that are in the queue, "17_3" (array and task), and whether each runs by now.
  /// @throws Error with what squeue says; Cancelled at the stop, while squeue hangs
  [[nodiscard]] std::map<std::string, bool> tasks(const std::stop_token& stop) const;
  /// Takes arrays out of the queue, whatever their tasks do. That scancel refuses is no error: they may be gone by now.
  /// @throws Error when scancel does not end within a few seconds
  void cancel(const std::vector<std::string>& arrays) const;

 private:
  [[nodiscard]] std::string ask(const std::vector<std::string>& argv, const std::stop_token& stop,
                                std::chrono::milliseconds longest) const;

  std::filesystem::path folder_;
};

}  // namespace cleave
