// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/types/error.h"
#include "rl/environment/load_models.h"
#include "rl/environment/two_state.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestLoadModels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void constantIsConstant() { QCOMPARE(realise(LoadSpec(ConstantLoad{0.4}), Side::Device, 1, 10).at(77), 0.4); }
  void markovHasItsSharesAndStays() {
    const MarkovLoad load{0.1, 0.7, 8, 4};
    const StepSeries series = realise(LoadSpec(load), Side::Device, 1, 60000);
    QVERIFY(qAbs(series.mean() - (0.1 * 8 + 0.7 * 4) / 12) < 0.01);
    double busyS = 0;
    double idleS = 0;
    int busy = 0;
    int idle = 0;
    for (std::size_t i = 0; i + 1 < series.values().size(); ++i) {
      const double length = series.startsS()[i + 1] - series.startsS()[i];
      QVERIFY(series.values()[i] != series.values()[i + 1]);
      if (series.values()[i] == 0.7) {
        busyS += length;
        ++busy;
      } else {
        QCOMPARE(series.values()[i], 0.1);
        idleS += length;
        ++idle;
      }
    }
    QVERIFY(busy > 4000);
    QVERIFY(qAbs(busyS / busy - 4) < 0.2);
    QVERIFY(qAbs(idleS / idle - 8) < 0.4);
  }
  // Half of the stays are shorter than ln 2 of their mean, and either state can be the first.
  void staysAreExponential() {
    int shorter = 0;
    int all = 0;
    int startsInFirst = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      FastRandom random(seed, 5);
      const StepSeries series = realise(TwoState{1, 0, 3, 1}, random, 100);
      startsInFirst += series.values().front() == 1;
      for (std::size_t i = 0; i + 1 < series.values().size(); ++i) {
        if (series.values()[i] == 0) continue;
        shorter += series.startsS()[i + 1] - series.startsS()[i] < 3 * 0.693147;
        ++all;
      }
    }
    QVERIFY(qAbs(shorter / double(all) - 0.5) < 0.02);
    QVERIFY(qAbs(startsInFirst / 400.0 - 0.75) < 0.07);
  }
  void sidesAndSeedsDiffer() {
    const LoadSpec load = MarkovLoad{0, 0.5, 2, 2};
    const auto starts = [&](Side side, std::uint64_t seed) { return realise(load, side, seed, 100).startsS(); };
    QVERIFY(starts(Side::Device, 1) == starts(Side::Device, 1));
    QVERIFY(starts(Side::Device, 1) != starts(Side::Edge, 1));
    QVERIFY(starts(Side::Device, 1) != starts(Side::Device, 2));
  }
  void aTraceIsReplayed() {
    QTemporaryDir folder;
    QFile file(folder.filePath("cpu.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("time_s,load\n0,0.2\n2,0.8\n");
    file.close();
    const StepSeries load = realise(LoadSpec(TraceLoad{file.fileName().toStdString()}), Side::Edge, 1, 10);
    QCOMPARE(load.at(1), 0.2);
    QCOMPARE(load.at(3), 0.8);
    QCOMPARE(load.durationS(), 4.0);
  }
  void noTimeOrTooMuch() {
    const LoadSpec load = MarkovLoad{};
    QVERIFY_THROWS_EXCEPTION(Error, realise(load, Side::Edge, 1, 0));
    QVERIFY_THROWS_EXCEPTION(Error, realise(load, Side::Edge, 1, std::nan("")));
    QVERIFY_THROWS_EXCEPTION(Error, realise(load, Side::Edge, 1, 1e12));
  }
  void pulsesComeAtEqualDistances() {
    const PulseLoad load{0.1, 0.9, 2, 10};
    const StepSeries series = realise(LoadSpec(load), Side::Edge, 3, 1000);
    int rises = 0;
    double busyS = 0;
    for (std::size_t i = 0; i < series.startsS().size(); ++i) {
      const double endS = i + 1 < series.startsS().size() ? series.startsS()[i + 1] : series.durationS();
      if (series.values()[i] < 0.5) continue;
      ++rises;
      busyS += endS - series.startsS()[i];
    }
    QCOMPARE(rises, 100);
    QVERIFY(qAbs(busyS - 200) < 2);
    QVERIFY(realise(LoadSpec(load), Side::Edge, 4, 1000).startsS() != series.startsS());
    QVERIFY_THROWS_EXCEPTION(Error, realise(LoadSpec(PulseLoad{0, 0.9, 10, 10}), Side::Edge, 3, 1000));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLoadModels)
#include "test_rl_load_models.moc"
