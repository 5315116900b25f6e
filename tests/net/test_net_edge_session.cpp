// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "net/session/agent_session.h"
#include "net/session/edge_session.h"
#include "net/wire/protocol_error.h"
#include "tests/main/test_main.h"
#include "tests/net/bytes.h"

using namespace cleave::net;
using namespace cleave::net::test;
using cleave::UsageError;
using State = EdgeSession::State;

namespace {

const HelloReply kAgent{kProtocolVersion, "agent", "pi", 4, {}};

/// Feeds all, the last event wins.
std::optional<EdgeEvent> feedAll(EdgeSession& session, std::span<const std::byte> bytes) {
  std::optional<EdgeEvent> event;
  while (!bytes.empty()) {
    auto fed = session.feed(bytes);
    bytes = bytes.subspan(fed.taken);
    if (fed.event) event = std::move(fed.event);
  }
  return event;
}

EdgeSession greeted(ModelChecksum model = {}) {
  EdgeSession session("bench");
  HelloReply reply = kAgent;
  reply.modelChecksum = model;
  feedAll(session, toBytes(reply));
  drain(session.output());
  return session;
}

QString protocolErrorOn(EdgeSession& session, const Bytes& bytes) {
  try {
    feedAll(session, bytes);
    return "(none)";
  } catch (const ProtocolError& error) {
    return error.what();
  }
}

}  // namespace

class TestNetEdgeSession : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void greets();
  void anotherVersionEndsIt();
  void talksToAnAgentSession();
  void deploySkipsAModelThatIsThere();
  void unaskedAnswersAreErrors_data();
  void unaskedAnswersAreErrors();
  void answersComeInAnyOrder();
  void usageErrors();
  void aTransferThatIsGivenUp();
  void faultEndsIt();
};

void TestNetEdgeSession::greets() {
  EdgeSession session("bench");
  QCOMPARE(last<Hello>(cut(drain(session.output()), TypeSet::toAgent())).software, std::string("bench"));
  QVERIFY_EXCEPTION_THROWN(session.ping(1), UsageError);
  const auto event = feedAll(session, toBytes(kAgent));
  QCOMPARE(std::get<HelloReply>(*event).hostName, std::string("pi"));
  QCOMPARE(session.state(), State::Ready);
}

void TestNetEdgeSession::anotherVersionEndsIt() {
  EdgeSession session("bench");
  const auto event = feedAll(session, toBytes(HelloReply{9, "agent", "pi", 1, {}}));
  QCOMPARE(std::get<WrongVersion>(*event).theirs, std::uint16_t{9});
  QCOMPARE(session.state(), State::Closed);
}

