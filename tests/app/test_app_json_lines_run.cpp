// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "app/runs/run_file.h"
#include "core/model/architectures.h"
#include "core/types/error.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

/// Runs as version 0.1 recorded them.
class TestJsonLinesRun : public QObject {
  Q_OBJECT

  const test::Folder folder_;

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "old.jsonl"; }
  static std::string header(int version) {
    RunHeader header;
    header.model = "m";
    header.policy = "greedy";
    header.network = loadArchitecture("alexnet", 10);
    return test::replaced(toJson(header), "\"version\":3", "\"version\":" + std::to_string(version)) + "\n";
  }
  // As it was written, but for the numbers.
  // No raw strings: moc loses the class behind them.
  static std::string line(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text + "\n";
  }
  static std::string offloaded(int id) {
    return line("{'id':" + std::to_string(id) +
                ",'decision':'5/2/4','exit':5,'partition':2,'bits':4,'outcome':'completed','start_s':12.5,'frame':41,"
                "'target_ms':100.0,'queue_ms':3.0,'prepare_ms':0.5,'quantize_ms':0.125,'transmit_ms':20.0,"
                "'dequantize_ms':0.0625,'return_ms':2.0,'total_ms':39.4375,'payload_bytes':23328,"
                "'bandwidth_mbps':9.3312,'estimate_mbps':11.0,'rtt_ms':4.0,'prediction':7,'label':7,"
                "'confidence':0.875,'layer_ms':[1.5,0.25,4.0,8.0],'fallback_ms':0.0,'tcp_rtt_ms':0.75,"
                "'tcp_retransmissions':3,'link_mbps':12.0,'policy':0}");
  }
  static std::string alone() {
    return line(
        "{'id':9,'decision':'1/5/32','exit':1,'partition':5,'bits':32,'outcome':'completed','start_s':13.0,"
        "'frame':2,'target_ms':100.0,'queue_ms':0.0,'prepare_ms':0.5,'quantize_ms':0.0,'transmit_ms':0.0,"
        "'dequantize_ms':0.0,'return_ms':0.0,'total_ms':5.5,'payload_bytes':40,'bandwidth_mbps':0.0,"
        "'estimate_mbps':0.0,'rtt_ms':0.0,'prediction':7,'label':7,'confidence':0.5,"
        "'layer_ms':[1.0,1.0,1.0,1.0,1.0]}");
  }
  void write(const std::string& text) const { test::writeText(file(), text); }
  [[nodiscard]] QByteArray faultOf(std::initializer_list<std::string_view> parts) const {
    return test::faultIn(test::refusal([&] { openRun(file()); }), parts);
  }

 private Q_SLOTS:
  void opens() {
    write(header(2) + offloaded(0) + line("{'change':'policy','value':'sac-d:my file','request':1,'at_s':0.25}") +
          test::replaced(offloaded(1), "\"policy\":0", "\"policy\":1") + alone());
    const SavedRun run = openRun(file());
    QVERIFY(!run.truncated);
    QCOMPARE(run.table.size(), std::size_t{3});
    QCOMPARE(run.policies(), (std::vector<std::string>{"greedy", "sac-d:my file"}));
    const RequestRecord record = run.table.record(0);
    QVERIFY(record.decision == (Decision{5, 2, 4}));
    QCOMPARE(record.uplinkMs, 20.0);
    QCOMPARE(record.returnMs, 2.0);
    QCOMPARE(record.totalMs, 39.4375);
    QCOMPARE(record.linkMs(), 22.0);
    QCOMPARE(record.payloadBytes, std::uint64_t{23328});
    QCOMPARE(record.tcpRetransmissions, std::uint64_t{3});
    QCOMPARE(record.linkMbps, 12.0);
    QVERIFY(record.layerMs == (std::vector<float>{1.5F, 0.25F, 4, 8}));
    QVERIFY(std::isnan(record.reward) && std::isnan(record.stallMs));
    QCOMPARE(run.table.policy[1], 1);
  }
  void whatWasNotMeasuredIsEmpty() {
    write(header(1) + alone());
    const RequestRecord record = openRun(file()).table.record(0);
    for (const double value : {record.uplinkMs, record.returnMs, record.bandwidthMbps, record.estimateMbps,
                               record.rttMs, record.tcpRttMs, record.fallbackMs}) {
      QVERIFY(std::isnan(value));
    }
    QCOMPARE(record.queueMs, 0.0);  // it did not wait
    QCOMPARE(record.totalMs, 5.5);
    QCOMPARE(record.policy, -1);
  }
  void isCutAfterTheLastWholeLine() {
    const std::string whole = header(2) + offloaded(0) + offloaded(1);
    for (const std::size_t lost : {2U, 10U, 60U}) {
      write(whole.substr(0, whole.size() - lost));
      const SavedRun run = openRun(file());
      QCOMPARE(run.table.size(), std::size_t{1});
      QVERIFY(run.truncated);
    }
  }
  void becomesABundle() {
    write(header(2) + offloaded(0) + alone());
    const SavedRun run = openRun(file());
    packJournal(file(), folder_ / "old.cleaverun");
    QVERIFY(!std::filesystem::exists(file()));
    QVERIFY(sameRun(openRun(folder_ / "old.cleaverun"), run));
  }
  void damage_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("a field less") << "total_ms"
                                  << "totally";
    QTest::newRow("a word for a number") << "\"queue_ms\":3.0"
                                         << "\"queue_ms\":\"three\"";
    QTest::newRow("no decision") << "5/2/4"
                                 << "5/2";
    QTest::newRow("an outcome that is none") << "completed"
                                             << "perhaps";
    QTest::newRow("no JSON") << "{\"id\""
                             << "id";
    QTest::newRow("a time that cannot be") << "\"queue_ms\":3.0"
                                           << "\"queue_ms\":1e305";
    QTest::newRow("a layer that cannot be") << "[1.5,"
                                            << "[1e30,";
  }
  void damage() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    write(header(2) + test::replaced(offloaded(0), from.toStdString(), to.toStdString()) + offloaded(1));
    QCOMPARE(faultOf({"old.jsonl, line 2, is not a request record"}), QByteArray());
  }
  void notARun() {
    write("hello\n");
    QCOMPARE(faultOf({"old.jsonl is not a run"}), QByteArray());
    write("{\"format\":\"cleave-run\",\"version\":99}\n");
    QCOMPARE(faultOf({"newer version of Cleave"}), QByteArray());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestJsonLinesRun)
#include "test_app_json_lines_run.moc"
