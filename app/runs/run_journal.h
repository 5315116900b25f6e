// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/runs/run_header.h"
#include "core/types/request_record.h"

namespace cleave {

/// A run on disk, written as it goes: one JSON line for the header, then one a request and one a change of settings,
/// each handed to the system in one write, so that whatever kills the program the file opens up to its last whole
/// record. Locked while it is open: who finds it unlocked knows that its run is over, however it ended.
class RunJournal {
 public:
  /// Opens the file and leaves what it holds: a run that never begins must not wipe an earlier one.
  /// @throws Error when the file cannot be written, or another run is being recorded to it
  explicit RunJournal(const std::filesystem::path& file);
  ~RunJournal();
  RunJournal(const RunJournal&) = delete;
  RunJournal& operator=(const RunJournal&) = delete;

  /// Empties the file and writes the header.
  void begin(const RunHeader& header);
  /// @throws Error when the disk is full or gone
  void add(const RequestRecord& record);
  /// Before the record of the first request that it holds for.
  void add(const RunChange& change);

 private:
  void writeLine(std::string line);

  std::string name_;
  int fd_ = -1;
};

/// All of a journal but its records.
struct RunFrame {
  RunHeader header;
  std::vector<RunChange> changes;
  bool truncated = false;  ///< the last line was not whole and was left out
};

/// Hands every record to `take`, in order. @param progress 0..1, now and then
/// @throws Error when the file is missing or no run; Cancelled
RunFrame readJournal(const std::filesystem::path& file, const std::function<void(RequestRecord&&)>& take,
                     const std::function<void(double)>& progress = {}, const std::stop_token& stop = {});

struct Run {
  RunHeader header;
  std::vector<RequestRecord> records;
  bool truncated = false;  ///< as in RunFrame
  std::vector<RunChange> changes = {};
};

/// The whole journal. @throws Error when the file is missing or no run
Run readRun(const std::filesystem::path& file);

/// Whether its run is going on, in whatever program.
bool isBeingRecorded(const std::filesystem::path& file);

}  // namespace cleave
