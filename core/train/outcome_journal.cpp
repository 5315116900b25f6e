// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/outcome_journal.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/plain/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cleave-table";

std::string toLine(int image, const DecisionOutcomes& outcomes) {
  std::string correct;
  for (const auto one : outcomes.correct) correct += one != 0 ? '1' : '0';
  return Json{{"image", image}, {"correct", correct}, {"bytes", outcomes.bytes}}.dump() + '\n';
}

}  // namespace

OutcomeJournal::OutcomeJournal(std::filesystem::path file, const std::string& fingerprint, std::size_t decisions)
    : file_(std::move(file)) {
  if (file_.empty()) return;
  read(fingerprint, decisions);
  // Written anew from what could be read: a line that was cut off in the middle is dropped.
  out_.reset(std::fopen(file_.c_str(), "w"));
  if (!out_) throw Error("Cannot write " + file_.string() + ": choose a folder that can be written.");
  std::fputs((Json{{"format", kFormat}, {"fingerprint", fingerprint}}.dump() + '\n').c_str(), out_.get());
  for (const auto& [image, outcomes] : outcomes_) std::fputs(toLine(image, outcomes).c_str(), out_.get());
  std::fflush(out_.get());
}

void OutcomeJournal::read(const std::string& fingerprint, std::size_t decisions) {
  std::ifstream in(file_);
  std::string line;
  if (!in || !std::getline(in, line)) return;
  const Json head = Json::parse(line, nullptr, false);
  const auto says = [&](const char* key, const std::string& text) {
    const auto found = head.find(key);  // end() too where it is no object
    return found != head.end() && *found == text;
  };
  if (head.is_discarded() || !says("format", kFormat) || !says("fingerprint", fingerprint)) {
    throw Error(file_.string() + " belongs to another measurement: delete it to start anew.");
  }
  while (std::getline(in, line)) {
    try {
      const Json json = Json::parse(line);
      DecisionOutcomes outcomes;
      for (const char one : json.at("correct").get<std::string>()) {
        outcomes.correct.push_back(one == '1' ? std::uint8_t{1} : std::uint8_t{0});
      }
      json.at("bytes").get_to(outcomes.bytes);
      if (outcomes.correct.size() != decisions || outcomes.bytes.size() != decisions) return;
      outcomes_[json.at("image").get<int>()] = std::move(outcomes);
    } catch (const Json::exception&) {
      return;  // cut off here
    }
  }
}

void OutcomeJournal::add(int image, DecisionOutcomes outcomes) {
  if (out_) {
    const std::string line = toLine(image, outcomes);
    if (std::fwrite(line.data(), 1, line.size(), out_.get()) != line.size() || std::fflush(out_.get()) != 0) {
      throw Error("Cannot write " + file_.string() + ": is the disk full?");
    }
  }
  outcomes_[image] = std::move(outcomes);
}

void OutcomeJournal::remove() {
  out_.reset();
  std::error_code ignored;
  if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

}  // namespace cleave
