// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/statistics/quantile.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreQuantile : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // As numpy.quantile and R's quantile() print them.
  void interpolates() {
    const std::vector<double> values{30, 10, 50, 20, 40};
    QCOMPARE(quantile(values, 0), 10.0);
    QCOMPARE(quantile(values, 0.2), 18.0);
    QCOMPARE(quantile(values, 0.25), 20.0);
    QCOMPARE(quantile(values, 0.5), 30.0);
    QCOMPARE(quantile(values, 0.95), 48.0);
    QCOMPARE(quantile(values, 1), 50.0);
    QCOMPARE(quantile(std::vector<float>{4, 1, 3, 2}, 0.5), 2.5);
    QCOMPARE(quantile(std::vector<float>{4, 1, 3, 2}, 1), 4.0);
  }
  void hasEnds() {
    QVERIFY(std::isnan(quantile(std::vector<double>{}, 0.5)));
    QVERIFY(std::isnan(quantileOfSorted({}, 0.5)));
    QCOMPARE(quantile(std::vector<double>{7}, 0.99), 7.0);
    QCOMPARE(quantile(std::vector<double>{1, 2}, -1), 1.0);
    QCOMPARE(quantile(std::vector<double>{1, 2}, 2), 2.0);
  }
  void sortedOrNotIsTheSame() {
    std::vector<double> values;
    for (int i = 0; i < 101; ++i) values.push_back((i * 37) % 101 + 0.25);
    std::vector<double> sorted = values;
    std::ranges::sort(sorted);
    for (int i = 0; i <= 1000; ++i) QCOMPARE(quantile(values, i / 1000.0), quantileOfSorted(sorted, i / 1000.0));
  }
  void curvesEndAtTheGreatest() {
    QVERIFY(quantileCurve({}).empty());
    std::vector<double> values;
    for (int i = 1000; i >= 0; --i) values.push_back(i);
    const auto curve = quantileCurve(values);
    QCOMPARE(curve.size(), std::size_t{104});
    QCOMPARE(curve.front().value, 0.0);
    QCOMPARE(curve[50].value, 500.0);
    QCOMPARE(curve[100].percent, 99.5);
    QCOMPARE(curve[100].value, 995.0);
    QCOMPARE(curve[101].value, 999.0);
    QCOMPARE(curve.back().value, 1000.0);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreQuantile)
#include "test_core_quantile.moc"
