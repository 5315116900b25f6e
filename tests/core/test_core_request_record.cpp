// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/types/request_record.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

RequestRecord sample() {
  RequestRecord record;
  record.id = 18446744073709551615ULL;
  record.startS = 12.345678901234567;
  record.frame = 41;
  record.decision = {5, 2, 4};
  record.targetMs = 100;
  record.layerMs = {1.5F, 0.25F, 4.0F, 8.0F};
  record.queueMs = 3;
  record.prepareMs = 0.5;
  record.quantizeMs = 0.125;
  record.transmitMs = 20;
  record.dequantizeMs = 0.0625;
  record.returnMs = 2;
  record.totalMs = 39.4375;
  record.payloadBytes = 23328;
  record.bandwidthMbps = 9.3312;
  record.estimateMbps = 11;
  record.rttMs = 4;
  record.tcpRttMs = 0.75;
  record.tcpRetransmissions = 3;
  record.prediction = 7;
  record.label = 7;
  record.confidence = 0.875F;
  return record;
}

}  // namespace

class TestCoreRequestRecord : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void roundTrip();
  void recordsOfEarlierVersions();
  void whatIsNotKnownIsLeftOut();
  void whatIsKnownComesBack();
  void roundedToTheClock();
  void anyLayoutOfTheLineIsRead();
  void aFallbackIsTheDevicesTime();
  void outcomes();
  void bandsSumToTheTotal();
  void verdicts();
  void anyTextIsOneLine();
  void refuses_data();
  void refuses();
  void survivesAForeignPartition();
};

void TestCoreRequestRecord::recordsOfEarlierVersions() {
  std::string line = toJson(sample());
  for (const std::string key : {"fallback_ms", "tcp_rtt_ms", "tcp_retransmissions"}) {
    const auto at = line.find(",\"" + key);
    QVERIFY(at != std::string::npos);
    line.erase(at, line.find_first_of(",}", at + 1) - at);
  }
  QCOMPARE(recordFromJson(line).tcpRttMs, 0.0);
  QCOMPARE(recordFromJson(line).rttMs, 4.0);
}

void TestCoreRequestRecord::whatIsNotKnownIsLeftOut() {
  const std::string line = toJson(sample());
  for (const char* key : {"link_mbps", "reward", "cpu", "temperature", "mhz", "policy", "null"}) {
    QVERIFY2(line.find(key) == std::string::npos, key);
  }
  const RequestRecord after = recordFromJson(line);
  for (const double value : {after.linkMbps, after.reward, after.deviceCpu, after.edgeCpu, after.deviceTemperatureC,
                             after.edgeTemperatureC, after.deviceMhz, after.edgeMhz}) {
    QVERIFY(std::isnan(value));
  }
  QCOMPARE(after.policy, -1);
}

void TestCoreRequestRecord::whatIsKnownComesBack() {
  RequestRecord before = sample();
  before.linkMbps = 0;  // a dead link is known to be dead
  before.reward = -0.25;
  before.deviceCpu = 0.5;
  before.edgeCpu = 0.125;
  before.deviceTemperatureC = 61.2;
  before.edgeTemperatureC = 48;
  before.deviceMhz = 1500;
  before.edgeMhz = 2445.123;
  before.policy = 2;
  const RequestRecord after = recordFromJson(toJson(before));
  QCOMPARE(after.linkMbps, 0.0);
  QCOMPARE(after.reward, -0.25);
  QCOMPARE(after.deviceCpu, 0.5);
  QCOMPARE(after.edgeCpu, 0.125);
  QVERIFY(after.deviceTemperatureC == 61.2 && after.edgeTemperatureC == 48);
  QVERIFY(after.deviceMhz == 1500 && after.edgeMhz == 2445.123);
  QCOMPARE(after.policy, 2);
}

void TestCoreRequestRecord::roundedToTheClock() {
  RequestRecord record = sample();
  record.totalMs = 12.345678901234567;
  record.layerMs = {0.1234567F, 98.7654321F};
  record.deviceCpu = 0.4300000071525574;  // a float on its way
  roundToClock(record);
  QCOMPARE(record.totalMs, 12.345679);
  QVERIFY(record.layerMs[0] == 0.123457F);
  QCOMPARE(record.deviceCpu, 0.43);
  QCOMPARE(record.startS, 12.345679);
  QVERIFY(std::isnan(record.edgeCpu));
  QVERIFY(toJson(record).find("12.345679,") != std::string::npos);
  const RequestRecord once = record;
  roundToClock(record);
  QCOMPARE(toJson(record), toJson(once));
}

