// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QString>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>

#include "core/types/error.h"

namespace cleave::workbench {

/// Where a task belongs among those that wait.
struct TaskOrder {
  /// Replaces the task of the same slot if that one still waits, and does not run later than it would have run.
  std::optional<int> slot = {};
  std::chrono::steady_clock::time_point notBefore = {};  ///< tasks without a time go first
};

/// The one way in which the workbench does what would block the GUI thread: a thread that performs tasks one after the
/// other and returns their results to the thread of the object that owns it.
///
/// A class of our own rather than QtConcurrent and QPromise because their shared thread pool offers none of what most
/// tasks here rely on: an order (a run is packed before the archive is listed), replacing tasks that still wait
/// (whoever types wants the check of the latest text only), a std::stop_token (what core, rl and app/experiment take),
/// an end that is waited for before members go, and the priority of a single thread.
///
/// Tasks may be added from any thread, also by tasks. The thread starts with the first one.
class BackgroundWorker {
 public:
  using Clock = std::chrono::steady_clock;
  using Task = std::function<void(const std::stop_token& stop)>;  ///< must not throw

  enum class Priority {
    Normal,
    BelowGui,  ///< where cores are few, the GUI thread goes first
    Lowest,    ///< nobody waits for it
  };
  enum class AtEnd {
    DropWaiting,    ///< the running task is asked to stop; those that wait are dropped
    FinishWaiting,  ///< all tasks are completed: what they write must not be lost
  };
  using Order = TaskOrder;
  /// Of those that wait only the newest one of the slot is kept. One that runs already goes on: cancel it where its
  /// result is not wanted any more.
  static Order newest(int slot = 0) { return {slot, {}}; }

  /// @param context gets the results, in its thread. It outlives the worker: usually it is the object that has the
  /// worker as its last member.
  explicit BackgroundWorker(QObject& context, Priority priority = Priority::BelowGui, AtEnd atEnd = AtEnd::DropWaiting);
  /// Blocks until the thread has ended.
  ~BackgroundWorker();
  BackgroundWorker(const BackgroundWorker&) = delete;
  BackgroundWorker& operator=(const BackgroundWorker&) = delete;

  /// @returns what cancels the task. One that has not begun is still called, and finds its token triggered.
  std::stop_source add(Task task, Order order = {});

  /// Performs `work(stop)`, then calls `done(result)` in the context's thread, or `failed(message)` if it threw.
  /// Neither is called for a task that was cancelled, even if its result is on its way already, or that was replaced
  /// while it waited.
  template <class Work, class Done, class Failed>
  std::stop_source submit(Work work, Done done, Failed failed, Order order = {}) {
    return add(
        [this, work = std::move(work), done = std::move(done),
         failed = std::move(failed)](const std::stop_token& stop) mutable {
          if (stop.stop_requested()) return;
          try {
            if constexpr (std::is_void_v<std::invoke_result_t<Work&, const std::stop_token&>>) {
              work(stop);
              deliverUnlessStopped(stop, std::move(done));
            } else {
              deliverUnlessStopped(stop, [done, result = work(stop)]() mutable { done(std::move(result)); });
            }
          } catch (const Cancelled&) {
          } catch (const std::exception& error) {
            deliverUnlessStopped(stop, [failed, message = QString::fromUtf8(error.what())] { failed(message); });
          }
        },
        order);
  }

  /// Calls it in the context's thread, after what was delivered before. For progress, from within a task.
  template <class Call>
  void deliver(Call call) {
    QMetaObject::invokeMethod(&context_, std::move(call), Qt::QueuedConnection);
  }
  /// The same, unless the task was cancelled by then.
  template <class Call>
  void deliverUnlessStopped(const std::stop_token& stop, Call call) {
    deliver([stop, call = std::move(call)]() mutable {
      if (!stop.stop_requested()) call();
    });
  }

 private:
  struct Waiting {
    Task task;
    Order order;
    std::stop_source stop;
  };

  void work();
  std::optional<Waiting> next();

  QObject& context_;
  const Priority priority_;
  const AtEnd atEnd_;
  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  std::stop_source running_{std::nostopstate};
  bool ended_ = false;
  std::jthread thread_;
};

}  // namespace cleave::workbench
