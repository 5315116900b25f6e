// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sweep/sweep_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "app/sweep/sweep_text.h"
#include "core/model/model.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/environment/scenario_text.h"
#include "rl/learn/provenance.h"

namespace cleave {
namespace {

constexpr const char* kPlan = "plan.sweep";
constexpr const char* kMark = "# fingerprint ";

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string numbered(std::size_t index, const char* suffix) {
  std::string number = std::to_string(index);
  if (number.size() < 6) number.insert(0, 6 - number.size(), '0');
  return number + suffix;
}

void writeText(const std::filesystem::path& file, const std::string& text) {
  writeFileAtomically(file, std::as_bytes(std::span(text)));
}

int lockOf(const std::filesystem::path& folder) {
  const auto file = folder / ".lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) throw Error(folder.string() + " cannot be written: choose another folder with --out.");
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(fd);
    throw Error("Another sweep is running in " + folder.string() + ": wait until it ends, or choose another --out.");
  }
  return fd;
}

}  // namespace

std::string fingerprintOf(const SweepPlan& plan) {
  std::string all = toText(plan);
  const auto add = [&](const std::string& file) {
    std::error_code failed;
    if (std::filesystem::is_regular_file(file, failed)) {
      const std::string content = contentOf(file);
      all += checksumHex(std::as_bytes(std::span(content))) + '\n';
    }
  };
  for (const auto& name : plan.scenarios) {
    const Scenario scenario = findScenario(name);
    all += learn::conditionsIn(toText(scenario));
    for (const auto& file : filesOf(scenario)) add(file.string());
    add(scenario.device);
  }
  for (const auto* files : {&plan.models, &plan.devices, &plan.traces, &plan.trainTraces}) {
    for (const auto& file : *files) add(file);
  }
  add(plan.edge);
  return checksumHex(std::as_bytes(std::span(all)));
}

SweepFolder::SweepFolder(std::filesystem::path folder, const SweepPlan& plan)
    : folder_(std::filesystem::absolute(folder)), cases_(casesOf(plan)) {
  std::error_code failed;
  for (const char* part : {"results", "policies"}) std::filesystem::create_directories(folder_ / part, failed);
  if (failed) throw Error(folder_.string() + " cannot be created (" + failed.message() + "): choose another --out.");
  lock_ = lockOf(folder_);
  try {
    const std::string mark = kMark + fingerprintOf(plan) + '\n';
    const auto file = folder_ / kPlan;
    if (!std::filesystem::exists(file)) {
      writeText(file, mark + toText(plan));
    } else if (!contentOf(file).starts_with(mark)) {
      throw Error(folder_.string() +
                  " contains another sweep, or a file used by this sweep has changed since: choose another --out or "
                  "delete that folder.");
    }
  } catch (...) {
    ::close(lock_);
    throw;
  }
}

SweepFolder::~SweepFolder() {
  ::close(lock_);
}

std::vector<Job> SweepFolder::jobs(const std::filesystem::path& program) const {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    jobs.push_back({cases_[i].name(),
                    {program.string(), "sweep-job", folder_.string(), std::to_string(i)},
                    resultFile(folder_, i)});
  }
  return jobs;
}

std::vector<std::optional<SweepResult>> SweepFolder::results() const {
  std::vector<std::optional<SweepResult>> results;
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    const auto file = resultFile(folder_, i);
    results.emplace_back();
    if (std::filesystem::is_regular_file(file))
      results.back() = sweepResultFromJson(contentOf(file), cases_[i], file.string());
  }
  return results;
}

SweepPlan planIn(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / kPlan)) {
    throw Error(folder.string() + " is not a sweep folder: it does not contain " + kPlan + ".");
  }
  return readSweep(folder / kPlan);
}

std::filesystem::path resultFile(const std::filesystem::path& folder, std::size_t index) {
  return folder / "results" / numbered(index, ".json");
}

std::filesystem::path policyFile(const std::filesystem::path& folder, std::size_t index) {
  return folder / "policies" / numbered(index, ".cleavepolicy");
}

}  // namespace cleave
