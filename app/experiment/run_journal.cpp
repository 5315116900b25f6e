// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment/run_journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/model/network_json.h"
#include "core/plain/error.h"

namespace cleave {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "cleave-run";
constexpr int kVersion = 1;

template <class Header, class Visit>
void visitFields(Header& header, Visit visit) {
  visit("model", header.model);
  visit("model_checksum", header.modelChecksum);
  visit("policy", header.policy);
  visit("agent", header.agent);
  visit("started_at", header.startedAt);
  visit("cleave", header.version);
  visit("machine", header.machine);
  visit("target_ms", header.targetMs);
  visit("link_mbps", header.linkMbps);
  visit("seed", header.seed);
}

RunHeader headerFromJson(const std::string& line, const std::string& name) {
  try {
    const Json json = Json::parse(line);
    if (json.value("format", "") != kFormat) throw Error("its first line is not a run's header");
    const int version = json.at("version").get<int>();
    if (version != kVersion)
      throw Error("it has format version " + std::to_string(version) + ": install a newer Cleave");
    RunHeader header;
    visitFields(header, [&](const char* key, auto& value) { json.at(key).get_to(value); });
    header.deviceMachine = json.value("device_machine", "");
    header.emulated = json.value("emulated", "");
    header.scenario = json.value("scenario", "");
    header.devicePrecision = json.value("device_precision", "float32");
    header.network = networkFromJson(json.at("network"));
    return header;
  } catch (const std::exception& error) {
    throw Error(name + " is not a run that Cleave can read: " + error.what() + ".");
  }
}

}  // namespace

RunJournal::RunJournal(const std::filesystem::path& file) : name_(file.string()) {
  fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (fd_ < 0)
    throw Error(name_ + " cannot be written (" + std::strerror(errno) + "): choose another place for the run.");
}

void RunJournal::begin(const RunHeader& header) {
  if (::ftruncate(fd_, 0) != 0 && errno != EINVAL) {  // a pipe has no length
    throw Error(name_ + " cannot be emptied (" + std::strerror(errno) + "): choose another place for the run.");
  }
  Json json{{"format", kFormat}, {"version", kVersion}};
  visitFields(header, [&](const char* key, const auto& value) { json[key] = value; });
  json["device_machine"] = header.deviceMachine;
  json["emulated"] = header.emulated;
  if (!header.scenario.empty()) json["scenario"] = header.scenario;
  json["device_precision"] = header.devicePrecision;
  json["network"] = networkToJson(header.network);
  writeLine(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

RunJournal::~RunJournal() {
  ::close(fd_);
}

void RunJournal::add(const RequestRecord& record) {
  writeLine(toJson(record));
}

void RunJournal::writeLine(std::string line) {
  line += '\n';
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      throw Error(name_ + " cannot be written any more (" + std::strerror(errno) + "): make room, then run again.");
    }
  }
}

Run readRun(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(file.string() + " cannot be opened: check that it exists and may be read.");
  std::string line;
  std::getline(in, line);
  Run run{headerFromJson(line, file.string()), {}, false};
  while (std::getline(in, line)) {
    try {
      run.records.push_back(recordFromJson(line));
    } catch (const Error&) {
      if (in.peek() != std::char_traits<char>::eof()) {
        throw Error(file.string() + ", line " + std::to_string(run.records.size() + 2) +
                    ", is not a request record: restore the file, or cut it there.");
      }
      run.truncated = true;  // the program was killed in the middle of this line
    }
  }
  return run;
}

}  // namespace cleave
