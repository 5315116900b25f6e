// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreArchitectures : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void shipsAlexnet();
  void setsTheClasses();
  void readsAFile();
  void refuses_data();
  void refuses();
  void refusesUnknownNames();
};

void TestCoreArchitectures::shipsAlexnet() {
  QVERIFY(std::ranges::count(architectureNames(), "alexnet") == 1);
  for (const auto& name : architectureNames()) QVERIFY(loadArchitecture(name, 10).exitCount() >= 1);
}

void TestCoreArchitectures::setsTheClasses() {
  const NetworkDescription network = loadArchitecture("alexnet", 37);
  for (int exit = 1; exit <= 5; ++exit) QVERIFY(network.shapes(exit).back() == Shape{37});
  const std::string said = test::refusal([] { loadArchitecture("alexnet", 0); });
  QCOMPARE(test::faultIn(said, {"out of range"}), QByteArray());
}

void TestCoreArchitectures::readsAFile() {
  const NetworkDescription network = test::tinyNetwork(4);
  QCOMPARE(network.architecture, std::string("tiny"));
  QCOMPARE(network.exitCount(), 3);
  QCOMPARE(network.frame.width, 64);
  QCOMPARE(network.frame.deviation[1], 0.25F);
  QCOMPARE(network.trunk[0].stride, 4);
  QVERIFY(network.trunk[0].relu);
  QVERIFY(network.shapes(1)[3] == (Shape{8, 4, 4}));
  QVERIFY(network.shapes(3).back() == Shape{4});
}

void TestCoreArchitectures::refuses_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("part");
  const std::string good = test::kTinyJson;
  const auto row = [](const char* name, const std::string& text, const char* part) {
    QTest::newRow(name) << QString::fromStdString(text) << QString(part);
  };
  row("empty", "", "is not a network description");
  row("not JSON", "exits: 5", "is not a network description");
  row("another JSON", "[1, 2]", "is not a network description");
  row("unknown operation", test::replaced(good, "max_pool", "min_pool"), "'min_pool' is not a layer operation");
  row("no trunk", test::replaced(good, "trunk", "trank"), "trunk");
  row("word for a number", test::replaced(good, "\"width\": 64", "\"width\": \"wide\""), "must be number");
  row("no shape", test::replaced(good, "\"kernel\": 5", "\"kernel\": 500"), "kernel larger");
  row("short mean", test::replaced(good, "[0.5, 0.5, 0.5]", "[0.5, 0.5]"), "range");
}

void TestCoreArchitectures::refuses() {
  QFETCH(QString, text);
  QFETCH(QString, part);
  const test::Folder folder;
  const auto file = folder / "net.json";
  test::writeText(file, text.toStdString());
  const std::string said = test::refusal([&] { loadArchitecture(file.string(), 10); });
  QCOMPARE(test::faultIn(said, {file.string(), part.toStdString()}), QByteArray());
}

void TestCoreArchitectures::refusesUnknownNames() {
  const test::Folder folder;
  const std::vector<std::string> names{"resnet", "", (folder / "absent.json").string(), (folder / "").string()};
  for (const auto& name : names) {
    const std::string said = test::refusal<UsageError>([&] { loadArchitecture(name, 10); });
    QCOMPARE(test::faultIn(said, {test::quoted(name), "alexnet", "nor a file"}), QByteArray());
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreArchitectures)
#include "test_core_architectures.moc"
