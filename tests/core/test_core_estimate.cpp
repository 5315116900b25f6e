// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/statistics/estimate.h"
#include "core/statistics/student.h"
#include "core/types/error.h"
#include "core/types/fast_random.h"
#include "tests/core/correlated_series.h"
#include "tests/main/test_main.h"

namespace cleave {

using test::walk;

class TestCoreEstimate : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void iqmLeavesAQuarterOutAtEitherEnd() {
    QCOMPARE(interquartileMean({5}), 5.0);
    QCOMPARE(interquartileMean({1, 2, 6}), 3.0);       // nothing to leave out
    QCOMPARE(interquartileMean({100, 1, 3, 2}), 2.5);  // 1 and 100
    QCOMPARE(interquartileMean({7, 0, 6, 1, 5, 2, 4, 3}), 3.5);
    QCOMPARE(interquartileMean({9, -50, 1, 2, 3, 4, 5, 6, 1000, 7}), 4.5);  // ten: two at either end
    QVERIFY(std::isnan(interquartileMean({})));
    QVERIFY(std::isnan(interquartileMean({1, std::nan(""), 2})));
  }
  // Few values: the distribution of the resamples is known exactly.
  void bootstrapIntervalsOfKnownDistributions() {
    Estimate e = bootstrapIqm({{1, 2, 3}}, 1);  // all three the lowest: 1/27, more than 2.5 %
    QCOMPARE(e.value, 2.0);
    QCOMPARE(e.low, 1.0);
    QCOMPARE(e.high, 3.0);
    // The middle four of eight: k ones of Bin(8, 1/8) show max(0, k - 2) of them; P(k >= 3) = 6.7 %, P(k >= 4) = 1.1 %.
    e = bootstrapIqm({{0, 0, 0, 0, 1, 0, 0, 0}}, 1);
    QCOMPARE(e.value, 0.0);
    QCOMPARE(e.low, 0.0);
    QCOMPARE(e.high, 0.25);
    e = bootstrapIqm({{4, 4, 4, 4, 4}}, 1);
    QCOMPARE(e.low, 4.0);
    QCOMPARE(e.high, 4.0);
  }
  void strataKeepTheirShare() {
    const Estimate stratified = bootstrapIqm({{0, 0}, {10, 10}}, 1);
    QCOMPARE(stratified.value, 5.0);
    QCOMPARE(stratified.low, 5.0);
    QCOMPARE(stratified.high, 5.0);
    const Estimate simple = bootstrapIqm({{0, 0, 10, 10}}, 1);
    QCOMPARE(simple.low, 0.0);
    QCOMPARE(simple.high, 10.0);
  }
  void bootstrapsAreSeeded() {
    FastRandom random(2, 0);
    std::vector<double> values;
    for (int i = 0; i < 30; ++i) values.push_back(random.normal());
    QVERIFY(bootstrapIqm({values}, 5).low == bootstrapIqm({values}, 5).low);
    QVERIFY(bootstrapIqm({values}, 5).low != bootstrapIqm({values}, 6).low);
  }
  void intervalsCoverTheTruth() {
    FastRandom random(3, 0);
    int covered = 0;
    for (int i = 0; i < 400; ++i) {
      std::vector<double> values;
      for (int j = 0; j < 20; ++j) values.push_back(random.normal());
      const Estimate e = bootstrapIqm({values}, 1, 500);
      QVERIFY(e.low <= e.value && e.value <= e.high);
      covered += e.low <= 0 && e.high >= 0 ? 1 : 0;
    }
    QVERIFY2(covered > 0.88 * 400 && covered < 0.98 * 400, qPrintable(QString::number(covered)));
  }
  void whatCannotBeEstimatedIsNaN() {
    QVERIFY(std::isnan(bootstrapIqm({}, 1).value));
    QVERIFY(std::isnan(bootstrapIqm({{}, {}}, 1).high));
    QVERIFY(std::isnan(bootstrapIqm({{1, std::nan("")}}, 1).low));
    QCOMPARE(bootstrapIqm({{}, {3}}, 1).low, 3.0);
    QVERIFY_THROWS_EXCEPTION(Error, bootstrapIqm({{1, 2}}, 1, 0));
  }
  void meansHaveStudentsInterval() {
    // Student (Biometrika 1908), the extra sleep of ten patients: the mean difference is 1.58, t is 4.06.
    const std::vector<double> first{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    const std::vector<double> second{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    const Estimate more = pairedDifference(second, first);
    QVERIFY(std::abs(more.value - 1.58) < 1e-9);
    QVERIFY(std::abs(more.low - 0.7001) < 1e-4 && std::abs(more.high - 2.4599) < 1e-4);
    const Estimate one = meanOf(std::vector{3.0});
    QVERIFY(one.value == 3 && std::isnan(one.low) && std::isnan(one.high));
    QVERIFY(std::isnan(meanOf({}).value));
    QVERIFY_THROWS_EXCEPTION(Error, pairedDifference(first, std::vector{3.0}));
  }
  // What both share drops out: the difference is exact, whatever their own spread.
  void pairsNeedNotBeAlike() {
    const Estimate same = pairedDifference(std::vector{1.0, 50.0, -30.0}, std::vector{0.5, 49.5, -30.5});
    QCOMPARE(same.low, 0.5);
    QCOMPARE(same.high, 0.5);
  }
  void studentsQuantilesAreTheTabulated() {
    QVERIFY(std::abs(studentT95(1) - 12.7062) < 1e-4);
    QVERIFY(std::abs(studentT95(9) - 2.26216) < 1e-5);
    QVERIFY(std::abs(studentT95(11) - 2.200985) < 1e-5);
    QVERIFY(std::abs(studentT95(30) - 2.04227) < 1e-5);
    QVERIFY(std::abs(studentT95(1e9) - kNormal95) < 1e-8);
  }
  void errorsOfSeriesKnowCorrelation() {
    QCOMPARE(standardErrorOfSeries({}), 0.0);
    QCOMPARE(standardErrorOfSeries(std::vector{7.0}), 0.0);
    QCOMPARE(standardErrorOfSeries(std::vector{1.0, 3.0}), 1.0);
    FastRandom random(4, 0);
    double independent = 0;
    double correlated = 0;
    for (int i = 0; i < 200; ++i) {
      independent += standardErrorOfSeries(walk(random, 0, 1000)) / 200;
      correlated += standardErrorOfSeries(walk(random, 0.8, 1000)) / 200;
    }
    QVERIFY(std::abs(independent * std::sqrt(1000) - 1) < 0.1);
    QVERIFY2(std::abs(correlated * std::sqrt(1000) - 3) < 0.3, qPrintable(QString::number(correlated)));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreEstimate)
#include "test_core_estimate.moc"
