// SPDX-License-Identifier: GPL-3.0-or-later
// Shaped links on real sockets. A transfer is never faster than its link; how much slower depends on the machine, so
// upper bounds are loose and the best of a few is printed.
#include <QtTest>
#include <cmath>

#include "net/link/trace_integral.h"
#include "tests/main/test_main.h"
#include "tests/net/link_fixture.h"

using namespace cleave::net;
using namespace cleave::net::test;

namespace {

constexpr std::uint64_t kM = 1'000'000;
constexpr double kHeadBytes = 8 + 8;  // of a FeaturePart

}  // namespace

class TestNetPace : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void transfersTakeTheirTime_data();
  void transfersTakeTheirTime();
  void aTraceIsFollowed();
  void theRoundTripIsMeasured();
  void aDeadLinkEndsTheCallAndNotTheAgent();
  void aLinkComesBackToLife();
  void whatIsOnItsWayAtAGiveUpEndsWithIt();
  void aTransferThatTakesTooLongIsFinishedOnTheDevice();
  void aFullSocketIsGivenUpToo();
  void probesCrossWhileOthersWait();
  void wrongTracesStayHere();
  void theLoadReachesTheBackendAndGoesWithItsWorkbench();
  void tcpStatisticsArrive();
};

void TestNetPace::transfersTakeTheirTime_data() {
  QTest::addColumn<quint64>("rate");
  QTest::addColumn<int>("bytes");
  QTest::addColumn<double>("rtt");
  QTest::newRow("0.2 Mbit/s") << quint64{200'000} << 5'000 << 0.0;
  QTest::newRow("2 Mbit/s") << quint64{2'000'000} << 50'000 << 0.0;
  QTest::newRow("20 Mbit/s") << quint64{20'000'000} << 150'000 << 0.0;
  QTest::newRow("20 Mbit/s, 30 ms") << quint64{20'000'000} << 150'000 << 30.0;
  QTest::newRow("100 Mbit/s") << quint64{100'000'000} << 150'000 << 0.0;
  QTest::newRow("100 Mbit/s, 5 ms") << quint64{100'000'000} << 5'000 << 5.0;
  QTest::newRow("300 Mbit/s") << quint64{300'000'000} << 150'000 << 0.0;
}

void TestNetPace::transfersTakeTheirTime() {
  QFETCH(quint64, rate);
  QFETCH(int, bytes);
  QFETCH(double, rtt);
  LoopbackBackend backend;
  backend.payloadBytes = static_cast<std::size_t>(bytes);
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  if (rtt > 0) {
    ready.link.setLinkTrace({{{0, rate, static_cast<std::uint32_t>(rtt * 1000)}}, kM, 0});
  } else {
    ready.link.setLink(rate);
  }
  const double wanted = (bytes + kHeadBytes) * 8e3 / static_cast<double>(rate) + rtt;
  double least = 1e9;
  for (std::uint64_t id = 0; id < 5; ++id) {
    const double took = ready.link.request({1, 0, 8}, 0, id).transmitMs();
    QVERIFY2(took > wanted * 0.98, qPrintable(QString("%1 ms for %2").arg(took).arg(wanted)));
    least = std::min(least, took);
  }
  qInfo("%d bytes: %.2f ms wanted, %.2f ms best of 5", bytes, wanted, least);
  ready.link.setLink(0);
  ready.link.request({1, 0, 8}, 0, 9);
}

// 20 ms at 8 Mbit/s, 40 ms dead, 40 ms at 2 Mbit/s. The trace begins at some moment before the ping's answer, and what
// the link carried is known but for that.
void TestNetPace::aTraceIsFollowed() {
  LoopbackBackend backend;
  backend.payloadBytes = 60'000;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  const LinkTrace trace{{{0, 8 * kM, 0}, {20'000, 0, 0}, {60'000, 2 * kM, 0}}, 100'000, 5'000};
  const TraceIntegral integral(trace);
  const auto before = Clock::now();
  ready.link.setLinkTrace(trace);
  ready.link.ping();
  const double unknown = 8 * kM * std::chrono::duration<double>(Clock::now() - before).count();
  double least = 1e9;
  for (std::uint64_t id = 0; id < 5; ++id) {
    const auto start = Clock::now();
    ready.link.request({1, 0, 8}, 0, id);
    const auto end = Clock::now();
    const double carried = integral.bitsBetween(start - before, end - before);
    const double bits = (60'000 + kHeadBytes) * 8;
    QVERIFY2(carried > bits - unknown, qPrintable(QString("%1 bits for %2").arg(carried).arg(bits)));
    least = std::min(least, carried - bits);
  }
  qInfo("the link carried %.0f bits more than the reply at best (of %.0f)", least, (60'000 + kHeadBytes) * 8);
}

void TestNetPace::theRoundTripIsMeasured() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  ready.link.setLinkTrace({{{0, 100 * kM, 40'000}}, kM, 0});
  double least = 1e9;
  for (std::uint64_t id = 0; id < 5; ++id) {
    const double ping = ready.link.ping();
    ready.link.request({1, 0, 8}, 0, id);
    const double finish = ready.link.finish(id, 1);
    QVERIFY(ping >= 40 && finish >= 40);
    least = std::min({least, ping, finish});
  }
  qInfo("40 ms round trip: %.2f ms best of 10", least);
}

void TestNetPace::aDeadLinkEndsTheCallAndNotTheAgent() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  AgentLink link({"test", 200ms});
  link.connect(agent.where(), 5s);
  link.setLinkTrace({{{0, 0, 0}}, kM, 0});
  link.deploy(kManifest, kWeights);
  link.pushImage(0, kSide, kSide, pattern(kSide * kSide * 3));
  QVERIFY(link.ping() < 5'000);  // a few bytes feel no rate
  QVERIFY(sentenceOf<LinkError>([&] { link.request({1, 0, 8}, 0, 1); }).startsWith("No answer from"));
  AgentLink next;
  next.connect(agent.where(), 5s);  // a shape goes with its connection
  QVERIFY(next.ping() < 5'000);
}

void TestNetPace::aLinkComesBackToLife() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  const auto start = Clock::now();
  ready.link.setLinkTrace({{{0, 0, 0}, {300'000, 10 * kM, 0}}, 10 * kM, 0});
  ready.link.request({1, 0, 8}, 0, 1);
  qInfo("first sign of life after %.2f ms (300 wanted)", msSince(start));
  QVERIFY(Clock::now() - start >= 300ms);
  ready.link.setLinkTrace({{{0, 0, 0}}, kM, 0});
  std::stop_source stop;
  const std::jthread later([&] {
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  QVERIFY_EXCEPTION_THROWN(ready.link.request({1, 0, 8}, 0, 2, stop.get_token()), cleave::Cancelled);
  ready.link.setLink(0);  // what waited goes out at once
  ready.link.ping();
}

// 1 Mbit/s for 20 ms, then dead: the feature is given up, the small answer comes, and the stream goes on.
void TestNetPace::aTransferThatTakesTooLongIsFinishedOnTheDevice() {
  LoopbackBackend backend;
  backend.payloadBytes = 60'000;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  const GiveUp giveUp{60, {1, 99, 32}};
  ready.link.setLinkTrace({{{0, kM, 10'000}, {20'000, 0, 10'000}}, 600 * kM, 0});
  for (std::uint64_t id = 0; id < 3; ++id) {
    const auto reply = ready.link.request({1, 2, 8}, 0, id, giveUp);
    QVERIFY(reply.gaveUp);
    QCOMPARE(reply.kind, PayloadKind::Logits);
    QCOMPARE(reply.payload.size(), std::size_t{4});
    QVERIFY(reply.gaveUp->transferMs >= 60);
    QCOMPARE(reply.gaveUp->layerMs.size(), std::size_t{2});
    QVERIFY(reply.gaveUp->crossedBytes <= 2'500);
    QVERIFY(ready.link.finish(id, 1) < 5'000);
  }
  ready.link.setLink(0);
  const auto whole = ready.link.request({1, 2, 8}, 0, 9, giveUp);
  QVERIFY(!whole.gaveUp);
  QVERIFY(std::ranges::equal(whole.payload, std::span(ready.frame).first(60'000)));
}

// Parts of a feature that have crossed, but are on their way for a round trip when the rest is given up, come to
// nothing.
void TestNetPace::whatIsOnItsWayAtAGiveUpEndsWithIt() {
  LoopbackBackend backend;
  backend.payloadBytes = 60'000;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  ready.link.setLinkTrace({{{0, 5 * kM, 100'000}}, kM, 0});  // 60 ms carry two parts of the four
  for (std::uint64_t id = 0; id < 3; ++id) {
    const auto reply = ready.link.request({1, 2, 8}, 0, id, GiveUp{60, {1, 99, 32}});
    QVERIFY(reply.gaveUp);
    QVERIFY(ready.link.finish(id, 1) < 5'000);
    std::this_thread::sleep_for(120ms);  // until all that was on its way would have come
    ready.link.ping();
  }
}

// No emulated link, and an edge that does not read: what the kernel has not taken is given up.
void TestNetPace::aFullSocketIsGivenUpToo() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  AgentLink link;
  link.connect(agent.where(), 5s);
  link.deploy(kManifest, kWeights);
  link.pushImage(0, 2048, 2048, pattern(kMaxImageBytes));
  backend.payloadBytes = kMaxImageBytes;  // 12 MB: more than a socket holds
  std::stop_source stop;
  const std::jthread later([&] {
    while (backend.runs < 1) std::this_thread::yield();
    stop.request_stop();
  });
  QVERIFY_EXCEPTION_THROWN(link.request({1, 2, 8}, 0, 1, GiveUp{100, {1, 99, 32}}, stop.get_token()),
                           cleave::Cancelled);
  std::this_thread::sleep_for(300ms);
  QTRY_COMPARE(backend.runs.load(), 2);  // the fallback
  link.ping();
  QCOMPARE(link.request({1, 2, 8}, 0, 2).payload.size(), kMaxImageBytes);
}

void TestNetPace::probesCrossWhileOthersWait() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  AgentLink& link = ready.link;
  link.setLinkTrace({{{0, kM, 20'000}}, kM, 0});
  QVERIFY(!link.takeProbe());
  link.probe(4'096);  // 32.9 ms on the link, and 20
  QVERIFY(link.probing());
  QVERIFY(!link.takeProbe());
  while (link.probing()) link.rest(Clock::now() + 20ms);
  const auto probe = link.takeProbe();
  QVERIFY(probe && probe->bytes == 4'096);
  QVERIFY2(probe->ms >= 52 && probe->rttMs >= 20 && probe->rttMs < probe->ms,
           qPrintable(QString("%1, %2").arg(probe->ms).arg(probe->rttMs)));
  QVERIFY(!link.takeProbe());
  link.probe(4'096);
  link.request({1, 0, 8}, 0, 1);  // queues behind the probe, which shows in passing
  QVERIFY(link.takeProbe());
  std::stop_source stop;
  stop.request_stop();
  QVERIFY_EXCEPTION_THROWN(link.rest(Clock::now() + 1h, stop.get_token()), cleave::Cancelled);
}

void TestNetPace::wrongTracesStayHere() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  const QString says = sentenceOf<cleave::UsageError>([&] { ready.link.setLinkTrace({}); });
  QCOMPARE(says, QString("The link trace cannot be used: it has no steps."));
  QVERIFY(sentenceOf<cleave::UsageError>([&] { ready.link.setLoad(1); }).contains("0 to 0.95"));
  LinkTrace longest{std::vector<LinkStep>(kMaxLinkSteps), kMaxLinkTraceUs, 0};
  for (std::size_t i = 0; i < longest.steps.size(); ++i) longest.steps[i] = {i, 100 * kM, 0};
  ready.link.setLinkTrace(longest);
  ready.link.request({1, 0, 8}, 0, 1);
}

void TestNetPace::theLoadReachesTheBackendAndGoesWithItsWorkbench() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  QCOMPARE(ready.link.agentInfo().loadPermille, std::uint16_t{0});
  ready.link.setLoad(0.25);
  ready.link.request({1, 0, 8}, 0, 1);
  QCOMPARE(backend.load.load(), 0.25);
  ready.link.setThreads(3);
  ready.link.request({1, 0, 8}, 0, 2);
  QCOMPARE(backend.threads.load(), 3);
  ready.link.close();
  QTRY_COMPARE(backend.load.load(), 0.0);
  QTRY_COMPARE(backend.threads.load(), 2);  // as the agent was started
}

void TestNetPace::tcpStatisticsArrive() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  QCOMPARE(ready.link.tcpStatistics().device.rttMs, 0.0);
  QVERIFY(std::isnan(ready.link.deviceState().cpu));
  ready.link.request({1, 0, 8}, 0, 1);
  ready.link.finish(1, 0);
  const auto tcp = ready.link.tcpStatistics();
  QVERIFY(tcp.edge.rttMs > 0 && tcp.edge.rttMs < 10'000);
  QVERIFY(tcp.device.rttMs > 0 && tcp.device.rttMs < 10'000);
  const cleave::SystemState device = ready.link.deviceState();
  QVERIFY(device.cpu == 0.25 && device.temperatureC == 51.5 && device.mhz == 1500);
  qInfo("TCP's round trip on loopback: edge %.3f ms, device %.3f ms", tcp.edge.rttMs, tcp.device.rttMs);
}

CLEAVE_TEST(TestNetPace)
#include "test_net_pace.moc"
