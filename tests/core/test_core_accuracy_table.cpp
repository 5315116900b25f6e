// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/types/accuracy_table.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreAccuracyTable : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nothingMeasuredNothingClaimed();
  void exitsStandForFaithfulBits();
  void lossesAreTakenFromTheTable();
};

void TestCoreAccuracyTable::nothingMeasuredNothingClaimed() {
  const DecisionSpace space(test::tinyNetwork());
  const AccuracyTable table(space, {}, {});
  for (int i = 0; i < space.size(); ++i) QVERIFY(!table.at(i).has_value());
}

void TestCoreAccuracyTable::exitsStandForFaithfulBits() {
  const DecisionSpace space(test::tinyNetwork());
  const AccuracyTable table(space, {{80, 100}, {90, 100}, {95, 100}}, {});
  for (int i = 0; i < space.size(); ++i) {
    const Decision d = space.at(i);
    QCOMPARE(table.at(i).has_value(), d.bits >= 8);
    const double accuracy[] = {0.8, 0.9, 0.95};
    if (d.bits >= 8) QCOMPARE(*table.at(i), accuracy[d.exit - 1]);
  }
}

// Measured on 50 images of which the whole exit got 40: a decision that got 30 of them loses 0.2 of the exit's
// accuracy.
void TestCoreAccuracyTable::lossesAreTakenFromTheTable() {
  const DecisionSpace space(test::tinyNetwork());
  std::vector<DecisionMeasurement> decisions(static_cast<std::size_t>(space.size()), {40, 50, 0, 0});
  const int lossy = *space.indexOf({2, 3, 1});
  const int useless = *space.indexOf({1, 1, 1});
  const int lucky = *space.indexOf({3, 1, 4});
  decisions[static_cast<std::size_t>(lossy)].correct = 30;
  decisions[static_cast<std::size_t>(useless)].correct = 0;
  decisions[static_cast<std::size_t>(lucky)].correct = 50;
  const AccuracyTable table(space, {{7500, 10000}, {9000, 10000}, {9500, 10000}}, decisions);
  QCOMPARE(*table.at(*space.indexOf({2, 3, 2})), 0.9);
  QCOMPARE(*table.at(lossy), 0.7);
  QCOMPARE(*table.at(useless), 0.0);  // no accuracy below none,
  QCOMPARE(*table.at(lucky), 1.0);    // nor above all
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreAccuracyTable)
#include "test_core_accuracy_table.moc"
