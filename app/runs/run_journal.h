// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/runs/decisions_csv.h"
#include "app/runs/layers_csv.h"
#include "app/runs/row_file.h"
#include "app/runs/run_header.h"
#include "core/types/request_record.h"

namespace cleave {

/// A run on disk, written as it goes: a folder of the files that run_files.h names. A request's row in requests.csv is
/// its last: whatever kills the program, the run opens up to the last one that is whole. The folder is locked while it
/// is written: who finds it unlocked knows that its run is over, however it ended.
class RunJournal {
 public:
  /// Makes the folder, and leaves what is in it: a run that never begins must not wipe an earlier one.
  /// @throws Error when it cannot be written, holds something else, or another run is being recorded to it
  explicit RunJournal(const std::filesystem::path& folder);
  /// Of a run that never began nothing is left.
  ~RunJournal();

  /// Empties the files and writes the header.
  void begin(const RunHeader& header);
  /// @param context what it was decided from; nullptr: nobody knows @throws Error when the disk is full or gone
  void add(const RequestRecord& record, const DecisionContext* context = nullptr);
  /// Before the record of the first request that it holds for.
  void add(const RunChange& change);

 private:
  [[nodiscard]] RowFile& file(std::optional<RowFile>& file, const char* name);

  std::filesystem::path folder_;
  std::optional<RowFile> requests_;  ///< the one that is locked
  std::optional<RowFile> layers_;
  std::optional<RowFile> changes_;
  std::optional<RowFile> decisions_;
  std::optional<LayersCsv> ofLayers_;
  std::vector<std::string> policies_;  ///< that the records count
  std::string row_;
};

/// Whether its run is going on, in whatever program. @param journal a folder, or the file of an older version
bool isBeingRecorded(const std::filesystem::path& journal);

/// Whether no run has ever begun in it, although it is there.
bool neverBegan(const std::filesystem::path& journal);

/// Removes the files of a run, and the folder when nothing else is in it.
void removeJournal(const std::filesystem::path& journal);

}  // namespace cleave