// Lines as they are written are read another way than lines that other programs made: both must mean the same.
void TestCoreRequestRecord::anyLayoutOfTheLineIsRead() {
  RequestRecord record = sample();
  record.layerMs = {0.1F, 1e-7F, 3.3333333F, 16777216.F, 0.F};
  record.totalMs = 1e300 / 3;
  record.reward = -1e-9;
  record.policy = 1;
  const std::string line = toJson(record);
  QVERIFY(line.find("[0.1,1e-07,3.3333333,") != std::string::npos);
  const RequestRecord quick = recordFromJson(line);
  const RequestRecord slow = recordFromJson(test::replaced(line, "{\"id\":", "{ \"id\": "));
  QCOMPARE(toJson(quick), line);
  QCOMPARE(toJson(slow), line);
  QVERIFY(quick.layerMs == record.layerMs && slow.layerMs == record.layerMs);
  QVERIFY(quick.totalMs == record.totalMs && slow.totalMs == record.totalMs);
  record.layerMs.clear();
  QCOMPARE(toJson(recordFromJson(toJson(record))), toJson(record));
}

void TestCoreRequestRecord::aFallbackIsTheDevicesTime() {
  RequestRecord record = sample();
  record.outcome = Outcome::Fallback;
  record.layerMs = {1.5F, 0.25F};
  record.dequantizeMs = record.returnMs = 0;
  record.transmitMs = 300;
  record.fallbackMs = 80;
  QCOMPARE(record.deviceMs(), 3 + 0.5 + 1.75 + 0.125 + 80);
  QCOMPARE(record.linkMs(), 300.0);
  QCOMPARE(record.edgeMs(), 0.0);
  const RequestRecord after = recordFromJson(toJson(record));
  QVERIFY(after.outcome == Outcome::Fallback);
  QCOMPARE(after.fallbackMs, 80.0);
}

void TestCoreRequestRecord::roundTrip() {
  const RequestRecord before = sample();
  const RequestRecord after = recordFromJson(toJson(before));
  QCOMPARE(after.id, before.id);
  QVERIFY(after.startS == before.startS);
  QCOMPARE(after.frame, before.frame);
  QVERIFY(after.decision == before.decision);
  QVERIFY(after.layerMs == before.layerMs);
  QCOMPARE(after.targetMs, before.targetMs);
  QCOMPARE(after.queueMs, before.queueMs);
  QCOMPARE(after.prepareMs, before.prepareMs);
  QCOMPARE(after.quantizeMs, before.quantizeMs);
  QCOMPARE(after.transmitMs, before.transmitMs);
  QCOMPARE(after.dequantizeMs, before.dequantizeMs);
  QCOMPARE(after.returnMs, before.returnMs);
  QCOMPARE(after.totalMs, before.totalMs);
  QCOMPARE(after.payloadBytes, before.payloadBytes);
  QVERIFY(after.bandwidthMbps == before.bandwidthMbps);
  QCOMPARE(after.estimateMbps, before.estimateMbps);
  QCOMPARE(after.rttMs, before.rttMs);
  QCOMPARE(after.tcpRttMs, before.tcpRttMs);
  QCOMPARE(after.tcpRetransmissions, before.tcpRetransmissions);
  QCOMPARE(after.prediction, before.prediction);
  QCOMPARE(after.label, before.label);
  QVERIFY(after.confidence == before.confidence);
  QVERIFY(after.error.empty());
  QCOMPARE(toJson(after), toJson(before));
}

void TestCoreRequestRecord::outcomes() {
  for (const Outcome outcome : {Outcome::Completed, Outcome::Fallback, Outcome::Failed}) {
    RequestRecord record = sample();
    record.outcome = outcome;
    record.error = outcome == Outcome::Completed ? "" : "The link died.";
    const RequestRecord after = recordFromJson(toJson(record));
    QVERIFY(after.outcome == outcome);
    QCOMPARE(after.error, record.error);
  }
}

