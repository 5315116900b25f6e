// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/run_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "app/runs/changes_csv.h"
#include "app/runs/requests_csv.h"
#include "app/runs/run_files.h"
#include "core/types/error.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

/// Where the rows of a journal are that its lock and its emptiness show.
fs::path lockedFile(const fs::path& journal) {
  std::error_code ignored;
  return fs::is_directory(journal, ignored) ? journal / kRequestsFile : journal;
}

void makeFolder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    throw Error(folder.string() +
                " is a file, but a run is recorded to a folder: choose another location for the run.");
  }
  if (!fs::is_directory(folder, error)) fs::create_directories(folder, error);
  if (!error && !fs::exists(folder / kRequestsFile, error) && !error && !fs::is_empty(folder, error) && !error) {
    throw Error(folder.string() + " holds other files than a run's: choose another location for the run.");
  }
  if (error) {
    throw Error(folder.string() + " cannot be written (" + error.message() + "): choose another location for the run.");
  }
}

}  // namespace

RunJournal::RunJournal(const fs::path& folder) : folder_(folder) {
  makeFolder(folder_);
  requests_.emplace(folder_ / kRequestsFile);
  if (!requests_->lock()) {
    throw Error(folder_.string() + " is in use by another run: choose another location for this one.");
  }
}

RunJournal::~RunJournal() {
  if (neverBegan(folder_)) removeJournal(folder_);
}

RowFile& RunJournal::file(std::optional<RowFile>& file, const char* name) {
  if (!file) file.emplace(folder_ / name);
  return *file;
}

void RunJournal::begin(const RunHeader& header) {
  RunHeader head = header;
  head.scenarioText.clear();
  policies_ = {header.policy};
  ofLayers_.emplace(header.network);
  requests_->begin({});  // until the last of the new files is there, no run is
  RowFile(folder_ / kHeaderFile).begin(toJson(head) + '\n');
  std::error_code ignored;
  fs::remove(folder_ / kScenarioFile, ignored);
  if (!header.scenarioText.empty()) RowFile(folder_ / kScenarioFile).begin(header.scenarioText);
  file(changes_, kChangesFile).begin(changesCsv({}));
  row_.clear();
  appendDecisionsHeader(row_);
  file(decisions_, kDecisionsFile).begin(row_);
  row_.clear();
  ofLayers_->appendHeader(row_);
  file(layers_, kLayersFile).begin(row_);
  row_.clear();
  appendRequestsHeader(row_);
  requests_->begin(row_);
}

void RunJournal::add(const RequestRecord& record, const DecisionContext* context) {
  row_.clear();
  ofLayers_->append(row_, record);
  layers_->append(row_);
  row_.clear();
  appendDecision(row_, record.id, context != nullptr ? *context : DecisionContext{});
  decisions_->append(row_);
  row_.clear();
  appendRequest(row_, record, policies_);
  requests_->append(row_);
}

void RunJournal::add(const RunChange& change) {
  row_.clear();
  appendChange(row_, change);
  changes_->append(row_);
  const bool known = std::ranges::find(policies_, change.value) != policies_.end();
  if (change.setting == "policy" && !known) policies_.push_back(change.value);
}

bool isBeingRecorded(const fs::path& journal) {
  const int fd = ::open(lockedFile(journal).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool locked = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(fd);
  return locked;
}

bool neverBegan(const fs::path& journal) {
  std::error_code error;
  const auto size = fs::file_size(lockedFile(journal), error);
  return error ? fs::is_directory(journal) && fs::is_empty(journal, error) : size == 0;
}

void removeJournal(const fs::path& journal) {
  std::error_code ignored;
  for (const char* name : {kHeaderFile, kScenarioFile, kLayersFile, kChangesFile, kDecisionsFile, kRequestsFile}) {
    fs::remove(journal / name, ignored);
  }
  fs::remove(journal, ignored);  // not when something else is in it
}

}  // namespace cleave
