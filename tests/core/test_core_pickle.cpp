// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>

#include "core/import/pickle.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

PickleRef parsed(const std::string& text) {
  const std::array<std::string, 2> allowed{"collections OrderedDict", "torch FloatStorage"};
  return parsePickle(std::as_bytes(std::span(text)), allowed, "x.pth");
}

std::string bytes(const char* text, std::size_t size) {
  return {text, size};
}

}  // namespace

class TestCorePickle : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsNumbers();
  void readsDicts();
  void callsNothing();
  void refuses_data();
  void refuses();
  void survivesEveryCut();
  void recallsManyTimes();
};

void TestCorePickle::readsNumbers() {
  using namespace std::string_literals;
  const auto number = [](const std::string& text) { return *parsed("\x80\x02" + text + ".")->as<std::int64_t>(); };
  QCOMPARE(number("K\xff"), 255);
  QCOMPARE(number("M\x01\x02"), 513);
  QCOMPARE(number("J\xfe\xff\xff\xff"), -2);
  QCOMPARE(number("\x8a\0"s), 0);
  QCOMPARE(number("\x8a\1\xff"s), -1);
  QCOMPARE(number("\x8a\2\xff\0"s), 255);
  QCOMPARE(*parsed("\x88.")->as<bool>(), true);
}

void TestCorePickle::readsDicts() {
  using namespace std::string_literals;
  const auto root = parsed("ccollections\nOrderedDict\nq\0)R(X\1\0\0\0aK\1\x8c\1bh\0)Ru}X\1\0\0\0mK\2sb."s);
  const auto* const dict = root->as<PickleDict>();
  QVERIFY(dict != nullptr);
  QCOMPARE(dict->items.size(), std::size_t{2});  // the attributes are dropped
  QCOMPARE(*dict->items[0].first->as<std::string>(), std::string("a"));
  QVERIFY(dict->items[1].second->as<PickleDict>() != nullptr);
}

void TestCorePickle::callsNothing() {
  const auto root = parsed("ctorch\nFloatStorage\nK\1K\2\x86R.");
  const auto* const call = root->as<PickleCall>();
  QVERIFY(call != nullptr);
  QCOMPARE(call->function, std::string("torch FloatStorage"));
  QCOMPARE(call->arguments->as<PickleTuple>()->items.size(), std::size_t{2});
}

void TestCorePickle::refuses_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const std::string& text, const char* part) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << QString(part);
  };
  using namespace std::string_literals;
  row("os.system",
      "\x80\x02"
      "cos\nsystem\nX\4\0\0\0true\x85R."s,
      "'os system'");
  row("builtins.eval", "cbuiltins\neval\n)R.", "'builtins eval'");
  row("a prefix of what is allowed", "ctorch\nFloat\n.", "'torch Float'");
  row("STACK_GLOBAL", "\x8c\2os\x8c\6system\x93."s, "0x93");
  row("INST", "(ios\nsystem\n.", "0x69");
  row("OBJ", "(o.", "0x6f");
  row("NEWOBJ", ")\x81.", "0x81");
  row("EXT1", "\x82\1."s, "0x82");
  row("text of 4 GiB",
      "X\xff\xff\xff\xff"
      "ab",
      "truncated");
  row("memo that was never set", "h\1."s, "damaged");
  row("nothing", ".", "damaged");
  row("two values", "NN.", "damaged");
  row("more after the end", "N.N", "damaged");
  row("mark as value", "(.", "damaged");
  row("remembered mark", "(q\0h\0."s, "damaged");
  row("call of a number", "K\1)R.", "damaged");
  row("odd items", "}(K\1u.", "damaged");
  row("items without a dict", "(K\1K\2u.", "damaged");
  row("number as key", "}K\1K\2s.", "not a string");
  row("dict in itself", "}q\0X\1\0\0\0ah\0s."s, "within itself");
  row("dict filled again", "}q\0}q\1X\1\0\0\0ah\0s."s, "within itself");
  row("attributes of a tuple", ")Nb.", "not a dict");
  row("number of 9 bytes",
      "\x8a\x09"
      "123456789.",
      "64 bits");
  row("protocol 9", "\x80\x09N.", "newer pickle protocol");
  row("deep nest", std::string(100, '(') + "N" + std::string(100, 't') + ".", "too deeply");
  row("nothing at all", "", "truncated");
  row("NUL bytes", bytes("\0\0", 2), "0x00");
}

void TestCorePickle::refuses() {
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  const std::string said = test::refusal([&] { parsed(text.toStdString()); });
  QCOMPARE(test::faultIn(said, {"x.pth", part.toStdString(), "state_dict()"}), QByteArray());
}

void TestCorePickle::survivesEveryCut() {
  using namespace std::string_literals;
  const std::string good =
      "\x80\x02"
      "ccollections\nOrderedDict\nq\0)R(X\1\0\0\0aK\1K\2\x86X\1\0\0\0bh\0)Ru."s;
  QVERIFY(parsed(good)->as<PickleDict>() != nullptr);
  for (std::size_t i = 0; i < good.size(); ++i) {
    QVERIFY(test::refusal([&] { parsed(good.substr(0, i)); }) != "(it was not refused)");
  }
}

// Were the stack searched at each recall, this file of 3 MB would take longer than Qt Test allows a test.
void TestCorePickle::recallsManyTimes() {
  using namespace std::string_literals;
  constexpr std::size_t kTimes = 1'000'000;
  std::string text = "(}q\0\x85"s;
  for (std::size_t i = 0; i < kTimes; ++i) text += "h\0\x85"s;
  const auto root = parsed(text + "t.");
  const auto* const tuple = root->as<PickleTuple>();
  QVERIFY(tuple != nullptr);
  QCOMPARE(tuple->items.size(), kTimes + 1);
  QVERIFY(tuple->items.back()->as<PickleTuple>() != nullptr);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCorePickle)
#include "test_core_pickle.moc"
