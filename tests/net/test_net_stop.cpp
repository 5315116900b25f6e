// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/main/test_main.h"
#include "tests/net/link_fixture.h"

using namespace cleave::net;
using namespace cleave::net::test;
using cleave::Cancelled;

class TestNetStop : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void serverStopsWhileARequestRuns();
  void serverStopsInMidTransfer();
  void serverStopsInMidDeploy();
  void serverStopsWhenIdle();
  void serverStopsBeforeItRuns();
  void goneClientStopsItsJob();
  void stopEndsEveryCall();
  void stopEndsATransfer();
};

void TestNetStop::serverStopsWhileARequestRuns() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  std::jthread stopper([&] {
    backend.awaitBlocked();
    agent.stop();
  });
  const QString says = sentenceOf<LinkError>([&] { ready.link.request({8, 0, 8}, 0, 1); });
  QVERIFY2(says.contains("closed the connection: it was stopped."), qPrintable(says));
  stopper.join();
  QCOMPARE(backend.cancelledRuns.load(), 1);
  QVERIFY(!ready.link.connected());
}

void TestNetStop::serverStopsInMidTransfer() {
  LoopbackBackend backend;
  backend.payloadBytes = 150'000;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  ready.link.setLink(100'000);  // the frame would take 12 s
  std::jthread stopper([&] {
    while (backend.runs < 1) std::this_thread::yield();
    agent.stop();
  });
  const auto start = Clock::now();
  const QString says = sentenceOf<LinkError>([&] { ready.link.request({1, 0, 8}, 0, 1); });
  QVERIFY2(says.contains("it was stopped") || says.contains("was lost"), qPrintable(says));
  QVERIFY(msSince(start) < 10'000);
}

void TestNetStop::serverStopsInMidDeploy() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  AgentLink link;
  link.connect(agent.where(), 5s);
  const QString says = sentenceOf<LinkError>([&] {
    link.deploy(kManifest, pattern(20'000'000), [&](std::uint64_t sent, std::uint64_t) {
      if (sent > 1'000'000) agent.stop();
    });
  });
  QVERIFY2(says.contains("it was stopped") || says.contains("was lost"), qPrintable(says));
  QCOMPARE(backend.loads.load(), 0);
  QVERIFY(!link.connected());
}

void TestNetStop::serverStopsWhenIdle() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  ready.link.ping();
  agent.stop();
  QVERIFY(sentenceOf<LinkError>([&] { ready.link.ping(); }).contains("it was stopped"));
}

void TestNetStop::serverStopsBeforeItRuns() {
  LoopbackBackend backend;
  AgentServer server({"127.0.0.1", 0}, backend);
  std::stop_source stop;
  stop.request_stop();
  server.run(stop.get_token());
}

void TestNetStop::goneClientStopsItsJob() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  {
    ReadyLink ready(agent);
    std::stop_source stop;
    std::jthread canceller([&] {
      backend.awaitBlocked();
      stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(ready.link.request({8, 0, 8}, 0, 1, stop.get_token()), Cancelled);
  }
  ReadyLink next(agent);
  next.link.request({1, 0, 8}, 0, 1);  // the compute thread is free again
  QCOMPARE(backend.cancelledRuns.load(), 1);
}

void TestNetStop::stopEndsEveryCall() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  std::stop_source stopped;
  stopped.request_stop();
  const auto stop = stopped.get_token();
  AgentLink& link = ready.link;
  QVERIFY_EXCEPTION_THROWN(link.request({1, 0, 8}, 0, 1, stop), Cancelled);
  QVERIFY_EXCEPTION_THROWN(link.ping(stop), Cancelled);
  QVERIFY_EXCEPTION_THROWN(link.setLink(1, stop), Cancelled);
  QVERIFY_EXCEPTION_THROWN(link.setLink(0, stop), Cancelled);
  QVERIFY_EXCEPTION_THROWN(link.setThreads(1, stop), Cancelled);
  QVERIFY(link.connected());
  QVERIFY(link.ping() > 0);
  QVERIFY_EXCEPTION_THROWN(link.deploy(kManifest, pattern(3), {}, stop), Cancelled);
  QVERIFY(!link.connected());
  QVERIFY_EXCEPTION_THROWN(link.connect(agent.where(), 5s, stop), Cancelled);
  QVERIFY_EXCEPTION_THROWN(link.connect({"no-such-host.invalid", 1}, 5s, stop), Cancelled);
}

void TestNetStop::stopEndsATransfer() {
  LoopbackBackend backend;
  backend.payloadBytes = 150'000;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  ready.link.setLink(8'000);  // 150 s
  std::stop_source stop;
  std::jthread canceller([&] {
    while (backend.runs < 1) std::this_thread::yield();
    stop.request_stop();
  });
  QVERIFY_EXCEPTION_THROWN(ready.link.request({1, 0, 8}, 0, 1, stop.get_token()), Cancelled);
  ready.link.setLink(0);  // lets go of the rest at once
  QVERIFY(ready.link.ping() < 20'000);
  QCOMPARE(ready.link.request({1, 0, 8}, 0, 2).payload.size(), std::size_t{150'000});
}

CLEAVE_TEST(TestNetStop)
#include "test_net_stop.moc"
