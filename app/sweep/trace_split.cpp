// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/trace_split.h"

#include <algorithm>
#include <filesystem>

#include "core/types/error.h"
#include "rl/learn/provenance.h"

namespace cleave {
namespace {

std::vector<learn::Provenance::TraceMark> marksOf(const std::vector<std::string>& files) {
  const std::vector<std::filesystem::path> paths(files.begin(), files.end());
  return learn::marksOf(paths);
}

}  // namespace

bool splitTraces(std::vector<std::string>& judged, std::vector<std::string>& trained, bool learners) {
  if (judged.empty()) {
    if (trained.empty()) return false;
    throw UsageError("There are traces to train on but none to evaluate on: add some (--trace; in a sweep: traces).");
  }
  if (!learners) return false;
  const bool split = trained.empty();
  if (split) {
    if (judged.size() < 2)
      throw UsageError(
          "One trace cannot be used for both training and evaluation: add more traces, or separate ones to train on "
          "(--train-trace; in a sweep: train_traces).");
    const auto all = std::move(judged);
    judged.clear();
    for (std::size_t i = 0; i < all.size(); ++i) (i % 2 == 0 ? trained : judged).push_back(all[i]);
  }
  const auto marks = marksOf(trained);
  for (const auto& mark : marksOf(judged)) {
    if (std::ranges::find(marks, mark.checksum, &learn::Provenance::TraceMark::checksum) == marks.end()) continue;
    throw UsageError(mark.name +
                     " is used for both training and evaluation: learned policies must be evaluated on unseen traces.");
  }
  return split;
}

}  // namespace cleave
