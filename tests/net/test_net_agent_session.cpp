// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "net/messages/control.h"
#include "net/session/agent_session.h"
#include "tests/main/test_main.h"
#include "tests/net/bytes.h"

using namespace cleave::net;
using namespace cleave::net::test;
using State = AgentSession::State;

namespace {

const Bytes kManifest = bytesOf("{\"a\":1}");
const Bytes kWeights = pattern(1000);

Bytes deployment() {
  return stream(DeployBegin{checksumOf(kManifest, kWeights), 7, 1000}, DeployChunk{0, kManifest},
                DeployChunk{7, kWeights});
}

/// A session that has been greeted, has a model, and one 2x1 frame at index 0.
struct Ready {
  explicit Ready(bool model = true)
      : session({kProtocolVersion, "agent", "pi", 1, model ? ModelChecksum{1, 2} : ModelChecksum{}}) {
    session.feed(stream(Hello{kProtocolVersion, "test"}, PushImage{0, 2, 1, pattern(6)}));
    drain(session.output());
  }
  /// What the session says to `bytes`, which it must not survive.
  std::string faultOn(const Bytes& bytes) {
    session.feed(bytes);
    if (!session.closing()) return "(no fault)";
    return last<Fault>(cut(drain(session.output()), TypeSet::toEdge())).sentence;
  }
  AgentSession session;
};

DeviceReply replyOf(std::size_t bytes) {
  return {{1.F, 2.F}, 0.5, 0.25, PayloadKind::Codes, pattern(bytes)};
}

}  // namespace

class TestNetAgentSession : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void greets();
  void answersAnotherVersionAndCloses();
  void deploys();
  void refusedModelIsAFault();
  void runsARequest();
  void givesATransferUp();
  void limitsThreadsAndPings();
  void byeClosesQuietly();
  void strangersAreToldWhatThisIs();
  void misuse_data();
  void misuse();
  void framesAreBounded();
  void requestsAtOnceAreBounded();
  void peerThatNeverReadsIsDropped();
  void lateCompletionsAreIgnored();
};

void TestNetAgentSession::greets() {
  AgentSession session({kProtocolVersion, "agent", "pi", 3, {1, 2}});
  const auto events = session.feed(toBytes(Hello{kProtocolVersion, "bench"}));
  QCOMPARE(std::get<ClientGreeted>(events.at(0)).software, std::string("bench"));
  const auto reply = last<HelloReply>(cut(drain(session.output()), TypeSet::toEdge()));
  QCOMPARE(reply.hostName, std::string("pi"));
  QCOMPARE(reply.threads, std::uint16_t{3});
  QCOMPARE(session.state(), State::Ready);
}

void TestNetAgentSession::answersAnotherVersionAndCloses() {
  AgentSession session({kProtocolVersion, "agent", "pi", 3, {}});
  Bytes hello = toBytes(Hello{9, "future"});
  hello.resize(hello.size() + 100);  // a later version may say more
  const auto header = encodeHeader({static_cast<std::uint32_t>(hello.size() - kHeaderBytes), MessageType::Hello});
  std::ranges::copy(header, hello.begin());
  session.feed(hello);
  QVERIFY(session.closing());
  QCOMPARE(last<HelloReply>(cut(drain(session.output()), TypeSet::toEdge())).protocolVersion, kProtocolVersion);
}

void TestNetAgentSession::deploys() {
  Ready ready(false);
  std::mt19937 random(3);
  std::vector<AgentEvent> events;
  inPieces(deployment(), random, [&](std::span<const std::byte> part) {
    for (auto& event : ready.session.feed(part)) events.push_back(std::move(event));
  });
  QCOMPARE(ready.session.state(), State::Loading);
  QCOMPARE(events.size(), std::size_t{1});
  const auto& load = std::get<LoadModel>(events[0]);
  QCOMPARE(load.manifest, std::string("{\"a\":1}"));
  QCOMPARE(load.weights, kWeights);
  ready.session.modelLoaded();
  const auto said = cut(drain(ready.session.output()), TypeSet::toEdge());
  QCOMPARE(said.size(), std::size_t{3});
  QCOMPARE(decodeMessage<DeployProgress>(said[1].payload).received, std::uint64_t{1007});
  QCOMPARE(said[2].type, MessageType::DeployDone);
  QCOMPARE(ready.session.feed(toBytes(Request{1, 0, {1, 0, 8}})).size(), std::size_t{1});
}

