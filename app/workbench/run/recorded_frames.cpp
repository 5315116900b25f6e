// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/run/recorded_frames.h"

#include <algorithm>

namespace cleave::workbench {

std::shared_ptr<const SampleSet> recordedFrames(const SavedRun& run, const Manifest& model,
                                                const std::string& dataFolder, const std::stop_token& stop) {
  const RunTable& table = run.table;
  if (model.weightsChecksum != run.header.modelChecksum || table.size() == 0) return nullptr;
  const int last = *std::ranges::max_element(table.frame);
  if (last < 0 || last >= SampleSet::kMaxFrames) return nullptr;
  // A set begins alike however many images it has.
  auto samples = std::make_shared<SampleSet>(makeSamples(model, last + 1, run.header.seed, dataFolder, stop));
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto frame = static_cast<std::size_t>(table.frame[row]);  // a negative one is greater than any
    const bool known = frame < samples->labels.size();
    if (!known || (table.label[row] >= 0 && table.label[row] != samples->labels[frame])) return nullptr;
  }
  return samples;
}

}  // namespace cleave::workbench
