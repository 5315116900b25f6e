// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace cleave {

/// sbatch, squeue and scancel, as PATH has them.
class SlurmQueue {
 public:
  /// @param folder for what they say
  explicit SlurmQueue(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Submits a script as an array of `count` tasks. @returns the array's number
  /// @throws Error with what sbatch says
  [[nodiscard]] std::string submit(const std::filesystem::path& script, std::size_t count, int atOnce,
                                   const std::vector<std::string>& more) const;
  /// Our own tasks that are in the queue, "17_3" (array and task), and whether each runs by now.
  /// @throws Error with what squeue says
  [[nodiscard]] std::map<std::string, bool> tasks() const;
  /// Takes arrays out of the queue, whatever their tasks do. Errors are nothing to anybody then.
  void cancel(const std::vector<std::string>& arrays) const;

 private:
  [[nodiscard]] std::string ask(const std::vector<std::string>& argv) const;

  std::filesystem::path folder_;
};

}  // namespace cleave
