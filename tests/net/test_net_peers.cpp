// SPDX-License-Identifier: GPL-3.0-or-later
// Peers that are not what they should be.
#include <QtTest>

#include "net/messages/control.h"
#include "net/messages/hello.h"
#include "tests/main/test_main.h"
#include "tests/net/link_fixture.h"
#include "tests/net/scripted_peer.h"

using namespace cleave::net;
using namespace cleave::net::test;
using Then = ScriptedPeer::Then;

namespace {

QString connectSentence(const HostPort& where, std::chrono::milliseconds timeout = 5s) {
  AgentLink link;
  return sentenceOf<LinkError>([&] { link.connect(where, timeout); });
}

const HelloReply kReply{kProtocolVersion, "agent", "pi", 1, {}};

}  // namespace

class TestNetPeers : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void refusedConnection();
  void unresolvableHost();
  void portZero();
  void silentPeer();
  void anotherProgram();
  void peerThatCloses();
  void anotherVersion();
  void agentThatBreaksTheProtocol();
  void agentThatHangs();
  void agentThatGoesAway();
  void agentSurvivesGarbage();
  void agentAnswersAnotherVersion();
};

void TestNetPeers::refusedConnection() {
  const HostPort where = closedPort();
  const QString says = connectSentence(where);
  QVERIFY2(says.startsWith("No agent at " + QString::fromStdString(toText(where)) + ": start cleave-agent"),
           qPrintable(says));
}

void TestNetPeers::unresolvableHost() {
  const QString says = connectSentence({"no-such-host.invalid", 1}, 60s);
  QVERIFY2(says.contains("'no-such-host.invalid'") && says.contains("cannot be resolved"), qPrintable(says));
}

void TestNetPeers::portZero() {
  AgentLink link;
  QVERIFY(sentenceOf<cleave::UsageError>([&] { link.connect({"127.0.0.1", 0}, 1s); }).contains("valid port"));
}

void TestNetPeers::silentPeer() {
  const ScriptedPeer peer({}, Then::WaitForClose);
  const QString says = connectSentence(peer.where(), 100ms);
  QVERIFY2(says.startsWith("No answer from") && says.contains("within 0.1 s"), qPrintable(says));
}

void TestNetPeers::anotherProgram() {
  const ScriptedPeer peer(bytesOf("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"), Then::WaitForClose);
  const QString says = connectSentence(peer.where());
  QVERIFY2(says.contains("is not a Cleave agent") && says.contains("check the address and the port"), qPrintable(says));
}

void TestNetPeers::peerThatCloses() {
  const ScriptedPeer peer({}, Then::Close);
  const QString says = connectSentence(peer.where());
  QVERIFY2(says.contains("is not a Cleave agent (it closed the connection)"), qPrintable(says));
}

void TestNetPeers::anotherVersion() {
  const ScriptedPeer peer(toBytes(HelloReply{9, "agent", "pi", 1, {}}), Then::Close);
  QCOMPARE(connectSentence(peer.where()), QString("The agent at %1 uses protocol version 9, this workbench uses %2: "
                                                  "install the same version of Cleave on both.")
                                              .arg(QString::fromStdString(toText(peer.where())))
                                              .arg(kProtocolVersion));
}

void TestNetPeers::agentThatBreaksTheProtocol() {
  Bytes script = toBytes(kReply);
  for (const std::byte byte : bytesOf("garbage garbage")) script.push_back(byte);
  const ScriptedPeer peer(script, Then::WaitForClose);
  AgentLink link;
  link.connect(peer.where(), 5s);
  const QString says = sentenceOf<LinkError>([&] { link.ping(); });
  QVERIFY2(says.contains("install the same version"), qPrintable(says));
  QVERIFY(!link.connected());
}

void TestNetPeers::agentThatHangs() {
  const ScriptedPeer peer(toBytes(kReply), Then::WaitForClose);
  AgentLink link({"test", 100ms});
  link.connect(peer.where(), 5s);
  QVERIFY(sentenceOf<LinkError>([&] { link.ping(); }).startsWith("No answer from"));
}

void TestNetPeers::agentThatGoesAway() {
  const ScriptedPeer peer(toBytes(kReply), Then::Close);
  AgentLink link;
  link.connect(peer.where(), 5s);
  const QString says = sentenceOf<LinkError>([&] { link.ping(); });
  QVERIFY2(says.contains("was lost (it closed the connection)"), qPrintable(says));
}

void TestNetPeers::agentSurvivesGarbage() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  std::mt19937 random(5);
  for (int i = 0; i < 20; ++i) {
    const auto said = cut(talk(agent.where(), pattern(100 + random() % 10'000, static_cast<std::uint32_t>(random()))),
                          TypeSet::toEdge());
    QVERIFY(QString::fromStdString(last<Fault>(said).sentence).startsWith("it received "));
  }
  AgentLink link;
  link.connect(agent.where(), 5s);
}

void TestNetPeers::agentAnswersAnotherVersion() {
  LoopbackBackend backend;
  RunningAgent agent(backend);
  const auto said = cut(talk(agent.where(), toBytes(Hello{9, "future"})), TypeSet::toEdge());
  QCOMPARE(last<HelloReply>(said).protocolVersion, kProtocolVersion);
}

CLEAVE_TEST(TestNetPeers)
#include "test_net_peers.moc"
