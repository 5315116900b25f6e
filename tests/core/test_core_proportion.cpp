// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>
#include <cmath>
#include <functional>

#include "core/statistics/proportion.h"
#include "tests/core/correlated_series.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr int kTrials = 1000;

// Percent of draws whose interval holds the truth.
double coverage(double truth, const std::function<Proportion(FastRandom&)>& draw) {
  FastRandom random(7, 0);
  int held = 0;
  for (int i = 0; i < kTrials; ++i) {
    const Proportion p = draw(random);
    held += p.low <= truth && truth <= p.high ? 1 : 0;
  }
  return 100.0 * held / kTrials;
}

std::vector<bool> lateness(FastRandom& random, double correlation, std::size_t count, double threshold) {
  std::vector<bool> late;
  for (const double value : test::walk(random, correlation, count)) late.push_back(value > threshold);
  return late;
}

bool same(const Proportion& a, const Proportion& b) {
  return std::abs(a.value - b.value) < 1e-12 && std::abs(a.low - b.low) < 1e-12 && std::abs(a.high - b.high) < 1e-12;
}

}  // namespace

class TestCoreProportion : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wilsonKnownValues() {
    // Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263 gives 0.2553 to 0.3662 by the score method.
    const Proportion p = wilson(81, 263);
    QVERIFY(qAbs(p.low - 0.2553) < 5e-5);
    QVERIFY(qAbs(p.high - 0.3662) < 5e-5);
    const Proportion none = wilson(0, 20);  // same table: 0.0000 to 0.1611
    QCOMPARE(none.low, 0.0);
    QVERIFY(qAbs(none.high - 0.1611) < 5e-5);
  }
  void theEndsOfAShareAreExact() {
    QCOMPARE(wilson(0, 300).low, 0.0);
    QCOMPARE(wilson(300, 300).high, 1.0);
    QCOMPARE(wilsonOfShare(1, 7).high, 1.0);
    QCOMPARE(wilsonOfShare(0, 7).low, 0.0);
  }
  void ofNothingAnythingIsPossible() {
    for (const Proportion& p :
         {wilson(0, 0), wilsonOfShare(0.5, 0), ClusteredTally().proportion(), proportionOfSeries({})}) {
      QVERIFY(std::isnan(p.value));
      QCOMPARE(p.low, 0.0);
      QCOMPARE(p.high, 1.0);
    }
  }

  void clustersOfOneAreIndependentTrials() {
    ClusteredTally tally;
    for (int i = 0; i < 50; ++i) tally.add(i, i != 0);
    QVERIFY(same(tally.proportion(), wilson(49, 50)));
    QCOMPARE(tally.clusters(), std::size_t{50});
  }
  void theSameAgainSaysNothingNew() {
    ClusteredTally tally;
    for (int i = 0; i < 200; ++i) tally.add(i % 40, i % 40 < 30);
    const Proportion p = tally.proportion();
    const Proportion once = wilson(30, 40);
    QCOMPARE(p.value, 0.75);
    QVERIFY(p.low <= once.low && p.high >= once.high);
    QVERIFY(p.low > once.low - 0.02 && p.high < once.high + 0.02);
  }
  // The image is the same and the decision is not: results are partly alike.
  void repeatsThatDifferSayMore() {
    ClusteredTally alike;
    ClusteredTally mixed;
    for (int i = 0; i < 400; ++i) {
      alike.add(i % 100, i % 100 < 50);
      mixed.add(i % 100, i < 200);
    }
    const auto width = [](const ClusteredTally& tally) { return tally.proportion().high - tally.proportion().low; };
    QVERIFY(width(mixed) < 0.6 * width(alike));
  }
  void allAlikeCountsClusters() {
    ClusteredTally right;
    for (int i = 0; i < 200; ++i) right.add(i % 40, true);
    QVERIFY(same(right.proportion(), wilson(40, 40)));
    ClusteredTally one;
    for (int i = 0; i < 200; ++i) one.add(3, i % 2 == 0);
    QVERIFY(one.proportion().high - one.proportion().low > 0.8);  // one image says next to nothing
  }
  void takesBackWhatWasAdded() {
    ClusteredTally window;
    ClusteredTally afresh;
    for (int i = 0; i < 300; ++i) {
      window.add(i % 7, i % 3 == 0);
      if (i >= 100) window.remove((i - 100) % 7, (i - 100) % 3 == 0);
      if (i >= 200) afresh.add(i % 7, i % 3 == 0);
    }
    QCOMPARE(window.trials(), std::uint64_t{100});
    QVERIFY(same(window.proportion(), afresh.proportion()));
  }
  void clustersMayHaveAnyNumber() {
    ClusteredTally far;
    ClusteredTally near;
    for (int i = 0; i < 90; ++i) {
      const std::array<std::int64_t, 3> numbers{-5, 7, 1'000'000'000'000};
      far.add(numbers[static_cast<std::size_t>(i % 3)], i % 2 == 0);
      near.add(i % 3, i % 2 == 0);
    }
    QCOMPARE(far.clusters(), std::size_t{3});
    QVERIFY(same(far.proportion(), near.proportion()));
  }
  void coversTheTruthWhereImagesRepeat_data() {
    QTest::addColumn<int>("images");
    QTest::addColumn<int>("requests");
    QTest::newRow("few images") << 40 << 400;
    QTest::newRow("many images") << 256 << 1000;
    QTest::newRow("drawn twice") << 500 << 1000;
  }
  // An image is easy or hard, and its results are alike accordingly; independent trials would cover far less.
  void coversTheTruthWhereImagesRepeat() {
    QFETCH(int, images);
    QFETCH(int, requests);
    const auto draw = [&](FastRandom& random, bool clustered) {
      std::vector<double> ease;
      for (int i = 0; i < images; ++i) ease.push_back(random.uniform() < 0.75 ? 0.95 : 0.25);
      ClusteredTally tally;
      std::uint64_t hits = 0;
      for (int i = 0; i < requests; ++i) {
        const auto image = random.below(static_cast<std::uint64_t>(images));
        const bool hit = random.uniform() < ease[image];
        hits += hit ? 1 : 0;
        tally.add(static_cast<std::int64_t>(image), hit);
      }
      return clustered ? tally.proportion() : wilson(hits, static_cast<std::uint64_t>(requests));
    };
    const double truth = 0.75 * 0.95 + 0.25 * 0.25;
    const double held = coverage(truth, [&](FastRandom& random) { return draw(random, true); });
    QVERIFY2(held >= 92 && held <= 98, qPrintable(QString::number(held)));
    QVERIFY(coverage(truth, [&](FastRandom& random) { return draw(random, false); }) < held - 3);
  }

  void coversTheTruthWhereRequestsCorrelate_data() {
    QTest::addColumn<double>("correlation");
    QTest::addColumn<int>("requests");
    QTest::addColumn<double>("late");
    QTest::addColumn<double>("threshold");
    QTest::newRow("independent") << 0.0 << 1000 << 0.1 << 1.2815516;
    QTest::newRow("half") << 0.5 << 300 << 0.1 << 1.2815516;
    QTest::newRow("0.8") << 0.8 << 1000 << 0.1 << 1.2815516;
    QTest::newRow("0.8, short") << 0.8 << 300 << 0.5 << 0.0;
    QTest::newRow("0.9") << 0.9 << 1000 << 0.1 << 1.2815516;
    QTest::newRow("0.9, rarely late") << 0.9 << 5000 << 0.03 << 1.8807936;
  }
  void coversTheTruthWhereRequestsCorrelate() {
    QFETCH(double, correlation);
    QFETCH(int, requests);
    QFETCH(double, late);
    QFETCH(double, threshold);
    const auto draw = [&](FastRandom& random) {
      return lateness(random, correlation, static_cast<std::size_t>(requests), threshold);
    };
    const double held = coverage(late, [&](FastRandom& random) { return proportionOfSeries(draw(random)); });
    QVERIFY2(held >= 92 && held <= 98, qPrintable(QString::number(held)));
    if (correlation < 0.8) return;
    const double naive = coverage(late, [&](FastRandom& random) {
      const auto hits = draw(random);
      return wilson(static_cast<std::uint64_t>(std::ranges::count(hits, true)), hits.size());
    });
    QVERIFY2(naive < 75, qPrintable(QString::number(naive)));
  }
  void seriesThatSayNothingOfTheirCorrelation() {
    QVERIFY(same(proportionOfSeries({true}), wilson(1, 1)));
    QVERIFY(same(proportionOfSeries({true, false, true}), wilson(2, 3)));
    QVERIFY(same(proportionOfSeries(std::vector<bool>(500, false)), wilson(0, 500)));
    QVERIFY(same(proportionOfSeries(std::vector<bool>(500, true)), wilson(500, 500)));
  }
  // Every other request late: the blocks agree better than independent trials would, which is no reason to be surer.
  void neverSurerThanIndependentTrials() {
    std::vector<bool> hits;
    for (int i = 0; i < 1000; ++i) hits.push_back(i % 2 == 0);
    QVERIFY(effectiveTrials(hits) <= 1000);
    const Proportion p = proportionOfSeries(hits);
    QVERIFY(p.low <= wilson(500, 1000).low && p.high >= wilson(500, 1000).high);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreProportion)
#include "test_core_proportion.moc"
