// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/background/background_worker.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

namespace cleave::workbench {
namespace {

int nicenessOf(BackgroundWorker::Priority priority) {
  switch (priority) {
    case BackgroundWorker::Priority::BelowGui:
      return 3;
    case BackgroundWorker::Priority::Lowest:
      return 10;
    case BackgroundWorker::Priority::Normal:
      break;
  }
  return 0;
}

}  // namespace

BackgroundWorker::BackgroundWorker(QObject& context, Priority priority, AtEnd atEnd)
    : context_(context), priority_(priority), atEnd_(atEnd) {}

BackgroundWorker::~BackgroundWorker() {
  std::deque<Waiting> dropped;
  std::stop_source running(std::nostopstate);
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    if (atEnd_ == AtEnd::DropWaiting) {
      dropped.swap(waiting_);
      running = running_;
    }
  }
  changed_.notify_one();
  running.request_stop();  // without the mutex: what waits for the stop is called here
  if (thread_.joinable()) thread_.join();
}

std::stop_source BackgroundWorker::add(Task task, Order order) {
  Waiting added{std::move(task), order, {}};
  std::stop_source stop = added.stop;
  std::optional<Waiting> replaced;  // destroyed without the mutex
  {
    const std::scoped_lock lock(mutex_);
    if (ended_) return stop;
    const auto same = std::ranges::find_if(
        waiting_, [&](const Waiting& other) { return order.slot && other.order.slot == order.slot; });
    if (same == waiting_.end()) {
      waiting_.push_back(std::move(added));
    } else {
      added.order.notBefore = std::min(order.notBefore, same->order.notBefore);
      replaced = std::exchange(*same, std::move(added));
    }
    if (!thread_.joinable()) thread_ = std::jthread([this] { work(); });
  }
  changed_.notify_one();
  return stop;
}

void BackgroundWorker::work() {
  // Linux has a priority for each thread, and the threads that this one starts inherit it.
  if (priority_ != Priority::Normal) {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nicenessOf(priority_));
  }
  while (const auto waiting = next()) waiting->task(waiting->stop.get_token());
}

std::optional<BackgroundWorker::Waiting> BackgroundWorker::next() {
  std::unique_lock lock(mutex_);
  while (true) {
    // Of those with the same time the first, so that they are done in the order in which they came.
    const auto first = std::ranges::min_element(waiting_, {}, [](const Waiting& each) { return each.order.notBefore; });
    if (first == waiting_.end()) {
      if (ended_) return std::nullopt;
      changed_.wait(lock);
    } else if (const auto due = first->order.notBefore; ended_ || due <= Clock::now()) {
      std::optional<Waiting> taken(std::move(*first));
      waiting_.erase(first);
      running_ = taken->stop;
      return taken;
    } else {
      changed_.wait_until(lock, due);
    }
  }
}

}  // namespace cleave::workbench
