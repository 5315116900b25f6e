// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/types/error.h"
#include "core/types/fast_random.h"
#include "rl/environment/step_series.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestStepSeries : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void valuesRepeat() {
    const StepSeries series({0, 1, 3}, {5, 0, 2}, 4);
    QCOMPARE(series.at(0.5), 5.0);
    QCOMPARE(series.at(1), 0.0);
    QCOMPARE(series.at(3.9), 2.0);
    QCOMPARE(series.at(4.2), 5.0);
    QCOMPARE(series.at(41.5), 0.0);
    QCOMPARE(series.mean(), (5.0 + 0 + 2) / 4);
    QCOMPARE(StepSeries(7).at(123), 7.0);
    QCOMPARE(StepSeries(0.5, {1, 2}).at(0.75), 2.0);
  }
  void aTransferTakesTheIntegral() {
    const StepSeries series({0, 1, 3}, {5, 0, 2}, 4);  // 7 a period
    QCOMPARE(series.secondsFor(2.5, 0), 0.5);
    QCOMPARE(series.secondsFor(5, 0), 1.0);    // ends with the first step
    QCOMPARE(series.secondsFor(6, 0), 3.5);    // waits through the dead second step
    QCOMPARE(series.secondsFor(1, 1.5), 2.0);  // begins in it
    QCOMPARE(series.secondsFor(70, 0), 40.0);  // ten periods
    QCOMPARE(series.secondsFor(71, 0), 40.2);
    QCOMPARE(series.secondsFor(0, 1.5), 0.0);
    QCOMPARE(StepSeries(4).secondsFor(2, 9), 0.5);
    QVERIFY(std::isinf(StepSeries({0, 1}, {0, 0}, 2).secondsFor(1, 0)));
  }
  // The walk, the search and the cursor agree with an integral taken bit by bit.
  void agreesWithItsIntegral() {
    FastRandom random(3, 0);
    std::vector<double> starts{0};
    std::vector<double> values;
    for (int i = 0; i < 200; ++i) {
      values.push_back(random.uniform() < 0.3 ? 0 : 10 * random.uniform());
      starts.push_back(starts.back() + 0.01 + random.uniform());
    }
    const double duration = starts.back();
    starts.pop_back();
    const StepSeries series(starts, values, duration);
    StepSeries::Cursor cursor;
    for (int i = 0; i < 2000; ++i) {
      const double from = 3 * duration * random.uniform();
      const double amount = std::pow(10, 5 * random.uniform() - 2);
      const double seconds = series.secondsFor(amount, from, cursor);
      QVERIFY(qAbs(series.integral(from, seconds) - amount) < 1e-6 * (1 + amount));
      QVERIFY(series.integral(from, seconds * 0.999) < amount);
      QCOMPARE(series.secondsFor(amount, from), seconds);
      QCOMPARE(series.at(from, cursor), series.at(from));
    }
  }
  void equalStepsAreFoundByDivision() {
    std::vector<double> values;
    std::vector<double> starts;
    for (int i = 0; i < 3000; ++i) {
      values.push_back(i);
      starts.push_back(0.1 * i);
    }
    const StepSeries slots(0.1, values);
    const StepSeries read(starts, values, 300);
    StepSeries::Cursor cursor;
    for (int i = 0; i < 3000; ++i) {
      for (const double period : {0.0, 300.0, 60'000.0}) {
        QCOMPARE(slots.at(period + 0.1 * i + 0.05, cursor), static_cast<double>(i));
        QCOMPARE(read.at(period + 0.1 * i + 0.05), static_cast<double>(i));
      }
      QCOMPARE(slots.at(starts[static_cast<std::size_t>(i)]), static_cast<double>(i));  // a start belongs to its step
    }
    QCOMPARE(slots.at(300), 0.0);
    QCOMPARE(slots.at(std::nextafter(300, 0)), 2999.0);
  }
  void timesFarOffStayInThePeriod() {
    const StepSeries series({0, 0.3}, {1, 2}, 0.7);
    StepSeries::Cursor cursor;
    for (int i = 0; i < 100'000; ++i) {
      const double time = 0.7 * i;  // rounds to either side of a period's end
      QVERIFY(series.at(time, cursor) >= 1);
      QVERIFY(std::isfinite(series.secondsFor(3, time, cursor)));
    }
  }
  void wrongSeries_data() {
    QTest::addColumn<QList<double>>("starts");
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<double>("duration");
    QTest::newRow("empty") << QList<double>{} << QList<double>{} << 1.0;
    QTest::newRow("fewer values") << QList<double>{0, 1} << QList<double>{1} << 2.0;
    QTest::newRow("late start") << QList<double>{1, 2} << QList<double>{1, 1} << 3.0;
    QTest::newRow("unsorted") << QList<double>{0, 2, 1} << QList<double>{1, 1, 1} << 3.0;
    QTest::newRow("too short") << QList<double>{0, 2} << QList<double>{1, 1} << 2.0;
    QTest::newRow("negative") << QList<double>{0} << QList<double>{-1} << 2.0;
    QTest::newRow("NaN") << QList<double>{0} << QList<double>{std::nan("")} << 2.0;
  }
  void wrongSeries() {
    QFETCH(QList<double>, starts);
    QFETCH(QList<double>, values);
    QFETCH(double, duration);
    QVERIFY_THROWS_EXCEPTION(Error,
                             StepSeries({starts.begin(), starts.end()}, {values.begin(), values.end()}, duration));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestStepSeries)
#include "test_rl_step_series.moc"
