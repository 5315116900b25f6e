// SPDX-License-Identifier: GPL-3.0-or-later
#include "rl/nn/state_file.h"

#include <fstream>
#include <iterator>
#include <string>

#include "core/model/model.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave::learn {
namespace {

constexpr int kVersion = 1;

}  // namespace

void StateReader::fail() {
  throw Error("it is truncated or contains the state of another learner");
}

// "KIND VERSION CHECKSUM\n" HEADER "\n" BODY; the checksum is over all that follows its line.
void writeStateFile(const std::filesystem::path& file, std::string_view kind, const StateFile& content) {
  std::string rest = content.header + '\n';
  rest.append(content.body.begin(), content.body.end());
  const std::string whole = std::string(kind) + ' ' + std::to_string(kVersion) + ' ' +
                            checksumHex(std::as_bytes(std::span(rest))) + '\n' + rest;
  writeFileAtomically(file, std::as_bytes(std::span(whole)));
}

StateFile readStateFile(const std::filesystem::path& file, std::string_view kind) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(file.string() + " cannot be opened: check that it exists and is readable.");
  std::string first;
  std::getline(in, first);
  const std::string start = std::string(kind) + ' ';
  if (!first.starts_with(start)) throw Error(file.string() + " is not a " + std::string(kind) + " file.");
  const auto blank = first.find(' ', start.size());
  const std::string version = first.substr(start.size(), blank - start.size());
  if (version != std::to_string(kVersion)) {
    throw Error(file.string() + " has format version " + version + ", but this version of Cleave reads " +
                std::to_string(kVersion) + ": use the version of Cleave that wrote it.");
  }
  const std::string rest((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto end = rest.find('\n');
  if (blank == std::string::npos || end == std::string::npos ||
      checksumHex(std::as_bytes(std::span(rest))) != first.substr(blank + 1)) {
    throw Error(file.string() + " is damaged (checksum mismatch): restore it from a copy or train it again.");
  }
  return {rest.substr(0, end), {rest.begin() + static_cast<std::ptrdiff_t>(end) + 1, rest.end()}};
}

}  // namespace cleave::learn
