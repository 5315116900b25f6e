// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <chrono>
#include <ctime>

#include "app/device/background_load.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

double processorMs() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Processor time of this process during a pause, as a share of the clock's time.
double shareDuring(std::chrono::milliseconds pause) {
  const auto start = Clock::now();
  const double before = processorMs();
  std::this_thread::sleep_for(pause);
  const double used = processorMs() - before;
  return used / std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

/// A machine with other work gives the spinners less than they ask for, and never more: lower bounds are loose.
class TestBackgroundLoad : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void takesItsShare() {
    BackgroundLoad load(1);
    QVERIFY(shareDuring(100ms) < 0.1);  // no load before it is asked for
    load.setShare(0.5);
    const double half = shareDuring(600ms);
    QVERIFY2(half > 0.1 && half < 0.65, qPrintable(QString::number(half)));
    load.setShare(0.1);
    std::this_thread::sleep_for(40ms);
    const double tenth = shareDuring(600ms);
    QVERIFY2(tenth > 0.01 && tenth < 0.25, qPrintable(QString::number(tenth)));
    load.setShare(0);
    std::this_thread::sleep_for(40ms);
    QVERIFY(shareDuring(200ms) < 0.1);
    load.setShare(0.5);
    QVERIFY(shareDuring(400ms) > 0.1);  // wakes up again
  }
  void everyCoreIsLoaded() {
    BackgroundLoad load;
    load.setShare(0.9);
    QVERIFY(shareDuring(400ms) > 0.2);
    QCOMPARE(load.share(), 0.9);
  }
  void endsPromptly() {
    const auto start = Clock::now();
    for (int i = 0; i < 10; ++i) {
      BackgroundLoad load(4);
      load.setShare(i % 2 == 0 ? 0.95 : 0);
      load.setShare(0);
    }
    QVERIFY(Clock::now() - start < 20s);  // only a hang fails here
  }
  void neverAllOfACore() {
    BackgroundLoad load(1);
    load.setShare(7);
    QCOMPARE(load.share(), 0.95);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestBackgroundLoad)
#include "test_app_background_load.moc"