void TestCoreRequestRecord::bandsSumToTheTotal() {
  RequestRecord record = sample();
  QCOMPARE(record.deviceLayersMs(), 1.75);
  QCOMPARE(record.edgeLayersMs(), 12.0);
  QCOMPARE(record.deviceMs(), 3 + 1.75 + 0.125 + 0.5);
  QCOMPARE(record.linkMs(), 22.0);
  QCOMPARE(record.edgeMs(), 0.0625 + 12.0);
  for (const int partition : {0, 1, 2, 3, 4}) {
    record.decision.partition = partition;
    QCOMPARE(record.deviceMs() + record.linkMs() + record.edgeMs(), record.totalMs);
    QCOMPARE(record.deviceLayersMs() + record.edgeLayersMs(), 13.75);
  }
  record.decision.partition = 0;  // the edge prepares the frame that it was sent
  QCOMPARE(record.deviceMs(), 3.125);
  QCOMPARE(record.edgeMs(), 0.0625 + 13.75 + 0.5);
}

void TestCoreRequestRecord::verdicts() {
  RequestRecord record = sample();
  QVERIFY(record.correct());
  QVERIFY(!record.violatesTarget());
  record.totalMs = 100.001;
  QVERIFY(record.violatesTarget());
  record.targetMs = 0;  // none set
  QVERIFY(!record.violatesTarget());
  record = sample();
  record.outcome = Outcome::Failed;
  QVERIFY(!record.correct());
  QVERIFY(record.violatesTarget());
  record = sample();
  record.prediction = 6;
  QVERIFY(!record.correct());
}

// A journal is read line by line, so no text may break one, and no bytes may stop one from being written.
void TestCoreRequestRecord::anyTextIsOneLine() {
  RequestRecord record = sample();
  record.outcome = Outcome::Failed;
  record.error = "a\nb\r\"c\" \xff\xfe \xe2\x82\xac";
  const std::string line = toJson(record);
  QVERIFY(line.find('\n') == std::string::npos);
  QVERIFY(recordFromJson(line).error.starts_with("a\nb\r\"c\" "));
  QVERIFY(recordFromJson(line).error.ends_with("\xe2\x82\xac"));
}

void TestCoreRequestRecord::refuses_data() {
  QTest::addColumn<QString>("line");
  const std::string good = toJson(sample());
  const auto row = [](const char* name, const std::string& line) {
    QTest::newRow(name) << QString::fromStdString(line);
  };
  row("empty", "");
  row("not JSON", "id,decision,outcome");
  row("another JSON", "[1, 2, 3]");
  row("cut by a crash", good.substr(0, good.size() - 1));
  row("a field less", test::replaced(good, "total_ms", "totally"));
  row("a word for a number", test::replaced(good, "\"queue_ms\":3.0", "\"queue_ms\":\"three\""));
  row("no decision", test::replaced(good, "5/2/4", "5/2"));
  row("an outcome that is none", test::replaced(good, "completed", "perhaps"));
  row("two records on a line", good + good);
}

void TestCoreRequestRecord::refuses() {
  QFETCH(QString, line);
  const std::string text = line.toStdString();
  QCOMPARE(
      test::faultIn(test::refusal([&] { recordFromJson(text); }), {"line of the run is not a valid request record"}),
      QByteArray());
  // A damaged journal is the world's fault, not a wrong use of the command: exit status 1, not 2.
  bool usage = false;
  try {
    recordFromJson(text);
  } catch (const UsageError&) {
    usage = true;
  } catch (const Error&) {
  }
  QVERIFY(!usage);
}

void TestCoreRequestRecord::survivesAForeignPartition() {
  const std::string good = toJson(sample());
  const RequestRecord deep = recordFromJson(test::replaced(good, "5/2/4", "5/99/4"));
  QCOMPARE(deep.deviceLayersMs(), 13.75);
  QCOMPARE(deep.edgeLayersMs(), 0.0);
  const RequestRecord negative = recordFromJson(test::replaced(good, "5/2/4", "5/-3/4"));
  QCOMPARE(negative.deviceLayersMs(), 0.0);
  QCOMPARE(negative.edgeLayersMs(), 13.75);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRequestRecord)
#include "test_core_request_record.moc"
