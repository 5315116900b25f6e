// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/trace_split.h"

#include <algorithm>
#include <filesystem>

#include "core/types/error.h"
#include "rl/learn/provenance.h"

namespace cleave {
namespace {

std::vector<learn::Provenance::TraceDigest> digestsOf(const std::vector<std::string>& files) {
  const std::vector<std::filesystem::path> paths(files.begin(), files.end());
  return learn::digestsOf(paths);
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
  const auto digests = digestsOf(trained);
  for (const auto& digest : digestsOf(judged)) {
    if (std::ranges::find(digests, digest.checksum, &learn::Provenance::TraceDigest::checksum) == digests.end())
      continue;
    throw UsageError(digest.name +
                     " is used for both training and evaluation: learned policies must be evaluated on unseen traces.");
  }
  return split;
}

}  // namespace cleave
