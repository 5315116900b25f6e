// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "net/tcp/agent_server.h"
#include "tests/main/test_main.h"
#include "tests/net/link_fixture.h"

using namespace cleave::net;
using namespace cleave::net::test;
using cleave::Error;
using cleave::UsageError;

class TestNetServer : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void listensOnLoopbackOnly_data();
  void listensOnLoopbackOnly();
  void loopbackForms();
  void portInUse();
  void secondClientIsToldBusy();
  void survivesManyConnections();
  void staysResponsiveWhileComputing();
};

void TestNetServer::listensOnLoopbackOnly_data() {
  QTest::addColumn<QString>("host");
  for (const char* host : {"0.0.0.0", "::", "192.168.1.20", "8.8.8.8", "::ffff:127.0.0.1"}) QTest::newRow(host) << host;
}

void TestNetServer::listensOnLoopbackOnly() {
  QFETCH(QString, host);
  LoopbackBackend backend;
  const QString says = sentenceOf<UsageError>([&] { AgentServer({host.toStdString(), 0}, backend); });
  QVERIFY2(says.contains("not encrypted") && says.contains("SSH tunnel"), qPrintable(says));
  const QString name = sentenceOf<UsageError>([&] { AgentServer({"raspberrypi", 0}, backend); });
  QVERIFY2(name.contains("use an address"), qPrintable(name));
}

void TestNetServer::loopbackForms() {
  LoopbackBackend backend;
  for (const char* host : {"127.0.0.1", "127.0.0.2", "localhost"}) QVERIFY(AgentServer({host, 0}, backend).port() > 0);
}

void TestNetServer::portInUse() {
  LoopbackBackend backend;
  const AgentServer first({"127.0.0.1", 0}, backend);
  const QString says = sentenceOf<Error>([&] { AgentServer({"127.0.0.1", first.port()}, backend); });
  QVERIFY2(says.contains("in use by another program"), qPrintable(says));
}

void TestNetServer::secondClientIsToldBusy() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink first(agent);
  AgentLink second;
  const QString says = sentenceOf<LinkError>([&] { second.connect(agent.where(), 5s); });
  QVERIFY2(says.contains("in use by another workbench"), qPrintable(says));
  first.link.request({1, 0, 8}, 0, 1);  // undisturbed
  first.link.close();
  second.connect(agent.where(), 5s);
}

void TestNetServer::survivesManyConnections() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  for (int i = 0; i < 100; ++i) {
    AgentLink link;
    link.connect(agent.where(), 5s);
    if (i % 3 == 0) link.deploy(kManifest, kWeights);
    if (i % 3 == 1) link.pushImage(0, kSide, kSide, pattern(kSide * kSide * 3));
  }
  ReadyLink last(agent);
  last.link.request({1, 0, 8}, 0, 1);
  QCOMPARE(backend.loads.load(), 1);
}

void TestNetServer::staysResponsiveWhileComputing() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  ReadyLink ready(agent);
  std::stop_source stop;
  std::jthread canceller([&] {
    backend.awaitBlocked();
    stop.request_stop();
  });
  QVERIFY_EXCEPTION_THROWN(ready.link.request({8, 0, 8}, 0, 1, stop.get_token()), cleave::Cancelled);
  QVERIFY(ready.link.connected());
  QVERIFY(ready.link.ping() > 0);                                             // the backend still blocks
  QVERIFY_EXCEPTION_THROWN(ready.link.request({1, 0, 8}, 0, 1), UsageError);  // that id still waits
  backend.release();
  QCOMPARE(ready.link.request({1, 2, 8}, 0, 2).layerMs.size(), std::size_t{2});
}

CLEAVE_TEST(TestNetServer)
#include "test_net_server.moc"
