// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <map>

#include "app/runs/run_bundle.h"
#include "app/runs/zip_reader.h"
#include "app/runs/zip_writer.h"
#include "run_samples.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

/// Bundles that are not as they were written: one sentence each, and nothing half opened.
class TestRunBundleDamage : public QObject {
  Q_OBJECT

  using Members = std::map<std::string, std::string>;

  const test::Folder folder_;
  Members good_;

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "x.cleaverun"; }
  void write(const Members& members) const {
    ZipWriter zip(file());
    for (const auto& [name, text] : members) zip.add(name, text);
    zip.finish();
  }
  [[nodiscard]] QByteArray faultOf(std::initializer_list<std::string_view> parts) const {
    return test::faultIn(test::refusal([&] { readRunBundle(file()); }), parts);
  }
  static void edit(std::string& text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    QVERIFY2(at != std::string::npos, from.c_str());
    text.replace(at, from.size(), to);
  }

 private Q_SLOTS:
  void initTestCase() {
    writeRunBundle(file(), test::anyRun(400));
    ZipReader zip(file());
    for (const char* name : {"manifest.json", "requests.csv", "layers.csv", "changes.csv", "scenario.txt"}) {
      good_[name] = zip.text(name, 1 << 24);
    }
  }
  void rewrittenItOpens() {
    write(good_);
    QVERIFY(sameRun(readRunBundle(file()), test::anyRun(400)));
  }
  void missing() {
    QCOMPARE(test::faultIn(test::refusal([&] { readRunBundle(folder_ / "no"); }), {"is not a file"}), QByteArray());
    test::writeText(file(), "PK and nothing else");
    QCOMPARE(faultOf({"not a recorded run"}), QByteArray());
    for (const char* name : {"manifest.json", "requests.csv", "layers.csv", "changes.csv"}) {
      Members members = good_;
      members.erase(name);
      write(members);
      QCOMPARE(faultOf({"it does not contain ", name}), QByteArray());
    }
  }
  void cutAnywhere() {
    write(good_);
    const auto size = std::filesystem::file_size(file());
    for (std::uintmax_t keep = 0; keep < size; keep += size / 40 + 1) {
      write(good_);
      std::filesystem::resize_file(file(), keep);
      QCOMPARE(faultOf({"x.cleaverun"}), QByteArray());
    }
  }
  void flippedAnywhere() {
    write(good_);
    const std::string whole = test::readText(file());
    for (std::size_t at = 40; at < whole.size(); at += whole.size() / 150) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
      test::writeText(file(), bytes);
      try {
        QVERIFY(sameRun(readRunBundle(file()), test::anyRun(400)));  // a date, say
      } catch (const Error& error) {
        QCOMPARE(test::faultIn(error.what(), {"x.cleaverun"}), QByteArray());
      }
    }
  }
  void wrong_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* member, const char* from, const char* to, const char* says) {
      QTest::newRow(name) << member << from << to << says;
    };
    row("a column less", "requests.csv", ",outcome,", ",income,", "no column outcome");
    row("a column twice", "requests.csv", ",queue_ms,", ",total_ms,", "column");
    row("no columns", "requests.csv", "id,exit", "\n", "no column id");
    row("a word for a number", "requests.csv", "\n7,", "\nseven,", "requests.csv, line");
    row("another outcome", "requests.csv", ",completed,", ",perhaps,", "requests.csv, line");
    row("another policy", "requests.csv", "\"greedy, safe\"", "nobody's", "requests.csv, line");
    row("a field less", "requests.csv", ",completed,", ",completed", "requests.csv, line");
    row("an open quotation", "requests.csv", "\"The link", "\"\"The link", "requests.csv, line");
    row("a column of layers less", "layers.csv", ",conv2_ms", "", "layers.csv: its columns do not match");
    row("another request's layers", "layers.csv", "\n9,", "\n8,", "layers.csv does not match the requests");
    row("a word for a layer", "layers.csv", "\n9,", "\n9,x", "layers.csv, line 11");
    row("more requests", "manifest.json", "\"requests\": 400", "\"requests\": 401", "requests.csv does not contain");
    row("fewer requests", "manifest.json", "\"requests\": 400", "\"requests\": 399", "does not contain the 399");
    row("absurdly many", "manifest.json", "\"requests\": 400", "\"requests\": 4000000000", "declares 4000000000");
    row("negative", "manifest.json", "\"requests\": 400", "\"requests\": -4", "declares 18446744073709551612");
    row("a newer version", "manifest.json", "\"version\": 2", "\"version\": 7", "newer version of Cleave");
    row("another format", "manifest.json", "cleave-run-bundle", "cleave-walk", "not a run that Cleave can read");
    row("no manifest", "manifest.json", "{", "", "not a run that Cleave can read");
    row("no such change", "changes.csv", ",policy,", ",policy", "changes.csv is damaged");
    row("another change", "changes.csv", ",policy,", ",target,", "different policies");
  }
  void wrong() {
    QFETCH(QString, member);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, says);
    Members members = good_;
    edit(members.at(member.toStdString()), from.toStdString(), to.toStdString());
    write(members);
    QCOMPARE(faultOf({"x.cleaverun", says.toStdString()}), QByteArray());
  }
  void gapsInAPathAreRefused() {
    Members members = good_;
    std::string& layers = members.at("layers.csv");
    layers = layers.substr(0, layers.find('\n') + 1) + "0,,1" + std::string(21, ',') + '\n';
    write(members);
    QCOMPARE(faultOf({"layers.csv, line 2"}), QByteArray());
  }
  // What deflate makes of nothing: a line that never ends, and more rows than the manifest tells of.
  void bombs() {
    const long before = test::peakMemoryMiB();
    Members members = good_;
    members.at("requests.csv") = std::string(100 << 20, '1');
    write(members);
    QCOMPARE(faultOf({"requests.csv"}), QByteArray());
    members = good_;
    members.at("manifest.json") += std::string(100 << 20, ' ');
    write(members);
    QCOMPARE(faultOf({"manifest.json declares"}), QByteArray());
    members = good_;
    edit(members.at("manifest.json"), "\"requests\": 400", "\"requests\": 20000000");
    write(members);
    QCOMPARE(faultOf({"does not contain the 20000000"}), QByteArray());
    QVERIFY2(test::peakMemoryMiB() - before < 1500, qPrintable(QString::number(test::peakMemoryMiB() - before)));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRunBundleDamage)
#include "test_app_run_bundle_damage.moc"
