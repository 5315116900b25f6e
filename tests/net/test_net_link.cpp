// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/main/test_main.h"
#include "tests/net/link_fixture.h"

using namespace cleave::net;
using namespace cleave::net::test;

class TestNetLink : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void deploysOnce();
  void refusedModelSaysWhy();
  void twoHundredRequests();
  void framesArePipelined();
  void failedRequestLeavesTheLinkUp();
  void requestForAFrameThatIsMissing();
  void threadsReachTheBackend();
  void anEmulatedDeviceKeepsItsThreads();
  void overheadIsSmall();
  void withoutAConnection();
};

void TestNetLink::deploysOnce() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  AgentLink link;
  link.connect(agent.where(), 5s);
  QCOMPARE(link.agentInfo().hostName, std::string("testhost"));
  QCOMPARE(link.agentInfo().threads, std::uint16_t{2});
  QVERIFY(link.agentInfo().modelChecksum.empty());
  QVERIFY((link.agentInfo().device == DeviceIdentity{"testboard", "quiet", ""}));
  std::vector<std::uint64_t> progress;
  const auto note = [&](std::uint64_t sent, std::uint64_t total) {
    QCOMPARE(total, std::uint64_t{kManifest.size() + kWeights.size()});
    progress.push_back(sent);
  };
  QVERIFY(link.deploy(kManifest, kWeights, note));
  QCOMPARE(backend.weights, kWeights);
  QVERIFY(progress.size() >= 3 && std::ranges::is_sorted(progress));
  QCOMPARE(progress.back(), std::uint64_t{kManifest.size() + kWeights.size()});
  QVERIFY(!link.deploy(kManifest, kWeights, note));
  link.close();
  link.connect(agent.where(), 5s);  // the model stays between connections
  QVERIFY(!link.deploy(kManifest, kWeights));
  QCOMPARE(backend.loads.load(), 1);
}

void TestNetLink::refusedModelSaysWhy() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  AgentLink link;
  link.connect(agent.where(), 5s);
  backend.refuseModels = true;
  const QString says = sentenceOf<LinkError>([&] { link.deploy(kManifest, kWeights); });
  QVERIFY2(says.contains("This is no model (2 bytes of manifest): deploy another."), qPrintable(says));
  QVERIFY(!link.connected());
}

void TestNetLink::twoHundredRequests() {
  LoopbackBackend backend;
  backend.payloadBytes = 25'600;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  for (std::uint64_t id = 0; id < 200; ++id) {
    const RequestReply reply = ready.link.request({5, int(id % 8), 8}, 0, id);
    QCOMPARE(reply.layerMs.size(), id % 8);
    QVERIFY(std::ranges::equal(reply.payload, std::span(ready.frame).first(25'600)));
    QVERIFY(reply.busyMs >= reply.queueMs && reply.roundTripMs > reply.busyMs);
    QVERIFY(ready.link.finish(id, int(id % 10)) > 0);
  }
  QCOMPARE(backend.runs.load(), 200);
}

void TestNetLink::framesArePipelined() {
  LoopbackBackend backend;
  backend.payloadBytes = 3;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  for (std::uint32_t i = 0; i < 500; ++i) ready.link.pushImage(i, 1, 1, pattern(3, i));
  QVERIFY(ready.link.ping() > 0);
  for (const std::uint32_t i : {0U, 250U, 499U}) {
    QVERIFY(std::ranges::equal(ready.link.request({1, 0, 8}, i, i).payload, pattern(3, i)));
  }
  // The largest frame that the protocol knows.
  ready.link.pushImage(600, 2048, 2048, pattern(kMaxImageBytes));
  backend.payloadBytes = kMaxImageBytes;
  QCOMPARE(ready.link.request({1, 0, 8}, 600, 600).payload.size(), kMaxImageBytes);
  ready.link.clearImages();
  QVERIFY(sentenceOf<LinkError>([&] {
            ready.link.request({1, 0, 8}, 0, 601);
          }).contains("frame 0, which was never pushed"));
}

void TestNetLink::failedRequestLeavesTheLinkUp() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  const QString says = sentenceOf<cleave::Error>([&] { ready.link.request({9, 0, 8}, 0, 1); });
  QVERIFY2(says.contains("could not run request 1: This model has no exit 9."), qPrintable(says));
  QVERIFY(ready.link.connected());
  ready.link.request({1, 0, 8}, 0, 2);
}

void TestNetLink::requestForAFrameThatIsMissing() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  QVERIFY(sentenceOf<LinkError>([&] { ready.link.request({1, 0, 8}, 77, 1); }).contains("frame 77"));
  QVERIFY(!ready.link.connected());
  QCOMPARE(sentenceOf<cleave::UsageError>([&] { ReadyLink(agent).link.pushImage(1, 2, 2, pattern(5)); }).left(7),
           QString("Frame 1"));
}

void TestNetLink::threadsReachTheBackend() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  ready.link.setThreads(3);
  ready.link.request({1, 0, 8}, 0, 1);
  QCOMPARE(backend.threads.load(), 3);
  ready.link.close();
  ready.link.connect(agent.where(), 5s);
  QCOMPARE(ready.link.agentInfo().threads, std::uint16_t{2});
}

// What an emulating agent's processor uses is not what the device it stands in for has.
void TestNetLink::anEmulatedDeviceKeepsItsThreads() {
  LoopbackBackend backend;
  RunningAgent agent(backend, "board");
  ReadyLink ready(agent);
  ready.link.setThreads(3);
  ready.link.request({1, 0, 8}, 0, 1);
  QCOMPARE(backend.threads.load(), 3);
  ready.link.close();
  ready.link.connect(agent.where(), 5s);
  QCOMPARE(ready.link.agentInfo().threads, std::uint16_t{2});
}

void TestNetLink::overheadIsSmall() {
  LoopbackBackend backend;
  backend.payloadBytes = 25 * 1024;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  std::vector<double> ms;
  for (std::uint64_t id = 0; id < 1000; ++id) ms.push_back(ready.link.request({5, 4, 8}, 0, id).roundTripMs);
  std::ranges::sort(ms);
  qInfo("25 KiB request on loopback: median %.3f ms, p95 %.3f ms", ms[500], ms[950]);
  QVERIFY(ms[10] < 20);  // only a gross mistake (Nagle, delayed acknowledgements) fails here; the bench has the budget
}

void TestNetLink::withoutAConnection() {
  AgentLink link;
  QVERIFY(!link.connected());
  QVERIFY(sentenceOf<LinkError>([&] { link.ping(); }).contains("connect first"));
  QVERIFY(sentenceOf<LinkError>([&] { link.deploy(kManifest, kWeights); }).contains("connect first"));
  link.close();
}

CLEAVE_TEST(TestNetLink)
#include "test_net_link.moc"
