// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <set>

#include "core/types/decision_space.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

// What the design says exists, written down anew.
bool exists(const NetworkDescription& network, const Decision& d) {
  if (d.exit < 1 || d.exit > network.exitCount()) return false;
  const int length = network.pathLength(d.exit);
  if (d.partition < 0 || d.partition > length) return false;
  if (std::ranges::find(kBitWidths, d.bits) == kBitWidths.end()) return false;
  if (d.partition == length) return d.bits == 32;
  return d.partition > 0 || d.bits <= 8;
}

}  // namespace

class TestCoreDecisionSpace : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void bijection_data();
  void bijection();
  void knowsItsModel();
  void refuses_data();
  void refuses();
};

void TestCoreDecisionSpace::bijection_data() {
  QTest::addColumn<bool>("alexnet");
  QTest::addColumn<int>("size");
  QTest::newRow("alexnet") << true << 235;  // 6 L - 1 for L = 5, 7, 8, 9, 11
  QTest::newRow("tiny") << false << 93;     // 6 L - 1 for L = 4, 6, 6
}

void TestCoreDecisionSpace::bijection() {
  QFETCH(bool, alexnet);
  QFETCH(int, size);
  const NetworkDescription network = alexnet ? loadArchitecture("alexnet", 10) : test::tinyNetwork();
  const DecisionSpace space(network);
  QCOMPARE(space.size(), size);
  QCOMPARE(space.all().size(), static_cast<std::size_t>(size));
  std::set<std::string> seen;
  for (int index = 0; index < space.size(); ++index) {
    QVERIFY(seen.insert(toText(space.at(index))).second);
    QVERIFY(space.indexOf(space.at(index)) == index);
    space.require(space.at(index));
  }
  for (int exit = -1; exit <= 7; ++exit) {
    for (int partition = -1; partition <= 14; ++partition) {
      for (const int bits : {-8, 0, 1, 2, 3, 4, 5, 8, 15, 16, 31, 32, 64}) {
        const Decision d{exit, partition, bits};
        QVERIFY2(space.indexOf(d).has_value() == exists(network, d), toText(d).c_str());
      }
    }
  }
}

void TestCoreDecisionSpace::knowsItsModel() {
  const DecisionSpace space(loadArchitecture("alexnet", 10));
  QCOMPARE(space.exitCount(), 5);
  const int lengths[] = {5, 7, 8, 9, 11};
  for (int exit = 1; exit <= 5; ++exit) QCOMPARE(space.pathLength(exit), lengths[exit - 1]);
  QVERIFY((space.at(0) == Decision{1, 0, 1}));
  QVERIFY((space.at(space.size() - 1) == Decision{5, 11, 32}));
  QVERIFY_EXCEPTION_THROWN((void)space.at(space.size()), std::out_of_range);
}

void TestCoreDecisionSpace::refuses_data() {
  QTest::addColumn<QString>("decision");
  QTest::addColumn<QString>("range");
  QTest::newRow("partition too deep") << "5/99/4"
                                      << "exit 5 has partitions 0 to 11";
  QTest::newRow("partition of a short exit") << "1/6/4"
                                             << "exit 1 has partitions 0 to 5";
  QTest::newRow("negative partition") << "5/-1/4"
                                      << "partitions 0 to 11";
  QTest::newRow("exit too deep") << "9/0/8"
                                 << "this model has exits 1 to 5";
  QTest::newRow("exit 0") << "0/0/8"
                          << "exits 1 to 5";
  QTest::newRow("frame at 16 bits") << "1/0/16"
                                    << "choose 1, 2, 4 or 8";
  QTest::newRow("frame at 32 bits") << "5/0/32"
                                    << "choose 1, 2, 4 or 8";
  QTest::newRow("device-only at 8 bits") << "1/5/8"
                                         << "choose 32";
  QTest::newRow("odd bits") << "5/4/3"
                            << "choose 1, 2, 4, 8, 16 or 32";
}

void TestCoreDecisionSpace::refuses() {
  QFETCH(QString, decision);
  QFETCH(QString, range);
  const DecisionSpace space(loadArchitecture("alexnet", 10));
  const std::string said = test::refusal<UsageError>([&] { space.require(parseDecision(decision.toStdString())); });
  QCOMPARE(test::faultIn(said, {decision.toStdString(), range.toStdString()}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreDecisionSpace)
#include "test_core_decision_space.moc"
