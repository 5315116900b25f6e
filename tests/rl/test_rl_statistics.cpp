// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/types/error.h"
#include "core/types/fast_random.h"
#include "rl/evaluate/statistics.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestStatistics : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void quantilesAreNearestRank() {
    const std::vector<float> values{30, 10, 50, 20, 40};
    QCOMPARE(quantile(values, 0), 10.0);
    QCOMPARE(quantile(values, 0.2), 10.0);
    QCOMPARE(quantile(values, 0.21), 20.0);
    QCOMPARE(quantile(values, 0.5), 30.0);
    QCOMPARE(quantile(values, 0.95), 50.0);
    QCOMPARE(quantile(values, 1), 50.0);
    QCOMPARE(quantile({7}, 0.99), 7.0);
    QCOMPARE(quantile({}, 0.5), 0.0);
  }
  void quantileCurvesEndAtTheGreatest() {
    QVERIFY(quantileCurve({}).empty());
    std::vector<float> values;
    for (int i = 1000; i > 0; --i) values.push_back(static_cast<float>(i));
    const auto curve = quantileCurve(values);
    QCOMPARE(curve.size(), std::size_t{104});
    QCOMPARE(curve.front().value, 1.0);
    QCOMPARE(curve[50].value, 500.0);
    QCOMPARE(curve[100].percent, 99.5);
    QCOMPARE(curve[100].value, 995.0);
    QCOMPARE(curve[101].value, 999.0);
    QCOMPARE(curve.back().value, 1000.0);
  }
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
  void scoresAreNormalised() {
    QCOMPARE(normalisedScore(0.5, 0.5, 0.9), 0.0);
    QCOMPARE(normalisedScore(0.9, 0.5, 0.9), 1.0);
    QCOMPARE(normalisedScore(0.8, 0.5, 0.9), 0.75);
    QCOMPARE(normalisedScore(0.1, 0.5, 0.9), -1.0);
    QVERIFY(std::isnan(normalisedScore(0.5, 0.5, 0.5)));
    QVERIFY(std::isnan(normalisedScore(0.5, 0.6, 0.5)));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestStatistics)
#include "test_rl_statistics.moc"
