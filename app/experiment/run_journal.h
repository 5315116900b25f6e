// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/plain/network_description.h"
#include "core/plain/request_record.h"

namespace cleave {

/// What a run was when it began, beside its records: enough to draw it.
struct RunHeader {
  std::string model;  ///< name
  std::string modelChecksum;
  std::string policy;
  std::string agent;      ///< "local" or HOST:PORT, as it was asked for
  std::string startedAt;  ///< UTC, ISO 8601
  std::string version;    ///< of Cleave
  std::string machine;    ///< processor of the edge
  double targetMs = 0;
  double linkMbps = 0;                      ///< rate limit at the start; 0 = none
  std::string deviceMachine;                ///< processor or board of the device; empty in older runs
  std::string emulated;                     ///< the device that it stood in for; empty: itself
  std::string devicePrecision = "float32";  ///< of the device's layers: float32 or int8
  std::uint64_t seed = 1;
  NetworkDescription network;
  std::string scenario = {};  ///< its name; empty: none
};

/// A run on disk, written as it goes: one JSON line for the header, then one a request, each handed to the system in
/// one write, so that whatever kills the program the file opens up to its last whole record.
class RunJournal {
 public:
  /// Opens the file and leaves what it holds: a run that never begins must not wipe an earlier one.
  /// @throws Error when the file cannot be written
  explicit RunJournal(const std::filesystem::path& file);
  ~RunJournal();
  RunJournal(const RunJournal&) = delete;
  RunJournal& operator=(const RunJournal&) = delete;

  /// Empties the file and writes the header.
  void begin(const RunHeader& header);
  /// @throws Error when the disk is full or gone
  void add(const RequestRecord& record);

 private:
  void writeLine(std::string line);

  std::string name_;
  int fd_ = -1;
};

struct Run {
  RunHeader header;
  std::vector<RequestRecord> records;
  bool truncated = false;  ///< the last line was not whole and was left out
};

/// @throws Error when the file is missing or no run
Run readRun(const std::filesystem::path& file);

}  // namespace cleave
