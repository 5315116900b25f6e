// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/confusion_matrix.h"

#include <algorithm>

namespace cleave::ui {

void ConfusionMatrix::setClasses(int classes) {
  classes = std::min(classes, kMostClasses);
  if (classes <= classes_) return;
  const auto side = static_cast<std::size_t>(classes);
  std::vector<std::uint64_t> wider(side * side);
  for (int label = 0; label < classes_; ++label) {
    for (int prediction = 0; prediction < classes_; ++prediction) {
      wider[static_cast<std::size_t>(label) * side + static_cast<std::size_t>(prediction)] = count(label, prediction);
    }
  }
  counts_ = std::move(wider);
  labels_.resize(side);
  classes_ = classes;
}

bool ConfusionMatrix::add(int label, int prediction) {
  if (label < 0 || prediction < 0 || label >= kMostClasses || prediction >= kMostClasses) return false;
  setClasses(std::max(label, prediction) + 1);
  ++counts_[place(label, prediction)];
  ++labels_[static_cast<std::size_t>(label)];
  ++total_;
  correct_ += label == prediction ? 1 : 0;
  return true;
}

void ConfusionMatrix::clear() {
  std::fill(counts_.begin(), counts_.end(), 0);
  std::fill(labels_.begin(), labels_.end(), 0);
  total_ = correct_ = 0;
}

double ConfusionMatrix::share(int label, int prediction) const {
  const std::uint64_t of = ofLabel(label);
  return of == 0 ? 0 : static_cast<double>(count(label, prediction)) / static_cast<double>(of);
}

}  // namespace cleave::ui
