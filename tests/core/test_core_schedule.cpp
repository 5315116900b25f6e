// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/train/schedule.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreSchedule : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void reads();
  void refuses_data();
  void refuses();
  void stepsAndStages();
  void warmsUpThenFalls();
  void stagesMeetAtATenth();
  void aStagesRateIsAShare();
  void onlyAStagesFirstStepIsFirst();
  void workIsMonotone();
  void tinyStages();
};

void TestCoreSchedule::reads() {
  const auto stages = parseStages("96:4,160:0.8,224:1.5");
  QCOMPARE(stages.size(), std::size_t{3});
  QCOMPARE(stages[0].frameSize, 96);
  QCOMPARE(stages[0].epochs, 4.0);
  QCOMPARE(stages[1].epochs, 0.8);
  QCOMPARE(stages[2].frameSize, 224);
  QCOMPARE(toText(stages), std::string("96:4,160:0.8,224:1.5"));
  for (const auto& stage : stages) QCOMPARE(stage.rate, 1.0);
  QCOMPARE(parseStages("64:0.01").size(), std::size_t{1});
  const auto slow = parseStages("96:4:1,224:1.5:0.25");
  QCOMPARE(slow[0].rate, 1.0);
  QCOMPARE(slow[1].epochs, 1.5);
  QCOMPARE(slow[1].rate, 0.25);
  QCOMPARE(toText(slow), std::string("96:4,224:1.5:0.25"));  // a whole rate goes without saying
}

void TestCoreSchedule::refuses_data() {
  QTest::addColumn<QString>("text");
  for (const char* text :
       {"96",        "96:",           ":4",         "96:0",        "96:-1",     "96:nan",     "96:inf",
        "96:four",   "63:1",          "1025:1",     "0:1",         "-96:1",     "96:10001",   "96:1e400",
        "96.5:1",    "0x60:1",        "96:4,",      "96:4,,224:1", ",96:4",     "96:4;224:1", "96:4 ",
        "96-4",      "99999999999:1", "96:4:",      "96:4:0",      "96:4:-0.5", "96:4:1.01",  "96:4:nan",
        "96:4:half", "96:4:0.5:",     "96:4:0.5:1", "96:4::0.5",   "96:4:0.5 "}) {
    QTest::newRow(text) << QString(text);
  }
}

void TestCoreSchedule::refuses() {
  QFETCH(QString, text);
  const std::string said = test::refusal<UsageError>([&] { parseStages(text.toStdString()); });
  QCOMPARE(test::faultIn(said, {test::quoted(text.toStdString()), "SIZE:EPOCHS[:RATE]", "96:4,224:1.5:0.5"}),
           QByteArray());
  const std::string empty = test::refusal<UsageError>([&] { parseStages(""); });
  QCOMPARE(test::faultIn(empty, {"empty", "96:4,224:1.5"}), QByteArray());
}

void TestCoreSchedule::stepsAndStages() {
  const Schedule schedule(parseStages("96:2,224:0.5"), 1000, 10, 0.1);
  QCOMPARE(schedule.steps(), std::int64_t{250});
  for (std::int64_t step = 0; step < 250; ++step) QCOMPARE(schedule.at(step).stage, std::size_t{step < 200 ? 0U : 1U});
  QCOMPARE(schedule.stages().size(), std::size_t{2});
}

void TestCoreSchedule::warmsUpThenFalls() {
  constexpr double kPeak = 0.05;
  const Schedule schedule({{96, 10}}, 1000, 10, kPeak);  // 1,000 steps, the first 50 warm up
  QVERIFY(schedule.at(0).rate > 0);
  QVERIFY(schedule.at(0).rate < kPeak / 40);
  double greatest = 0;
  for (std::int64_t step = 1; step < 1000; ++step) {
    const double before = schedule.at(step - 1).rate;
    const double rate = schedule.at(step).rate;
    QVERIFY2(step <= 50 ? rate > before : rate < before, qPrintable(QString::number(step)));
    greatest = std::max(greatest, rate);
  }
  QCOMPARE(greatest, kPeak);
  QCOMPARE(schedule.at(50).rate, kPeak);
  // Half-way down the cosine, the rate is half-way between its peak and its end.
  QVERIFY(std::abs(schedule.at(525).rate - kPeak * 0.501) < 1e-9);
  QVERIFY(schedule.at(999).rate < kPeak * 0.0021);
}

// The next frame size needs a rate that can still move the filters.
void TestCoreSchedule::stagesMeetAtATenth() {
  const Schedule schedule({{96, 10}, {224, 10}}, 1000, 10, 1.0);
  QVERIFY(schedule.at(999).rate >= 0.1);
  QVERIFY(schedule.at(999).rate < 0.101);
  QVERIFY(schedule.at(1999).rate < 0.0021);
}

void TestCoreSchedule::aStagesRateIsAShare() {
  const Schedule whole({{96, 10}, {224, 10}}, 1000, 10, 0.8);
  const Schedule shared({{96, 10}, {224, 10, 0.25}}, 1000, 10, 0.8);
  for (std::int64_t step = 0; step < 2000; step += 13) {
    const double share = step < 1000 ? 1 : 0.25;
    QVERIFY(std::abs(shared.at(step).rate - share * whole.at(step).rate) < 1e-12);
    QCOMPARE(shared.at(step).workDone, whole.at(step).workDone);
  }
}

void TestCoreSchedule::onlyAStagesFirstStepIsFirst() {
  const Schedule schedule({{64, 2}, {96, 0.001}, {128, 1}}, 100, 10, 0.1);  // 20, 1 and 10 steps
  QCOMPARE(schedule.steps(), std::int64_t{31});
  for (std::int64_t step = 0; step < 31; ++step) {
    QCOMPARE(schedule.at(step).firstOfStage, step == 0 || step == 20 || step == 21);
  }
}

void TestCoreSchedule::workIsMonotone() {
  const Schedule schedule(parseStages("64:1,128:1,96:0.5"), 640, 10, 0.1);
  QCOMPARE(schedule.at(0).workDone, 0.0);
  for (std::int64_t step = 1; step <= schedule.steps(); ++step) {
    QVERIFY(schedule.at(step).workDone > schedule.at(step - 1).workDone);
  }
  QVERIFY(std::abs(schedule.at(schedule.steps()).workDone - 1.0) < 1e-12);
  // A step at twice the frame size is four times the work: 64 steps of 1, 64 of 4, 32 of 2.25.
  QVERIFY(std::abs(schedule.at(64).workDone - 64.0 / 392.0) < 1e-12);
  QVERIFY(std::abs(schedule.at(128).workDone - 320.0 / 392.0) < 1e-12);
}

void TestCoreSchedule::tinyStages() {
  const Schedule schedule({{64, 0.001}, {96, 0.001}}, 100, 50, 0.1);  // at least one step each
  QCOMPARE(schedule.steps(), std::int64_t{2});
  for (std::int64_t step = 0; step < 2; ++step) {
    QVERIFY(std::isfinite(schedule.at(step).rate));
    QVERIFY(schedule.at(step).rate > 0);
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreSchedule)
#include "test_core_schedule.moc"
