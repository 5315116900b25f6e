// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/outcome_journal.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/types/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cleave-table";
constexpr int kOpenAttempts = 100;

std::string toLine(int image, const DecisionOutcomes& outcomes) {
  std::string correct;
  for (const auto one : outcomes.correct) correct += one != 0 ? '1' : '0';
  return Json{{"image", image}, {"correct", correct}, {"bytes", outcomes.bytes}}.dump() + '\n';
}

DecisionOutcomes fromLine(const Json& json) {
  DecisionOutcomes outcomes;
  for (const char one : json.at("correct").get<std::string>()) {
    outcomes.correct.push_back(one == '1' ? std::uint8_t{1} : std::uint8_t{0});
  }
  json.at("bytes").get_to(outcomes.bytes);
  return outcomes;
}

bool liesAt(const std::filesystem::path& file, std::FILE* opened) {
  struct stat there {};
  struct stat mine {};
  return ::stat(file.c_str(), &there) == 0 && ::fstat(::fileno(opened), &mine) == 0 && there.st_dev == mine.st_dev &&
         there.st_ino == mine.st_ino;
}

// Who ends removes the file, perhaps between our opening it and our locking it: then it is opened again.
std::FILE* openLocked(const std::filesystem::path& file) {
  for (int attempt = 0; attempt < kOpenAttempts; ++attempt) {
    std::FILE* const opened = std::fopen(file.c_str(), "a+e");
    if (opened == nullptr) {
      throw Error("Cannot write " + file.string() + " (" + std::strerror(errno) + "): choose a writable folder.");
    }
    // A file system that knows no locks refuses otherwise, and is then used without.
    const bool taken = ::flock(::fileno(opened), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!taken && liesAt(file, opened)) return opened;
    std::fclose(opened);
    if (taken) break;
  }
  throw Error(
      file.string() +
      " is in use by another measurement of the same model: wait until it ends, or measure a copy of the model.");
}

}  // namespace

OutcomeJournal::OutcomeJournal(std::filesystem::path file, const std::string& fingerprint, std::size_t decisions)
    : file_(std::move(file)) {
  if (file_.empty()) return;
  out_.reset(openLocked(file_));
  std::setvbuf(out_.get(), nullptr, _IONBF, 0);  // a line that failed must not come out later
  const std::string head = Json{{"format", kFormat}, {"fingerprint", fingerprint}}.dump();
  read(head, decisions);
  cutAtEnd();
  if (end_ == 0) append(head + '\n');
}

void OutcomeJournal::read(const std::string& head, std::size_t decisions) {
  std::ifstream in(file_, std::ios::binary);
  std::string line;
  const bool any = static_cast<bool>(std::getline(in, line));
  if (!any && !in.eof()) throw Error(file_.string() + " cannot be read: delete it to start over.");
  const bool whole = !in.eof();
  if (whole ? line != head : !head.starts_with(line)) {
    throw Error(file_.string() + " belongs to another measurement: delete it to start over.");
  }
  if (!whole) return;  // new, or cut off in its very first line
  end_ = line.size() + 1;
  while (std::getline(in, line) && !in.eof()) {  // at the end of the file without a line's end: cut off
    end_ += line.size() + 1;
    const Json json = Json::parse(line, nullptr, false);
    try {
      const int image = json.at("image").get<int>();
      DecisionOutcomes outcomes = fromLine(json);
      const bool fits = image >= 0 && outcomes.correct.size() == decisions && outcomes.bytes.size() == decisions;
      if (fits) outcomes_[image] = std::move(outcomes);
    } catch (const Json::exception&) {
      continue;  // damaged: that image is measured again
    }
  }
}

void OutcomeJournal::cutAtEnd() const {
  struct stat now {};
  const int file = ::fileno(out_.get());
  if (::fstat(file, &now) != 0 || static_cast<std::uintmax_t>(now.st_size) <= end_) return;
  if (::ftruncate(file, static_cast<off_t>(end_)) != 0) {
    throw Error("Cannot write " + file_.string() + " (" + std::strerror(errno) + "): delete it to start over.");
  }
}

void OutcomeJournal::append(std::string_view line) {
  if (std::fwrite(line.data(), 1, line.size(), out_.get()) != line.size()) {
    const std::string why = std::strerror(errno);
    cutAtEnd();  // so that another line starts where this one would have
    throw Error("Cannot write " + file_.string() + " (" + why +
                "): free disk space and run the same command again to resume.");
  }
  end_ += line.size();
}

void OutcomeJournal::add(int image, DecisionOutcomes outcomes) {
  if (out_) append(toLine(image, outcomes));
  outcomes_[image] = std::move(outcomes);
}

void OutcomeJournal::remove() {
  std::error_code ignored;
  // While it is still locked, and only our own: somebody may have deleted it and begun another.
  if (out_ && liesAt(file_, out_.get())) std::filesystem::remove(file_, ignored);
  out_.reset();
}

}  // namespace cleave
