// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/experiment/experiment_events.h"
#include "app/experiment/live_settings.h"
#include "app/runs/run_journal.h"

namespace cleave {

/// Keeps a run: the only one that writes its journal, and that tells whoever watches of records and changes.
class RunRecorder {
 public:
  /// @param journal empty: nothing is written @param events outlive this
  /// @throws Error when the journal cannot be written
  RunRecorder(const std::filesystem::path& journal, const ExperimentEvents& events);

  /// @param settings those that the header describes
  void begin(const RunHeader& header, const LiveSettings& settings, const std::shared_ptr<const SampleSet>& samples);
  /// Writes down what the user changed since the request before. @param device that the run has now
  void note(const LiveSettings& settings, const DeviceChoice& device, std::uint64_t request, double atS);
  /// To the journal and to whoever watches; a full disk ends the run, but the record is told.
  void keep(const RequestRecord& record, const DecisionContext& context);

  /// What RequestRecord::policy says of this one.
  [[nodiscard]] int indexOf(const std::string& policy) const;

 private:
  void change(const RunChange& change);

  const ExperimentEvents& events_;
  std::optional<RunJournal> journal_;
  LiveSettings noted_;                 ///< what journal and watchers know
  std::vector<std::string> policies_;  ///< as policiesOf() has them
};

}  // namespace cleave
