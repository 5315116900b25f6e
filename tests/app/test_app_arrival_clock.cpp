// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/experiment/arrival_clock.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestArrivalClock : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void closedComesAtOnce() {
    ArrivalClock clock({Arrivals::Kind::Closed, 0}, 1);
    QCOMPARE(clock.next(0).atS, 0.0);
    QCOMPARE(clock.next(3.5).atS, 3.5);
  }
  void pacedNeverMakesUpForWhatItMissed() {
    ArrivalClock clock({Arrivals::Kind::Paced, 5}, 1);
    QCOMPARE(clock.next(0).atS, 0.0);
    QCOMPARE(clock.next(0.1).atS, 0.2);
    const auto late = clock.next(1.0);
    QCOMPARE(late.atS, 1.0);
    QCOMPARE(late.waitedS, 0.0);
    QCOMPARE(clock.next(1.05).atS, 1.2);  // counted from the late one
  }
  void periodicKeepsItsTimesAndQueues() {
    ArrivalClock clock({Arrivals::Kind::Periodic, 10}, 1);
    QCOMPARE(clock.next(0).atS, 0.0);
    const auto second = clock.next(0.35);  // the requests of 0.2 and 0.3 have come, too
    QCOMPARE(second.atS, 0.1);
    QVERIFY(qAbs(second.waitedS - 0.25) < 1e-12);
    QCOMPARE(second.waiting, 2);
    const auto third = clock.next(0.36);
    QVERIFY(qAbs(third.atS - 0.2) < 1e-12 && qAbs(third.waitedS - 0.16) < 1e-12);
    QCOMPARE(third.waiting, 1);
    clock.next(0.37);
    const auto idle = clock.next(0.38);
    QVERIFY(qAbs(idle.atS - 0.4) < 1e-12);
    QCOMPARE(idle.waitedS, 0.0);
    QCOMPARE(idle.waiting, 0);
  }
  void poissonHasItsRateAndItsSeed() {
    ArrivalClock a({Arrivals::Kind::Poisson, 20}, 7);
    ArrivalClock b({Arrivals::Kind::Poisson, 20}, 7);
    ArrivalClock other({Arrivals::Kind::Poisson, 20}, 8);
    double last = 0;
    bool differs = false;
    for (int i = 0; i < 4000; ++i) {
      const double at = a.next(0).atS;
      QVERIFY(at >= last);
      QCOMPARE(b.next(0).atS, at);
      differs = differs || other.next(0).atS != at;
      last = at;
    }
    QVERIFY(differs);
    QVERIFY2(qAbs(last - 200) < 15, qPrintable(QString::number(last)));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestArrivalClock)
#include "test_app_arrival_clock.moc"
