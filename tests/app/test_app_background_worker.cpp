// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include "app/workbench/background/background_worker.h"
#include "tests/main/test_main.h"

namespace cleave::workbench {
namespace {

using namespace std::chrono_literals;

constexpr int kWaitMs = 10'000;
const auto kIgnoreError = [](const QString&) {};

/// Keeps the worker's thread busy, so that what is added meanwhile waits.
class Blocker {
 public:
  explicit Blocker(BackgroundWorker& worker) {
    std::promise<void> begun;
    auto running = begun.get_future();
    worker.add([gate = gate_.get_future().share(),
                begun = std::make_shared<std::promise<void>>(std::move(begun))](const std::stop_token&) {
      begun->set_value();
      gate.wait();
    });
    running.wait();
  }
  void release() { gate_.set_value(); }

 private:
  std::promise<void> gate_;
};

}  // namespace

class TestBackgroundWorker : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tasksRunAndReturnInOrder() {
    QObject context;
    QList<int> results;
    QList<int> expected;
    std::vector<int> performed;  // the worker's until all have returned
    BackgroundWorker worker(context);
    for (int i = 0; i < 200; ++i) {
      worker.submit(
          [&performed, i](const std::stop_token&) {
            performed.push_back(i);
            return i;
          },
          [&results](int result) { results << result; }, kIgnoreError);
      expected << i;
    }
    QTRY_COMPARE_WITH_TIMEOUT(results.size(), expected.size(), kWaitMs);
    QCOMPARE(results, expected);
    QCOMPARE(performed, std::vector<int>(expected.begin(), expected.end()));
  }
  void workRunsElsewhereAndResultsComeToTheThreadOfTheContext() {
    QObject context;
    const auto gui = std::this_thread::get_id();
    std::optional<std::thread::id> worked;
    std::optional<std::thread::id> returned;
    BackgroundWorker worker(context);
    worker.submit([](const std::stop_token&) { return std::this_thread::get_id(); },
                  [&](std::thread::id where) {
                    worked = where;
                    returned = std::this_thread::get_id();
                  },
                  kIgnoreError);
    QTRY_VERIFY_WITH_TIMEOUT(returned.has_value(), kWaitMs);
    QVERIFY(*worked != gui);
    QVERIFY(*returned == gui);
  }
  void theNewestTaskOfASlotReplacesTheOneThatWaits() {
    QObject context;
    QStringList results;
    BackgroundWorker worker(context);
    Blocker blocker(worker);
    const auto add = [&](const QString& text, BackgroundWorker::Order order) {
      worker.submit([text](const std::stop_token&) { return text; },
                    [&results](const QString& result) { results << result; }, kIgnoreError, order);
    };
    add(QStringLiteral("a"), BackgroundWorker::newest());
    add(QStringLiteral("other slot"), BackgroundWorker::newest(1));
    add(QStringLiteral("no slot"), {});
    add(QStringLiteral("ab"), BackgroundWorker::newest());
    add(QStringLiteral("abc"), BackgroundWorker::newest());
    blocker.release();
    add(QStringLiteral("last"), {});
    QTRY_VERIFY_WITH_TIMEOUT(results.contains(QStringLiteral("last")), kWaitMs);
    QCOMPARE(results, QStringList({"abc", "other slot", "no slot", "last"}));
  }
  void aTaskWaitsForItsTimeAndOthersGoFirst() {
    QObject context;
    QStringList results;
    BackgroundWorker worker(context);
    const auto start = BackgroundWorker::Clock::now();
    const auto add = [&](const QString& text, BackgroundWorker::Order order) {
      worker.submit([text](const std::stop_token&) { return text; },
                    [&results](const QString& result) { results << result; }, kIgnoreError, order);
    };
    add(QStringLiteral("later"), {.notBefore = start + 60ms});
    add(QStringLiteral("first"), {});
    QTRY_COMPARE_WITH_TIMEOUT(results, QStringList({"first", "later"}), kWaitMs);
    QVERIFY(BackgroundWorker::Clock::now() - start >= 60ms);
  }
  void aReplacedTaskDoesNotRunLaterThanItWouldHaveRun() {
    QObject context;
    QStringList results;
    BackgroundWorker worker(context);
    const auto add = [&](const QString& text, BackgroundWorker::Clock::time_point when) {
      worker.submit([text](const std::stop_token&) { return text; },
                    [&results](const QString& result) { results << result; }, kIgnoreError, {0, when});
    };
    const auto now = BackgroundWorker::Clock::now();
    add(QStringLiteral("in an hour"), now + 1h);
    add(QStringLiteral("now"), now);
    QTRY_COMPARE_WITH_TIMEOUT(results, QStringList({"now"}), kWaitMs);
    {
      Blocker blocker(worker);
      add(QStringLiteral("soon"), now);
      add(QStringLiteral("not in an hour"), now + 1h);
      blocker.release();
    }
    QTRY_COMPARE_WITH_TIMEOUT(results, QStringList({"now", "not in an hour"}), kWaitMs);
  }
  void errorsAreDelivered() {
    QObject context;
    QStringList errors;
    bool done = false;
    BackgroundWorker worker(context);
    worker.submit([](const std::stop_token&) -> int { throw std::runtime_error("No such file."); },
                  [&](int) { done = true; }, [&](const QString& error) { errors << error; });
    worker.submit([](const std::stop_token&) { throw Error("Disk full."); }, [&] { done = true; },
                  [&](const QString& error) { errors << error; });
    QTRY_COMPARE_WITH_TIMEOUT(errors, QStringList({"No such file.", "Disk full."}), kWaitMs);
    QVERIFY(!done);
  }
  void aCancelledTaskReturnsNothing() {
    QObject context;
    bool returned = false;
    bool sentinel = false;
    std::promise<void> begun;
    BackgroundWorker worker(context);
    auto stop = worker.submit(
        [&begun](const std::stop_token& token) {
          begun.set_value();
          while (!token.stop_requested()) std::this_thread::sleep_for(1ms);
          throw Cancelled();
        },
        [&] { returned = true; }, [&](const QString&) { returned = true; });
    begun.get_future().wait();
    stop.request_stop();
    worker.submit([](const std::stop_token&) {}, [&] { sentinel = true; }, kIgnoreError);
    QTRY_VERIFY_WITH_TIMEOUT(sentinel, kWaitMs);
    QVERIFY(!returned);
  }
  void aResultThatIsOnItsWayIsDroppedByCancelling() {
    QObject context;
    bool returned = false;
    bool sentinel = false;
    std::promise<void> over;
    BackgroundWorker worker(context);
    auto stop = worker.submit([](const std::stop_token&) { return 1; }, [&](int) { returned = true; }, kIgnoreError);
    worker.submit([&over](const std::stop_token&) { over.set_value(); }, [&] { sentinel = true; }, kIgnoreError);
    over.get_future().wait();  // so the result was posted; this thread has not returned to its event loop
    stop.request_stop();
    QTRY_VERIFY_WITH_TIMEOUT(sentinel, kWaitMs);
    QVERIFY(!returned);
  }
  void progressComesBeforeTheResult() {
    QObject context;
    QStringList seen;
    BackgroundWorker worker(context);
    worker.submit(
        [&](const std::stop_token& stop) {
          for (int i = 1; i <= 3; ++i) {
            worker.deliverUnlessStopped(stop, [&seen, i] { seen << QString::number(i); });
          }
        },
        [&] { seen << QStringLiteral("done"); }, kIgnoreError);
    QTRY_COMPARE_WITH_TIMEOUT(seen, QStringList({"1", "2", "3", "done"}), kWaitMs);
  }
  void theEndStopsWhatRunsAndDropsWhatWaits() {
    QObject context;
    std::atomic<bool> stopped = false;
    std::atomic<bool> waited = false;
    std::promise<void> begun;
    {
      BackgroundWorker worker(context);
      worker.add([&](const std::stop_token& stop) {
        begun.set_value();
        while (!stop.stop_requested()) std::this_thread::sleep_for(1ms);
        stopped = true;
      });
      worker.add([&](const std::stop_token&) { waited = true; });
      worker.add([&](const std::stop_token&) { waited = true; }, {.notBefore = BackgroundWorker::Clock::now() + 1h});
      begun.get_future().wait();
    }
    QVERIFY(stopped);
    QVERIFY(!waited);
  }
  void theEndOfAPatientWorkerCompletesEverything() {
    QObject context;
    int performed = 0;  // the worker's until it has ended
    bool asked = false;
    {
      BackgroundWorker worker(context, BackgroundWorker::Priority::Normal, BackgroundWorker::AtEnd::FinishWaiting);
      for (int i = 0; i < 5; ++i) {
        worker.add([&](const std::stop_token& stop) {
          std::this_thread::sleep_for(2ms);
          asked = asked || stop.stop_requested();
          ++performed;
        });
      }
    }
    QCOMPARE(performed, 5);
    QVERIFY(!asked);
  }
  void whatATaskHoldsIsReleasedByTheWorker() {
    QObject context;
    std::promise<std::thread::id> released;
    struct Held {
      std::promise<std::thread::id>& where;
      explicit Held(std::promise<std::thread::id>& promise) : where(promise) {}
      ~Held() { where.set_value(std::this_thread::get_id()); }
    };
    BackgroundWorker worker(context, BackgroundWorker::Priority::Lowest);
    worker.add([held = std::make_shared<Held>(released)](const std::stop_token&) {});
    QVERIFY(released.get_future().get() != std::this_thread::get_id());
  }
  void tasksMayAddTasks() {
    QObject context;
    std::atomic<int> performed = 0;
    BackgroundWorker worker(context);
    std::function<void(const std::stop_token&)> again = [&](const std::stop_token&) {
      if (++performed < 20) worker.add(again, BackgroundWorker::newest());
    };
    worker.add(again, BackgroundWorker::newest());
    QTRY_COMPARE_WITH_TIMEOUT(performed.load(), 20, kWaitMs);
  }
};

}  // namespace cleave::workbench

CLEAVE_TEST(cleave::workbench::TestBackgroundWorker)
#include "test_app_background_worker.moc"
