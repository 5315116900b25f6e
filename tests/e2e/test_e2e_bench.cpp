// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <set>

#include "core/bundle/bundle.h"
#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {

/// cleave-cli bench on models as they are, shipped and not yet calibrated.
class TestBench : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  const QString raw_ = folder_.filePath("raw.cleavemodel");

  // Of a command that must succeed, and says nothing else.
  static std::vector<nlohmann::json> jsonRows(const QStringList& arguments) {
    const Ended ended = runProgram("cleave-cli", arguments);
    if (ended.status != 0 || !ended.err.isEmpty()) qWarning("%s", qPrintable(ended.err));
    std::vector<nlohmann::json> rows;
    for (const auto& text : ended.out.split('\n', Qt::SkipEmptyParts)) {
      rows.push_back(nlohmann::json::parse(text.toStdString()));
    }
    return rows;
  }

 private Q_SLOTS:
  void initTestCase() {
    Model model = readBundle(kModel.toStdString());
    model.manifest.ranges.clear();
    model.manifest.coding.clear();
    model.manifest.decisions.clear();
    writeBundle(raw_.toStdString(), model, readCard(kModel.toStdString()));
  }
  void anUncalibratedNetworkHasItsCutsTimedAllTheSame() {
    const Ended ended = runProgram("cleave-cli", {"bench", "network", raw_, "--rounds", "3", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto json = nlohmann::json::parse(ended.out.toStdString());
    QVERIFY(json.at("split_over_whole").get<double>() > 0);
    QVERIFY(json.at("int8_speedup").is_null());
    QVERIFY(json.at("int8_ms").is_null());
    QVERIFY2(ended.err.contains("int8 is skipped") && ended.err.contains("calibrate"), qPrintable(ended.err));
    QCOMPARE(ended.err.count('\n'), 1);
  }
  // As text, the sentence stands before the first cut: nobody waits for it.
  void theSentenceComesFirst() {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(programPath("cleave-cli"), {"bench", "network", raw_, "--rounds", "3"});
    QVERIFY(process.waitForFinished(120'000));
    const QString said = QString::fromUtf8(process.readAll());
    QVERIFY2(said.indexOf("int8 is skipped") >= 0 && said.indexOf("int8 is skipped") < said.indexOf("cut at"),
             qPrintable(said));
    QVERIFY(!said.contains("int8 layers"));
  }
  void codecRowsOfTheShippedModel() {
    const Ended ended = runProgram("cleave-cli", {"bench", "codec", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const Manifest manifest = readBundle(kModel.toStdString()).manifest;
    int madeUp = 0;
    std::set<std::string> layers;
    for (const auto& text : ended.out.split('\n', Qt::SkipEmptyParts)) {
      const auto row = nlohmann::json::parse(text.toStdString());
      if (!row.contains("layer")) {
        ++madeUp;
        continue;
      }
      const auto layer = row.at("layer").get<std::string>();
      const int bits = row.at("bits").get<int>();
      layers.insert(layer);
      QCOMPARE(row.at("ranges").get<std::size_t>(), manifest.ranges.at(layer).at(bits).size());
      const auto coding = manifest.coding.find(layer);
      const bool coded = coding != manifest.coding.end() && coding->second.contains(bits);
      QCOMPARE(row.at("stage").get<std::string>() == "lossless", coded);
      QVERIFY(row.at("encode_gbps").get<double>() > 0 && row.at("decode_gbps").get<double>() > 0);
      QVERIFY(row.at("bits_a_value").get<double>() <= bits + 0.01);
    }
    QCOMPARE(madeUp, 24);
    QCOMPARE(layers.size(), std::size_t{10});  // all cuts before the last exit
  }
  void worldsBesideATightLoop() {
    const auto rows = jsonRows({"bench", "env", "--rounds", "3", "--scenario", "wifi-office", "urllc", "--json"});
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0].at("scenario").get<std::string>(), std::string("wifi-office"));
    QCOMPARE(rows[1].at("scenario").get<std::string>(), std::string("urllc"));
    for (const auto& row : rows) {
      QVERIFY(row.at("steps_per_s").get<double>() > 0);
      QVERIFY(row.at("reference_steps_per_s").get<double>() > 0);
      QVERIFY(row.at("ratio").get<double>() > 0);
    }
  }
  void updatesOfTheAnchorsSizesAndOfBothShapes() {
    const auto rows = jsonRows({"bench", "train", "--updates", "1", "--rounds", "1", "--replay", "500", "--json"});
    std::set<std::pair<std::size_t, std::size_t>> sizes;
    std::set<std::string> used;
    for (const auto& row : rows) {
      QVERIFY(row.at("updates_per_s").get<double>() > 0);
      QVERIFY(row.at("updates_per_processor_s").get<double>() > 0);
      const auto hidden = row.at("hidden").get<std::vector<std::size_t>>();
      QCOMPARE(hidden.size(), std::size_t{2});
      if (row.at("workload").get<std::string>() == "anchor") {
        QCOMPARE(row.at("actions").get<int>(), 100);
        QCOMPARE(row.at("shape").get<std::string>(), std::string("flat"));
        QVERIFY(row.at("discount").get<double>() > 0);  // or target networks would have no part
        sizes.emplace(hidden[0], row.at("batch").get<std::size_t>());
      } else {
        used.insert(row.at("shape").get<std::string>());
      }
    }
    QCOMPARE(sizes, (std::set<std::pair<std::size_t, std::size_t>>{{64, 64}, {64, 256}, {256, 64}, {256, 256}}));
    QCOMPARE(used, (std::set<std::string>{"features", "flat"}));
  }
  void decisionsOfBothShapes() {
    const auto rows = jsonRows({"bench", "decide", "--decisions", "200", "--json"});
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0].at("shape").get<std::string>(), std::string("flat"));
    QCOMPARE(rows[1].at("shape").get<std::string>(), std::string("features"));
    for (const auto& row : rows) {
      QVERIFY(row.at("p50_us").get<double>() > 0);
      QVERIFY(row.at("p99_us").get<double>() >= row.at("p50_us").get<double>());
    }
  }
  void aRunsBundle() {
    const auto rows = jsonRows({"bench", "runs", "--requests", "2000", "--rounds", "2", "--journal", "--json"});
    QCOMPARE(rows.size(), std::size_t{1});
    QCOMPARE(rows[0].at("requests").get<int>(), 2000);
    for (const char* key : {"open_s", "write_s", "bytes", "journal_open_s"}) QVERIFY(rows[0].at(key).get<double>() > 0);
  }
  void forPeopleEachIsALine() {
    const Ended ended = runProgram("cleave-cli", {"bench", "decide", "--decisions", "200"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(ended.out.count("us, p99 "), 2);
  }
  void theWindowKeepsUp() {
    const auto rows =
        jsonRows({"bench", "gui", "--seconds", "1", "--rate", "200", "--open-requests", "5000", "--json"});
    QCOMPARE(rows.size(), std::size_t{1});
    QVERIFY(rows[0].at("frames").get<int>() > 0);
    QVERIFY(rows[0].at("frame_p99_ms").get<double>() >= rows[0].at("frame_p50_ms").get<double>());
    QVERIFY(rows[0].at("frame_p50_ms").get<double>() > 0);
    QVERIFY(rows[0].contains("rss_growth_mb"));
    QCOMPARE(rows[0].at("requests").get<int>(), 5000);
    QVERIFY(rows[0].at("open_s").get<double>() > 0);
    QVERIFY(rows[0].at("pan_p50_ms").get<double>() > 0);
    QVERIFY(rows[0].at("pan_p99_ms").get<double>() >= rows[0].at("pan_p50_ms").get<double>());
    QVERIFY(rows[0].at("records").get<int>() > 200);
    QCOMPARE(rows[0].at("dropped").get<int>(), 0);
    QCOMPARE(runProgram("cleave-cli", {"bench", "gui", "--seconds", "0"}).status, 2);
    QCOMPARE(runProgram("cleave-cli", {"bench", "gui", "--workspace", "moon"}).status, 2);
  }
  void wrongWays() {
    for (const char* what : {"env", "train", "decide"}) {
      const Ended ended = runProgram("cleave-cli", {"bench", what, "--model", "/no/such.cleavemodel"});
      QCOMPARE(ended.status, 1);
      QVERIFY2(ended.err.contains("/no/such.cleavemodel"), qPrintable(ended.err));
      const Ended unknown = runProgram("cleave-cli", {"bench", what, "--scenario", "the-moon"});
      QCOMPARE(unknown.status, 2);
      QVERIFY2(unknown.err.contains("the-moon") && unknown.err.contains("lte-drive"), qPrintable(unknown.err));
      QVERIFY(ended.out.isEmpty() && unknown.out.isEmpty());
    }
    for (const char* what : {"codec", "network"}) {
      const Ended ended = runProgram("cleave-cli", {"bench", what, "/no/such.cleavemodel"});
      QCOMPARE(ended.status, 1);
      QVERIFY2(ended.err.contains("/no/such.cleavemodel"), qPrintable(ended.err));
      QVERIFY(ended.out.isEmpty());
    }
    QCOMPARE(runProgram("cleave-cli", {"bench", "codec", "--data", "/no/such"}).status, 1);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestBench)
#include "test_e2e_bench.moc"
