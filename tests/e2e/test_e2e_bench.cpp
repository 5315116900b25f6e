// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <set>

#include "core/bundle/bundle.h"
#include "program.h"

namespace cleave {

/// cleave-cli bench on models as they are, shipped and not yet calibrated.
class TestBench : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  const QString raw_ = folder_.filePath("raw.cleavemodel");

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
    QVERIFY2(ended.err.contains("int8 is left out") && ended.err.contains("calibrate"), qPrintable(ended.err));
    QCOMPARE(ended.err.count('\n'), 1);
  }
  // As text, the sentence stands before the first cut: nobody waits for it.
  void theSentenceComesFirst() {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(programPath("cleave-cli"), {"bench", "network", raw_, "--rounds", "3"});
    QVERIFY(process.waitForFinished(120'000));
    const QString said = QString::fromUtf8(process.readAll());
    QVERIFY2(said.indexOf("int8 is left out") >= 0 && said.indexOf("int8 is left out") < said.indexOf("cut at"),
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
  void wrongWays() {
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

QTEST_GUILESS_MAIN(cleave::TestBench)
#include "test_e2e_bench.moc"
