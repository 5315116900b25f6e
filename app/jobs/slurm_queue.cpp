// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/slurm_queue.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "app/jobs/child_process.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

// Slurm's programs give up on a controller by themselves, after less than this.
constexpr auto kLongest = 10min;
// Of scancel, while the user waits for the end.
constexpr auto kPatience = 3s;

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string firstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

bool isNumber(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

// The answer goes through files rather than pipes: nobody has to read while the program waits.
std::string SlurmQueue::ask(const std::vector<std::string>& argv, const std::stop_token& stop,
                            std::chrono::milliseconds longest) const {
  const auto out = folder_ / (argv.front() + ".out");
  const auto errors = folder_ / (argv.front() + ".err");
  const auto end = ChildProcess({argv, out, errors, {}}).wait(stop, longest);
  const std::string said = firstLine(contentOf(errors));
  const std::string answer = contentOf(out);
  std::error_code ignored;
  std::filesystem::remove(out, ignored);
  std::filesystem::remove(errors, ignored);
  if (!end && stop.stop_requested()) throw Cancelled();
  if (!end) {
    throw Error("Slurm's " + argv.front() + " did not answer in time and was ended" +
                "; check the state of the cluster with sinfo.");
  }
  if (!end->well()) {
    throw Error("Slurm's " + argv.front() + ' ' + describe(*end) + (said.empty() ? "" : ": " + said) +
                "; check the state of the cluster with sinfo.");
  }
  return answer;
}

std::string SlurmQueue::submit(const std::filesystem::path& script, std::size_t count, int atOnce,
                               const std::vector<std::string>& more, const std::stop_token& stop) const {
  std::string array = "--array=0-" + std::to_string(count - 1);
  if (atOnce > 0) array += '%' + std::to_string(atOnce);
  std::vector<std::string> argv{"sbatch", "--parsable", array};
  argv.insert(argv.end(), more.begin(), more.end());
  argv.push_back(script.string());
  const std::string answer = firstLine(ask(argv, stop, kLongest));
  const std::string number = answer.substr(0, answer.find(';'));  // ";cluster" may follow
  if (!isNumber(number)) {
    throw Error("Slurm's sbatch printed '" + answer.substr(0, 64) + "' instead of a job number: check its options.");
  }
  return number;
}

std::map<std::string, bool> SlurmQueue::tasks(const std::stop_token& stop) const {
  std::istringstream lines(ask({"squeue", "--noheader", "--array", "--me", "--format=%i %T"}, stop, kLongest));
  std::map<std::string, bool> tasks;
  for (std::string task, state; lines >> task >> state;) tasks[task] = state != "PENDING";
  return tasks;
}

void SlurmQueue::cancel(const std::vector<std::string>& arrays) const {
  if (arrays.empty()) return;
  std::vector<std::string> argv{"scancel"};
  argv.insert(argv.end(), arrays.begin(), arrays.end());
  if (ChildProcess({argv, {}, {}, {}}).wait({}, kPatience)) return;
  std::string command;
  for (const auto& word : argv) command += (command.empty() ? "" : " ") + word;
  throw Error("Slurm's scancel did not answer, so its jobs may go on: run '" + command + "' when Slurm is back.");
}

}  // namespace cleave
