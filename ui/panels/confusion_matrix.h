// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cleave::ui {

/// How often a frame of one class was taken for another.
class ConfusionMatrix {
 public:
  static constexpr int kMostClasses = 1000;

  /// At least so many; more when a larger label comes.
  void setClasses(int classes);
  /// Negative or absurdly large numbers are not counted: false.
  bool add(int label, int prediction);
  void clear();

  [[nodiscard]] int classes() const { return classes_; }
  [[nodiscard]] std::uint64_t count(int label, int prediction) const { return counts_[place(label, prediction)]; }
  [[nodiscard]] std::uint64_t ofLabel(int label) const { return labels_[static_cast<std::size_t>(label)]; }
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] std::uint64_t correct() const { return correct_; }
  /// 0..1 of the frames of that class; 0 where there were none.
  [[nodiscard]] double share(int label, int prediction) const;

 private:
  [[nodiscard]] std::size_t place(int label, int prediction) const {
    return static_cast<std::size_t>(label) * static_cast<std::size_t>(classes_) + static_cast<std::size_t>(prediction);
  }

  int classes_ = 0;
  std::vector<std::uint64_t> counts_;
  std::vector<std::uint64_t> labels_;
  std::uint64_t total_ = 0, correct_ = 0;
};

}  // namespace cleave::ui
