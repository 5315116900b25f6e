// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/types/decision.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreDecision : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void textForm();
  void readsWhatItWrites();
  void refuses_data();
  void refuses();
};

void TestCoreDecision::textForm() {
  QCOMPARE(toText({5, 4, 8}), std::string("5/4/8"));
  QVERIFY((parseDecision("5/4/8") == Decision{5, 4, 8}));
  QVERIFY((parseDecision("12/0/32") == Decision{12, 0, 32}));
}

void TestCoreDecision::readsWhatItWrites() {
  for (int exit = 1; exit <= 12; ++exit) {
    for (int partition = 0; partition <= 12; ++partition) {
      for (const int bits : kBitWidths) {
        const Decision decision{exit, partition, bits};
        QVERIFY(parseDecision(toText(decision)) == decision);
      }
    }
  }
}

void TestCoreDecision::refuses_data() {
  QTest::addColumn<QString>("text");
  for (const char* text : {"", "5", "5/4", "5/4/", "/4/8", "5//8", "5/4/8/", "5/4/8/1", "5/4/8x", "x/4/8", " 5/4/8",
                           "5/4/8 ", "5 /4/8", "5/4/8.0", "5-4-8", "+5/4/8", "0x5/4/8", "99999999999/4/8"}) {
    QTest::newRow(*text == '\0' ? "(empty)" : text) << QString(text);
  }
}

void TestCoreDecision::refuses() {
  QFETCH(QString, text);
  const std::string said = test::refusal<UsageError>([&] { parseDecision(text.toStdString()); });
  QCOMPARE(test::faultIn(said, {test::quoted(text.toStdString()), "EXIT/PARTITION/BITS", "5/4/8"}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreDecision)
#include "test_core_decision.moc"