void TestNetAgentSession::refusedModelIsAFault() {
  Ready ready(false);
  ready.session.feed(deployment());
  ready.session.modelRefused("The weights are short: deploy again.");
  QCOMPARE(ready.session.faultText(), std::string("The weights are short: deploy again."));
  QVERIFY(ready.session.closing());
}

void TestNetAgentSession::runsARequest() {
  Ready ready;
  const auto events = ready.session.feed(toBytes(Request{42, 0, {2, 3, 4}}));
  const auto& run = std::get<RunRequest>(events.at(0));
  QVERIFY(run.request.decision == (cleave::Decision{2, 3, 4}));
  QCOMPARE(run.frame->bytes, pattern(6));
  ready.session.requestDone(42, replyOf(300), 1.5, 7.5);
  const auto said = cut(drain(ready.session.output()), TypeSet::toEdge());
  const auto feature = decodeMessage<Feature>(said.at(0).payload);
  QCOMPARE(feature.id, std::uint64_t{42});
  QCOMPARE(feature.busyMs, 7.5);
  QCOMPARE(feature.following, 300U);
  QVERIFY(std::ranges::equal(last<FeaturePart>(said).bytes, pattern(300)));

  const TcpStatistics tcp{3.5, 2};
  ready.session.observeTcp(tcp);
  ready.session.observeSystem({0.75, 62, 1500});
  const auto ends = ready.session.feed(toBytes(Result{42, 3}));
  QCOMPARE(std::get<ResultArrived>(ends.at(0)).prediction, 3);
  const auto ack = last<ResultAck>(cut(drain(ready.session.output()), TypeSet::toEdge()));
  QCOMPARE(ack.id, std::uint64_t{42});
  QVERIFY(ack.tcp == tcp);
  QVERIFY(ack.device.cpu == 0.75 && ack.device.temperatureC == 62 && ack.device.mhz == 1500);

  ready.session.feed(toBytes(Request{43, 0, {2, 3, 4}}));
  ready.session.requestFailed(43, "No such decision.");
  QCOMPARE(last<RequestFailed>(cut(drain(ready.session.output()), TypeSet::toEdge())).sentence,
           std::string("No such decision."));
  QVERIFY(!ready.session.closing());
}

