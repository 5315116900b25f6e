// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/background/work_queue.h"

#include <utility>

#include "app/workbench/background/thread_priority.h"

namespace cleave::workbench {

WorkQueue::WorkQueue(bool patient)
    : thread_([this, patient](const std::stop_token& stop) {
        lowerThreadPriority(patient ? kBehindEverything : kBehindTheWindow);
        serve(stop);
      }) {}

void WorkQueue::add(Job job) {
  const std::scoped_lock lock(mutex_);
  jobs_.push_back(std::move(job));
  wake_.notify_one();
}

void WorkQueue::serve(const std::stop_token& stop) {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return !jobs_.empty(); }) || stop.stop_requested()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job(stop);
  }
}

}  // namespace cleave::workbench
