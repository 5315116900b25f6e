// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/job_pool.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <list>
#include <set>
#include <thread>

#include "app/jobs/child_process.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kTick = 10ms;
constexpr auto kTell = 250ms;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Running {
  const Job* job;
  ChildProcess child;
  Clock::time_point start = Clock::now();
};

class Pool {
 public:
  Pool(const std::vector<Job>& jobs, const JobPoolOptions& options, const JobProgressCallback& progress)
      : options_(options), progress_(progress) {
    state_.total = static_cast<int>(jobs.size());
    std::set<std::filesystem::path> results;
    for (const auto& job : jobs) {
      if (!results.insert(job.result).second)
        throw Error("Two jobs would write " + job.result.string() + ": give each job its own result file.");
      if (isDone(job)) {
        ++state_.done;
      } else {
        waiting_.push_back(&job);
      }
    }
    atOnce_ = options.atOnce > 0 ? static_cast<std::size_t>(options.atOnce)
                                 : std::max<std::size_t>(1, std::thread::hardware_concurrency());
  }

  std::vector<JobFailure> run(const std::stop_token& stop) {
    tell();
    while (!waiting_.empty() || !running_.empty()) {
      if (stop.stop_requested()) end();
      bool changed = false;
      for (; !waiting_.empty() && running_.size() < atOnce_; changed = true) startNext();
      changed = collect() || changed;
      if (changed || Clock::now() - told_ >= kTell) tell();
      if (!changed) std::this_thread::sleep_for(kTick);
    }
    return std::move(failures_);
  }

 private:
  void startNext() {
    const Job& job = *waiting_.front();
    waiting_.pop_front();
    try {
      std::filesystem::create_directories(job.result.parent_path());
      running_.push_back({&job, ChildProcess({job.argv, {}, logOf(job), {{"OMP_NUM_THREADS", "1"}}})});
    } catch (const std::exception& error) {
      fail({job.name, "Job '" + job.name + "' failed: " + error.what()});
    }
  }

  bool collect() {
    bool changed = false;
    for (auto it = running_.begin(); it != running_.end();) {
      const auto end = it->child.ended();
      if (!end) {
        ++it;
        continue;
      }
      changed = true;
      ranS_ += secondsSince(it->start);
      ++ran_;
      finish(*it->job, *end);
      it = running_.erase(it);
    }
    return changed;
  }

  void finish(const Job& job, const ChildEnd& end) {
    if (!end.well()) return fail(failureOf(job, describe(end)));
    if (!isDone(job)) return fail(failureOf(job, "exited without writing " + job.result.string()));
    ++state_.done;
    std::error_code ignored;
    if (std::filesystem::file_size(logOf(job), ignored) == 0) std::filesystem::remove(logOf(job), ignored);
  }

  void fail(JobFailure failure) {
    ++state_.failed;
    failures_.push_back(std::move(failure));
  }

  // Those that run count for what the mean leaves of them.
  [[nodiscard]] double etaS() const {
    if (ran_ == 0) return -1;
    const double mean = ranS_ / ran_;
    double left = mean * static_cast<double>(waiting_.size());
    for (const auto& running : running_) left += std::max(0.0, mean - secondsSince(running.start));
    return left / static_cast<double>(std::clamp<std::size_t>(waiting_.size() + running_.size(), 1, atOnce_));
  }

  void tell() {
    told_ = Clock::now();
    state_.running = static_cast<int>(running_.size());
    state_.etaS = etaS();
    if (progress_) progress_(state_);
  }

  [[noreturn]] void end() {
    for (auto& running : running_) running.child.terminate();
    const auto deadline = Clock::now() + options_.grace;
    while (Clock::now() < deadline &&
           std::ranges::any_of(running_, [](Running& running) { return !running.child.ended(); })) {
      std::this_thread::sleep_for(kTick);
    }
    running_.clear();  // kills what is left
    throw Cancelled();
  }

  JobPoolOptions options_;
  const JobProgressCallback& progress_;
  std::size_t atOnce_ = 1;
  std::deque<const Job*> waiting_;
  std::list<Running> running_;
  std::vector<JobFailure> failures_;
  JobProgress state_;
  Clock::time_point told_;
  double ranS_ = 0;  // all seconds of the jobs that ended
  int ran_ = 0;
};

// Of a log's end; empty where it has none.
std::string lastLine(const std::filesystem::path& file) {
  constexpr std::streamoff kMost = 4096;
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  in.seekg(std::max<std::streamoff>(0, in.tellg() - kMost));
  std::string last;
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) last = std::move(line);
  }
  while (!last.empty() && (last.back() == '\r' || last.back() == ' ' || last.back() == '.')) last.pop_back();
  return last;
}

}  // namespace

std::filesystem::path logOf(const Job& job) {
  auto log = job.result;
  log += ".log";
  return log;
}

bool isDone(const Job& job) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(job.result, ignored);
}

std::string JobProgress::text() const {
  std::string text = std::to_string(done) + " of " + std::to_string(total) + " done";
  if (running > 0) text += ", " + std::to_string(running) + " running";
  if (failed > 0) text += ", " + std::to_string(failed) + " failed";
  return text;
}

JobFailure failureOf(const Job& job, const std::string& end) {
  const std::string last = lastLine(logOf(job));
  return {job.name, "Job '" + job.name + "' " + end + (last.empty() ? " without any output" : ": " + last) + " (" +
                        logOf(job).string() + ")."};
}

std::string failureText(const std::vector<JobFailure>& failures, std::size_t jobs) {
  if (failures.empty()) return {};
  if (failures.size() == 1) return failures.front().reason;
  return std::to_string(failures.size()) + " of " + std::to_string(jobs) +
         " jobs failed; the first failure: " + failures.front().reason;
}

std::vector<JobFailure> runJobs(const std::vector<Job>& jobs, const JobPoolOptions& options,
                                const JobProgressCallback& progress, const std::stop_token& stop) {
  return Pool(jobs, options, progress).run(stop);
}

}  // namespace cleave
