// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/types/request_json.h"
#include "core/types/request_parts.h"
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
  record.uplinkMs = 20;
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
  void whatIsNotKnownIsLeftOut();
  void everyFieldIsPrinted();
  void roundedToTheClock();
  void aFallbackIsTheDevicesTime();
  void outcomes();
  void partsSumToTheTotal();
  void whatIsNotKnownIsNoPart();
  void verdicts();
  void anyTextIsOneLine();
  void survivesAForeignPartition();
};

void TestCoreRequestRecord::whatIsNotKnownIsLeftOut() {
  const RequestRecord unknown;
  for (const double value :
       {unknown.queueMs, unknown.prepareMs, unknown.quantizeMs, unknown.uplinkMs, unknown.stallMs, unknown.edgeQueueMs,
        unknown.dequantizeMs, unknown.returnMs, unknown.fallbackMs, unknown.totalMs, unknown.bandwidthMbps,
        unknown.estimateMbps, unknown.rttMs, unknown.tcpRttMs, unknown.linkMbps, unknown.reward}) {
    QVERIFY(std::isnan(value));
  }
  const std::string line = toJson(unknown);
  for (const char* key :
       {"queue_ms", "uplink_ms", "total_ms", "mbps", "rtt", "reward", "cpu", "mhz", "policy", "null"}) {
    QVERIFY2(line.find(key) == std::string::npos, key);
  }
}

void TestCoreRequestRecord::everyFieldIsPrinted() {
  RequestRecord record = sample();
  record.linkMbps = 0;  // a dead link is known to be dead
  record.deviceCpu = 0.5;
  record.policy = 2;
  record.linkEpoch = 3;
  const std::string line = toJson(record);
  for (const char* part :
       {R"({"id":18446744073709551615,"decision":"5/2/4","exit":5,"partition":2,"bits":4,"outcome":"completed",)",
        R"("queue_ms":3.0,)", R"("uplink_ms":20.0,)", R"("return_ms":2.0,)", R"("link_mbps":0.0,)", R"("rtt_ms":4.0,)",
        R"("tcp_retransmissions":3,)", R"("device":0,"link_epoch":3,)", R"("device_cpu":0.5)", R"("policy":2)",
        R"("layer_ms":[1.5,0.25,4.0,8.0])"}) {
    QVERIFY2(line.find(part) != std::string::npos, (line + " lacks " + part).c_str());
  }
}

void TestCoreRequestRecord::roundedToTheClock() {
  RequestRecord record = sample();
  record.queueMs = 12.345678901234567;
  record.layerMs = {0.1234567F, 98.7654321F};
  record.deviceCpu = 0.4300000071525574;  // a float on its way
  roundToClock(record);
  QCOMPARE(record.queueMs, 12.345679);
  QCOMPARE(record.totalMs, std::round(1e6 * sumOfParts(record)) / 1e6);
  QVERIFY(record.layerMs[0] == 0.123457F);
  QCOMPARE(record.deviceCpu, 0.43);
  QCOMPARE(record.startS, 12.345679);
  QVERIFY(std::isnan(record.edgeCpu));
  QVERIFY(toJson(record).find("12.345679,") != std::string::npos);
  const RequestRecord once = record;
  roundToClock(record);
  QCOMPARE(toJson(record), toJson(once));
  RequestRecord failed;
  roundToClock(failed);
  QVERIFY(std::isnan(failed.totalMs));  // no parts are no time, and not 0
}

void TestCoreRequestRecord::aFallbackIsTheDevicesTime() {
  RequestRecord record = sample();
  record.outcome = Outcome::Fallback;
  record.layerMs = {1.5F, 0.25F};
  record.dequantizeMs = record.returnMs = kUnknown;
  record.uplinkMs = 300;
  record.fallbackMs = 80;
  QCOMPARE(record.deviceMs(), 3 + 0.5 + 1.75 + 0.125 + 80);
  QCOMPARE(record.linkMs(), 300.0);
  QCOMPARE(record.edgeMs(), 0.0);
  record.decision.partition = 0;  // the frame was on its way, and nobody but the device prepared one
  record.layerMs.clear();
  QCOMPARE(record.deviceMs(), 3 + 0.5 + 0.125 + 80);
  QCOMPARE(record.edgeMs(), 0.0);
}