void TestNetAgentSession::givesATransferUp() {
  Ready ready;
  AgentSession& session = ready.session;
  session.feed(toBytes(Request{5, 0, {2, 3, 4}, 100'000, {2, 9, 32}}));
  session.requestDone(5, replyOf(40'000), 0, 1);
  auto& output = session.output();
  QVERIFY(output.take().lane == Lane::DelayOnly);  // the head, then the feature in parts
  const std::size_t all = output.bytesOf(5);
  QVERIFY(all > 40'000 && all < 40'100);
  std::size_t parts = 0;
  for (; !output.empty(); ++parts) {
    const auto piece = output.take();
    QVERIFY(piece.lane == Lane::RateLimited && piece.request == 5);
  }
  QCOMPARE(parts, std::size_t{3});
  session.gaveUp(5, 12'345, 100.5);
  QCOMPARE(last<GaveUp>(cut(drain(output), TypeSet::toEdge())).crossedBytes, 12'345U);
  session.gaveUp(5, 1, 1);  // once only, and nothing that is not on its way
  session.gaveUp(6, 1, 1);
  QVERIFY(output.empty());
  session.requestDone(5, {{1.F}, 0, 0, PayloadKind::Logits, pattern(40)}, 0, 2);
  const auto scores = output.take();
  QVERIFY(scores.lane == Lane::DelayOnly);  // they must not overtake the head
  QCOMPARE(last<Feature>(cut(scores.bytes, TypeSet::toEdge())).bytes.size(), std::size_t{40});
  session.feed(toBytes(Result{5, 3}));
  QVERIFY(output.take().lane == Lane::Unshaped);  // the device needed no result
  session.feed(stream(Request{7, 0, {2, 3, 4}}));
  session.requestDone(7, replyOf(10), 0, 1);
  drain(output);
  session.feed(stream(Result{7, 3}, Ping{2}, Probe{3, 1'000}));
  QVERIFY(output.take().lane == Lane::DelayOnly);
  QVERIFY(output.take().lane == Lane::DelayOnly);
  const auto probe = output.take();
  QVERIFY(probe.lane == Lane::RateLimited && probe.request == OutputQueue::kNoRequest);
  QCOMPARE(last<ProbeReply>(cut(probe.bytes, TypeSet::toEdge())).bytes.size(), std::size_t{1'000});
}

void TestNetAgentSession::limitsThreadsAndPings() {
  Ready ready;
  const auto events = ready.session.feed(stream(SetLink{1000}, SetThreads{2}, Ping{5}, ClearImages{}));
  QCOMPARE(std::get<LimitLink>(events.at(0)).bitsPerSecond, std::uint64_t{1000});
  QCOMPARE(std::get<UseThreads>(events.at(1)).threads, 2);
  QCOMPARE(last<Pong>(cut(drain(ready.session.output()), TypeSet::toEdge())).value, std::uint64_t{5});
  ready.session.observeSlowdown(2.5);
  ready.session.feed(toBytes(Ping{6}));
  QCOMPARE(last<Pong>(cut(drain(ready.session.output()), TypeSet::toEdge())).slowdown, 2.5);
  const LinkTrace trace{{{0, 1000, 5}}, 100, 3};
  const auto more = ready.session.feed(stream(SetLinkTrace{trace}, SetLoad{250}));
  QVERIFY(std::get<FollowTrace>(more.at(0)).trace == trace);
  QCOMPARE(std::get<UseLoad>(more.at(1)).share, 0.25);
  QVERIFY(QString::fromStdString(ready.faultOn(toBytes(Request{1, 0, {1, 0, 8}}))).contains("never pushed"));
}

void TestNetAgentSession::byeClosesQuietly() {
  Ready ready;
  QVERIFY(ready.session.feed(stream(Bye{}, Ping{1})).empty());
  QVERIFY(ready.session.closing());
  QVERIFY(ready.session.output().empty());
  QVERIFY(ready.session.faultText().empty());
}

void TestNetAgentSession::strangersAreToldWhatThisIs() {
  const auto greetedBy = [](std::string_view begin, std::size_t step) {
    AgentSession session({kProtocolVersion, "agent", "pi", 4, {}});
    const auto bytes = std::as_bytes(std::span(begin));
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      session.feed(bytes.subspan(at, std::min(step, bytes.size() - at)));
    }
    const Bytes said = drain(session.output());
    return std::pair(session.faultText(), std::string(reinterpret_cast<const char*>(said.data()), said.size()));
  };
  for (const std::size_t step : {1UL, 3UL, 100UL}) {
    const auto http = greetedBy("GET / HTTP/1.1\r\nHost: pi\r\n\r\n", step);
    QVERIFY(http.first.starts_with("it received an HTTP request"));
    QVERIFY(http.second.starts_with("HTTP/1.0 400") && http.second.find("This is a Cleave agent") != std::string::npos);
    QVERIFY(greetedBy("\x16\x03\x01\x02", step).first.starts_with("it received a TLS handshake"));
    QVERIFY(greetedBy("GEMINI was here", step).first.ends_with("install the same version of Cleave on both"));
  }
}

void TestNetAgentSession::misuse_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const Bytes& bytes, const char* says) {
    QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()))
                        << QString(says);
  };
  const ModelChecksum right = checksumOf(kManifest, kWeights);
  const Request request{1, 0, {1, 0, 8}};
  row("second hello", toBytes(Hello{kProtocolVersion, "x"}), "a second Hello");
  row("message for the edge", toBytes(Pong{1}), "a Pong message, which is not allowed here");
  row("frame never pushed", toBytes(Request{1, 7, {1, 0, 8}}), "frame 7, which was never pushed");
  row("same id twice", stream(request, request), "request 1 again before its reply");
  row("result for nothing", toBytes(Result{3, 1}), "a result for request 3");
  row("result before answer", stream(request, Result{1, 1}), "a result for request 1");
  row("no such bits", toBytes(Request{1, 0, {1, 0, 5}}), "invalid bit width");
  row("frame of the wrong size", toBytes(PushImage{1, 2, 2, pattern(11)}), "not width x height x 3");
  row("chunk without begin", toBytes(DeployChunk{0, kManifest}), "a DeployChunk message in the wrong state");
  row("chunk at a wrong offset", stream(DeployBegin{right, 7, 1000}, DeployChunk{1, kManifest}),
      "byte 1 instead of byte 0");
  row("more than announced", stream(DeployBegin{right, 7, 10}, DeployChunk{0, kManifest}, DeployChunk{7, kWeights}),
      "more model bytes than were announced");
  row("wrong checksum", stream(DeployBegin{{1, 1}, 7, 1000}, DeployChunk{0, kManifest}, DeployChunk{7, kWeights}),
      "wrong checksum");
  row("request while deploying", stream(DeployBegin{right, 7, 1000}, request), "while a model is being deployed");
  row(
      "request while loading",
      [&] {
        Bytes all = deployment();
        appendMessage(all, request);
        return all;
      }(),
      "while a model is being deployed");
  row("no threads", toBytes(SetThreads{0}), "out of range");
  row("load of all cores", toBytes(SetLoad{1000}), "the load is out of range");
  row("trace without steps", toBytes(SetLinkTrace{}), "it has no steps");
  row("garbage", bytesOf("GET / HTTP/1.1\r\n\r\n"), "it received");
}

void TestNetAgentSession::misuse() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, says);
  Ready ready;
  const QString fault =
      QString::fromStdString(ready.faultOn(bytesOf(std::string_view(bytes.data(), std::size_t(bytes.size())))));
  QVERIFY2(fault.contains(says), qPrintable(fault));
  QVERIFY(ready.session.feed(toBytes(Ping{1})).empty());
  QVERIFY(ready.session.output().empty());

  // Before the hello everything is refused by its header alone.
  AgentSession fresh({kProtocolVersion, "agent", "pi", 1, {}});
  QVERIFY(fresh.feed(toBytes(Request{1, 0, {1, 0, 8}})).empty());
  QVERIFY(QString::fromStdString(fresh.faultText()).contains("a Request message, which is not allowed here"));
  Ready empty(false);
  QVERIFY(
      QString::fromStdString(empty.faultOn(toBytes(Request{1, 0, {1, 0, 8}}))).contains("before a model was deployed"));
}

void TestNetAgentSession::framesAreBounded() {
  Ready many;
  for (std::uint32_t i = 0; i < kMaxImagesHeld; ++i) many.session.feed(toBytes(PushImage{i, 1, 1, pattern(3)}));
  drain(many.session.output());
  many.session.feed(toBytes(PushImage{5, 1, 1, pattern(3)}));  // replaces
  QVERIFY(!many.session.closing());
  QVERIFY(QString::fromStdString(many.faultOn(toBytes(PushImage{5000, 1, 1, pattern(3)})))
              .contains("more than 1024 frames"));

  Ready large;
  const Bytes frame = pattern(kMaxImageBytes);
  const std::size_t fit = kMaxImageBytesHeld / kMaxImageBytes;
  for (std::uint32_t i = 0; i < fit; ++i) large.session.feed(toBytes(PushImage{i, 2048, 2048, frame}));
  QVERIFY(!large.session.closing());
  QVERIFY(
      QString::fromStdString(large.faultOn(toBytes(PushImage{99, 2048, 2048, frame}))).contains("more than 256 MiB"));
}

void TestNetAgentSession::requestsAtOnceAreBounded() {
  Ready ready;
  for (std::uint64_t i = 0; i < kMaxRequestsUnderWay; ++i) {
    QCOMPARE(ready.session.feed(toBytes(Request{i, 0, {1, 0, 8}})).size(), std::size_t{1});
  }
  QVERIFY(QString::fromStdString(ready.faultOn(toBytes(Request{99, 0, {1, 0, 8}})))
              .contains("more than 16 concurrent requests"));
}

void TestNetAgentSession::peerThatNeverReadsIsDropped() {
  Ready ready;
  for (std::size_t i = 0; i < 2 * kMaxUnreadPieces && !ready.session.closing(); ++i)
    ready.session.feed(toBytes(Ping{i}));
  QVERIFY(QString::fromStdString(ready.session.faultText()).contains("does not read its replies"));
  QVERIFY(ready.session.output().pieces() <= kMaxUnreadPieces + 2);
  Ready other;  // what an emulated link holds counts, too
  other.session.observeUnread(kMaxUnreadBytes + 1, 1);
  QVERIFY(QString::fromStdString(other.faultOn(toBytes(Ping{1}))).contains("does not read its replies"));
}

void TestNetAgentSession::lateCompletionsAreIgnored() {
  Ready ready;
  ready.session.feed(stream(Request{1, 0, {1, 0, 8}}, Bye{}));
  ready.session.requestDone(1, replyOf(10), 0, 0);
  ready.session.requestFailed(1, "Late.");
  ready.session.modelLoaded();
  ready.session.fault("late");
  QVERIFY(ready.session.output().empty());
  Ready other;
  other.session.requestDone(77, replyOf(10), 0, 0);
  QVERIFY(other.session.output().empty());
}

CLEAVE_TEST(TestNetAgentSession)
#include "test_net_agent_session.moc"
