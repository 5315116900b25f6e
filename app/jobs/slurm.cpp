// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/slurm.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "app/jobs/slurm_queue.h"
#include "app/jobs/slurm_script.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostTasks = 1000;  // of one array; Slurm's own default allows 1001
constexpr int kMostMissed = 15;           // answers of squeue in a row: a controller may be restarted

/// Which task of Slurm's is which job: a file that grows by one line a job, so that a launcher that was killed finds
/// its jobs again.
class Record {
 public:
  explicit Record(std::filesystem::path file) : file_(std::move(file)) {}

  /// Result to task, "17_3"; later lines count.
  [[nodiscard]] std::map<std::string, std::string> read() const {
    std::map<std::string, std::string> tasks;
    std::ifstream in(file_);
    std::string task, result;
    while (in >> task && in.get() == ' ' && std::getline(in, result)) tasks[result] = task;
    return tasks;
  }
  void add(const std::string& array, const std::vector<const Job*>& jobs) const {
    std::ofstream out(file_, std::ios::app);
    for (std::size_t k = 0; k < jobs.size(); ++k) {
      out << array << '_' << k << ' ' << jobs[k]->result.string() << '\n';
    }
    if (!out.flush()) throw Error(file_.string() + " cannot be written: check the folder and free disk space.");
  }

 private:
  std::filesystem::path file_;
};

class SlurmRun {
 public:
  SlurmRun(const std::vector<Job>& jobs, const SlurmOptions& options, const JobProgressCallback& progress)
      : options_(options),
        progress_(progress),
        queue_(options.folder),
        record_(options.folder / "slurm-tasks.txt"),
        total_(static_cast<int>(jobs.size())) {
    std::filesystem::create_directories(options.folder);
    for (const auto& job : jobs) {
      if (isDone(job)) continue;
      std::filesystem::create_directories(job.result.parent_path());
      open_.push_back({&job, "", 0});
    }
    left_ = static_cast<int>(open_.size());
  }

  std::vector<JobFailure> run(const std::stop_token& stop) {
    if (!open_.empty()) adopt(stop);
    if (open_.empty()) {
      tell(0);
      return {};
    }
    submit(stop);
    started_ = Clock::now();
    while (!open_.empty()) {
      look(stop);
      if (open_.empty()) break;
      const auto next = Clock::now() + options_.poll;
      do {
        if (stop.stop_requested()) cancel();
        std::this_thread::sleep_for(std::min(options_.poll, std::chrono::milliseconds(50)));
      } while (Clock::now() < next);
    }
    return std::move(failures_);
  }

 private:
  struct Open {
    const Job* job;
    std::string task;  ///< "17_3"
    int gone;          ///< looks in a row that neither found it in the queue nor its result
  };

  void adopt(const std::stop_token& stop) {
    const auto queued = queue_.tasks(stop);
    // What has left the queue since the start has its result by now, and must not be submitted again.
    std::erase_if(open_, [](const Open& open) { return isDone(*open.job); });
    const auto known = record_.read();
    for (auto& open : open_) {
      const auto found = known.find(open.job->result.string());
      if (found != known.end() && queued.contains(found->second)) open.task = found->second;
    }
  }

  void submit(const std::stop_token& stop) {
    std::vector<Open*> lacking;
    for (auto& open : open_) {
      if (open.task.empty()) lacking.push_back(&open);
    }
    for (std::size_t first = 0; first < lacking.size(); first += kMostTasks) {
      if (stop.stop_requested()) cancel();
      const std::size_t count = std::min(kMostTasks, lacking.size() - first);
      std::vector<const Job*> jobs;
      for (std::size_t k = 0; k < count; ++k) jobs.push_back(lacking[first + k]->job);
      const auto script = options_.folder / ("slurm-array-" + std::to_string(first / kMostTasks) + ".sh");
      const std::string text = slurmScript(jobs, options_.folder / "slurm.log");
      writeFileAtomically(script, std::as_bytes(std::span(text)));
      const std::string array = submitted(script, count, stop);
      for (std::size_t k = 0; k < count; ++k) lacking[first + k]->task = array + '_' + std::to_string(k);
      record_.add(array, jobs);
    }
  }

  std::string submitted(const std::filesystem::path& script, std::size_t count, const std::stop_token& stop) const {
    try {
      return queue_.submit(script, count, options_.atOnce, options_.arguments, stop);
    } catch (const Cancelled&) {
      cancel();
    }
  }

  void look(const std::stop_token& stop) {
    std::map<std::string, bool> queued;
    try {
      queued = queue_.tasks(stop);
      missed_ = 0;
    } catch (const Cancelled&) {
      cancel();
    } catch (const Error&) {
      if (++missed_ == kMostMissed) throw;
      return;
    }
    int running = 0;
    std::erase_if(open_, [&](Open& open) {
      if (isDone(*open.job)) return true;
      const auto found = queued.find(open.task);
      if (found != queued.end()) {
        running += found->second ? 1 : 0;
        open.gone = 0;
        return false;
      }
      // A result may show late on a network file system.
      if (++open.gone < 2) return false;
      failures_.push_back(failureOf(*open.job, "left Slurm's queue without writing " + open.job->result.string()));
      return true;
    });
    tell(running);
  }

  void tell(int running) const {
    if (!progress_) return;
    JobProgress state;
    state.total = total_;
    state.failed = static_cast<int>(failures_.size());
    state.done = total_ - state.failed - static_cast<int>(open_.size());
    state.running = running;
    const int ended = left_ - static_cast<int>(open_.size());
    if (ended > 0) {
      const double elapsedS = std::chrono::duration<double>(Clock::now() - started_).count();
      state.etaS = elapsedS / ended * static_cast<double>(open_.size());
    }
    progress_(state);
  }

  [[noreturn]] void cancel() const {
    std::set<std::string> arrays;
    for (const auto& open : open_) {
      if (!open.task.empty()) arrays.insert(open.task.substr(0, open.task.find('_')));
    }
    queue_.cancel({arrays.begin(), arrays.end()});
    throw Cancelled();
  }

  const SlurmOptions& options_;
  const JobProgressCallback& progress_;
  SlurmQueue queue_;
  Record record_;
  int total_;
  int left_ = 0;  // jobs without a result at the start
  std::vector<Open> open_;
  std::vector<JobFailure> failures_;
  Clock::time_point started_ = Clock::now();
  int missed_ = 0;
};

}  // namespace

std::vector<JobFailure> runOnSlurm(const std::vector<Job>& jobs, const SlurmOptions& options,
                                   const JobProgressCallback& progress, const std::stop_token& stop) {
  return SlurmRun(jobs, options, progress).run(stop);
}

}  // namespace cleave