void TestNetEdgeSession::talksToAnAgentSession() {
  EdgeSession edge("bench");
  AgentSession agent(kAgent);
  std::mt19937 random(7);
  std::vector<AgentEvent> asked;
  std::optional<EdgeEvent> heard;
  const auto exchange = [&] {
    while (!edge.output().empty() || !agent.output().empty()) {
      inPieces(drain(edge.output()), random, [&](auto part) {
        for (auto& event : agent.feed(part)) asked.push_back(std::move(event));
      });
      inPieces(drain(agent.output()), random, [&](auto part) {
        if (auto event = feedAll(edge, part)) heard = std::move(event);
      });
    }
  };
  exchange();
  const Bytes manifest = pattern(5000);
  const Bytes weights = pattern(3 * kMaxChunkBytes + 17, 2);
  QVERIFY(edge.beginDeploy(manifest, weights));
  QVERIFY(!edge.continueDeploy(1));
  while (!edge.continueDeploy(kMaxChunkBytes)) exchange();
  exchange();
  QCOMPARE(std::get<LoadModel>(asked.back()).weights, weights);
  agent.modelLoaded();
  exchange();
  QVERIFY(std::holds_alternative<DeployDone>(*heard));
  QVERIFY(edge.agent().modelChecksum == checksumOf(manifest, weights));
  QVERIFY(!edge.beginDeploy(manifest, weights));

  edge.pushImage({0, 2, 1, pattern(6)});
  edge.request({1, 0, {3, 2, 8}});
  exchange();
  agent.requestDone(1, {{1.F}, 0, 0, PayloadKind::Logits, pattern(40)}, 0, 2);
  exchange();
  QCOMPARE(std::get<Feature>(*heard).bytes.size(), std::size_t{40});
  edge.sendResult({1, 4});
  exchange();
  QVERIFY(std::holds_alternative<ResultAck>(*heard));
  edge.request({2, 0, {3, 2, 8}});
  exchange();
  agent.requestDone(2, {{1.F}, 0, 0, PayloadKind::Codes, pattern(50'000)}, 0, 2);
  exchange();
  QVERIFY(std::ranges::equal(std::get<Feature>(*heard).bytes, pattern(50'000)));
  edge.probe(9, 3'000);
  exchange();
  QCOMPARE(std::get<ProbeReply>(*heard).bytes.size(), std::size_t{3'000});
  edge.bye();
  exchange();
  QVERIFY(agent.closing() && agent.faultText().empty());
}

void TestNetEdgeSession::deploySkipsAModelThatIsThere() {
  const Bytes manifest = pattern(10);
  const Bytes weights = pattern(20);
  EdgeSession session = greeted(checksumOf(manifest, weights));
  QVERIFY(!session.beginDeploy(manifest, weights));
  QVERIFY(session.output().empty());
  QVERIFY(session.beginDeploy(manifest, pattern(21)));
}

void TestNetEdgeSession::unaskedAnswersAreErrors_data() {
  QTest::addColumn<int>("which");
  for (int i = 0; i < 14; ++i) QTest::addRow("%d", i) << i;
}

void TestNetEdgeSession::unaskedAnswersAreErrors() {
  QFETCH(int, which);
  const std::vector<Bytes> answers{toBytes(Pong{1}),
                                   toBytes(ResultAck{1}),
                                   toBytes(ImageStored{1}),
                                   toBytes(DeployDone{}),
                                   toBytes(kAgent),
                                   toBytes(RequestFailed{1, "No."}),
                                   toBytes(DeployProgress{1}),
                                   toBytes(Ping{1}),
                                   toBytes(Feature{1, {}, 0, 0, 0, 0, PayloadKind::Codes, {}}),
                                   bytesOf("garbage garbage"),
                                   toBytes(Feature{1, {}, 0, 0, 0, 0, PayloadKind::Codes, {}, 5}),
                                   toBytes(FeaturePart{1, pattern(2)}),
                                   toBytes(GaveUp{1, 2, 3}),
                                   toBytes(ProbeReply{1, pattern(2)})};
  EdgeSession session = greeted();
  QVERIFY(protocolErrorOn(session, answers[static_cast<std::size_t>(which)]) != "(none)");
  QCOMPARE(session.state(), State::Closed);
  EdgeSession fresh("bench");  // and before the hello was answered
  if (which != 4) QVERIFY(protocolErrorOn(fresh, answers[static_cast<std::size_t>(which)]) != "(none)");
}

// A result that the device needs is acknowledged over the link, one that it made itself at once.
void TestNetEdgeSession::answersComeInAnyOrder() {
  EdgeSession session = greeted();
  session.sendResult({1, 3});
  session.sendResult({2, 3});
  session.ping(7);
  session.ping(8);
  QCOMPARE(std::get<ResultAck>(*feedAll(session, toBytes(ResultAck{2}))).id, std::uint64_t{2});
  QCOMPARE(std::get<Pong>(*feedAll(session, toBytes(Pong{8}))).value, std::uint64_t{8});
  QCOMPARE(std::get<ResultAck>(*feedAll(session, toBytes(ResultAck{1}))).id, std::uint64_t{1});
  QCOMPARE(std::get<Pong>(*feedAll(session, toBytes(Pong{7}))).value, std::uint64_t{7});
  QVERIFY(protocolErrorOn(session, toBytes(ResultAck{2})).contains("was not requested"));
}

void TestNetEdgeSession::usageErrors() {
  EdgeSession session = greeted();
  QVERIFY_EXCEPTION_THROWN(session.pushImage({0, 2, 2, {}}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.setThreads(0), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.setLoad(-0.1), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.setLoad(0.96), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.setLoad(std::nan("")), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.setLinkTrace({}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.setLinkTrace({{{0, 1, 0}, {0, 2, 0}}, 10, 0}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.request({1, 0, {0, 0, 8}}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.request({1, 0, {1, 300, 8}}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.request({1, 0, {1, 0, 7}}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.request({1, 0, {1, 0, 8}, 1'000, {0, 0, 8}}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.probe(1, 0), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.probe(1, kMaxProbeBytes + 1), UsageError);
  session.request({1, 0, {1, 0, 8}});
  QVERIFY_EXCEPTION_THROWN(session.request({1, 0, {1, 0, 8}}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.beginDeploy({}, {}), UsageError);
  QVERIFY_EXCEPTION_THROWN(session.beginDeploy(pattern(kMaxManifestBytes + 1), {}), UsageError);
  QCOMPARE(session.state(), State::Ready);
  const Bytes manifest = pattern(3);
  session.beginDeploy(manifest, {});
  QVERIFY_EXCEPTION_THROWN(session.request({2, 0, {1, 0, 8}}), UsageError);
  QVERIFY(protocolErrorOn(session, toBytes(DeployProgress{3}))
              .contains("impossible deployment progress"));  // nothing was queued
}

void TestNetEdgeSession::aTransferThatIsGivenUp() {
  EdgeSession session = greeted();
  session.request({1, 0, {1, 2, 8}, 1'000, {1, 4, 32}});
  const Feature head{1, {1.F, 2.F}, 0.5, 0, 0, 3, PayloadKind::Codes, {}, 100};
  const auto begun = feedAll(session, stream(head, FeaturePart{1, pattern(60)}));
  QCOMPARE(std::get<FeatureBegun>(*begun).id, std::uint64_t{1});
  const auto event = feedAll(session, toBytes(GaveUp{1, 70, 1.5}));
  const auto& given = std::get<TransferGivenUp>(*event);
  QCOMPARE(given.gaveUp.crossedBytes, 70U);
  QCOMPARE(given.feature.layerMs.size(), std::size_t{2});
  const auto scores = feedAll(session, toBytes(Feature{1, {1.F}, 0, 0, 0, 3, PayloadKind::Logits, pattern(40)}));
  QCOMPARE(std::get<Feature>(*scores).bytes.size(), std::size_t{40});
  QVERIFY(protocolErrorOn(session, toBytes(FeaturePart{1, pattern(40)})).contains("was not requested"));
  EdgeSession twice = greeted();
  twice.request({1, 0, {1, 2, 8}});
  QVERIFY(protocolErrorOn(twice, stream(head, head)).contains("before the first was complete"));
  EdgeSession more = greeted();
  more.request({1, 0, {1, 2, 8}});
  QVERIFY(protocolErrorOn(more, stream(head, FeaturePart{1, pattern(101)})).contains("than were announced"));
}

void TestNetEdgeSession::faultEndsIt() {
  EdgeSession session = greeted();
  const auto event = feedAll(session, toBytes(Fault{"it was stopped"}));
  QCOMPARE(std::get<Fault>(*event).sentence, std::string("it was stopped"));
  QCOMPARE(session.state(), State::Closed);
  QVERIFY_EXCEPTION_THROWN(session.ping(1), UsageError);
  QVERIFY(!feedAll(session, bytesOf("whatever")));
}

CLEAVE_TEST(TestNetEdgeSession)
#include "test_net_edge_session.moc"