void TestCoreRequestRecord::outcomes() {
  for (const Outcome outcome : {Outcome::Completed, Outcome::Fallback, Outcome::Failed}) {
    QVERIFY(outcomeFromText(toText(outcome)) == outcome);
  }
  QCOMPARE(test::faultIn(test::refusal([] { outcomeFromText("perhaps"); }), {"'perhaps' is not an outcome"}),
           QByteArray());
}

void TestCoreRequestRecord::partsSumToTheTotal() {
  RequestRecord record = sample();
  QCOMPARE(record.deviceLayersMs(), 1.75);
  QCOMPARE(record.edgeLayersMs(), 12.0);
  QCOMPARE(record.deviceMs(), 3 + 1.75 + 0.125 + 0.5);
  QCOMPARE(record.linkMs(), 22.0);
  QCOMPARE(record.edgeMs(), 0.0625 + 12.0);
  for (const int partition : {0, 1, 2, 3, 4}) {
    record.decision.partition = partition;
    QCOMPARE(sumOfParts(record), record.totalMs);
    QCOMPARE(record.deviceMs() + record.linkMs() + record.edgeMs(), record.totalMs);
    QCOMPARE(record.deviceLayersMs() + record.edgeLayersMs(), 13.75);
  }
  record.decision.partition = 0;  // the edge prepares the frame that it was sent
  QCOMPARE(record.deviceMs(), 3.125);
  QCOMPARE(record.edgeMs(), 0.0625 + 13.75 + 0.5);
  // An agent that stood still took the device's time, and who waited for the edge waited there.
  record.stallMs = 100;
  record.edgeQueueMs = 7;
  QCOMPARE(record.deviceMs(), 103.125);
  QCOMPARE(record.linkMs(), 22.0);
  QCOMPARE(record.edgeMs(), 0.0625 + 13.75 + 0.5 + 7);
}

void TestCoreRequestRecord::whatIsNotKnownIsNoPart() {
  RequestRecord record = sample();
  record.decision.partition = 4;  // on the device alone
  record.uplinkMs = record.returnMs = record.dequantizeMs = record.quantizeMs = kUnknown;
  QCOMPARE(record.linkMs(), 0.0);
  QCOMPARE(record.edgeMs(), 0.0);
  QCOMPARE(sumOfParts(record), record.deviceMs());
  QCOMPARE(record.deviceMs(), 3 + 0.5 + 13.75);
  int unknown = 0;
  for (const RequestPart& part : partsOf(record)) unknown += std::isnan(part.ms) ? 1 : 0;
  QCOMPARE(unknown, 7);
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

void TestCoreRequestRecord::anyTextIsOneLine() {
  RequestRecord record = sample();
  record.outcome = Outcome::Failed;
  record.error = "a\nb\r\"c\" \xff\xfe \xe2\x82\xac";
  const std::string line = toJson(record);
  QVERIFY(line.find('\n') == std::string::npos);
  QVERIFY(line.find(R"("error":"a\nb\r\"c\" )") != std::string::npos);
}

void TestCoreRequestRecord::survivesAForeignPartition() {
  RequestRecord record = sample();
  record.decision.partition = 99;
  QCOMPARE(record.deviceLayersMs(), 13.75);
  QCOMPARE(record.edgeLayersMs(), 0.0);
  record.decision.partition = -3;
  QCOMPARE(record.deviceLayersMs(), 0.0);
  QCOMPARE(record.edgeLayersMs(), 13.75);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRequestRecord)
#include "test_core_request_record.moc"
