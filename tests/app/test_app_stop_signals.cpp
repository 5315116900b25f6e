// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QtTest>
#include <chrono>
#include <csignal>
#include <thread>

#include "app/common/stop_signals.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestAppStopSignals : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bothSignalsStop_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
  }
  void bothSignalsStop() {
    QFETCH(int, signal);
    const StopSignals signals;
    QVERIFY(!signals.token().stop_requested());
    ::kill(::getpid(), signal);
    QTRY_VERIFY(signals.token().stop_requested());
  }

  // OpenBLAS starts threads as it is loaded, before main: they do not block what all others block.
  void aThreadThatWasThereFirstEndsNothing() {
    std::jthread library([](const std::stop_token& stop) {
      while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    const StopSignals signals;
    ::pthread_kill(library.native_handle(), SIGINT);
    QTRY_VERIFY(signals.token().stop_requested());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestAppStopSignals)
#include "test_app_stop_signals.moc"
