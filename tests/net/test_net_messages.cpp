// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>

#include "net/messages/control.h"
#include "net/messages/deploy.h"
#include "net/messages/hello.h"
#include "net/messages/images.h"
#include "net/messages/request.h"
#include "net/wire/protocol_error.h"
#include "tests/main/test_main.h"
#include "tests/net/bytes.h"

using namespace cleave::net;
using namespace cleave::net::test;

namespace {

template <class M>
Bytes payloadOf(const M& message) {
  Bytes bytes = toBytes(message);
  bytes.erase(bytes.begin(), bytes.begin() + kHeaderBytes);
  return bytes;
}

/// Every strict prefix is malformed, and so is one byte more (a bulk tail is checked by its own size).
template <class M>
bool refusesOtherLengths(const M& message) {
  const Bytes whole = payloadOf(message);
  for (std::size_t length = 0; length <= whole.size() + 1; ++length) {
    Bytes part = whole;
    part.resize(length);
    try {
      decodeMessage<M>(part);
      if (length != whole.size()) return false;
    } catch (const ProtocolError&) {
      if (length == whole.size()) return false;
    }
  }
  return true;
}

template <class M>
bool refused(const M& message) {
  try {
    const Bytes payload = payloadOf(message);
    decodeMessage<M>(payload);
    return false;
  } catch (const ProtocolError&) {
    return true;
  }
}

}  // namespace

class TestNetMessages : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void roundTrips();
  void otherLengthsAreRefused();
  void valuesOutOfRangeAreRefused();
  void theLongestTraceFits();
  void helloKeepsItsFirstEightBytes();
  void sentencesAreCut();
};

void TestNetMessages::roundTrips() {
  const HelloReply reply{1, "cleave-agent 0.1", "pi", 4, {11, 22}, {"Raspberry Pi 4", "ondemand", "raspberrypi4:1"}};
  const Bytes replyBytes = payloadOf(reply);
  const auto reply2 = decodeMessage<HelloReply>(replyBytes);
  QCOMPARE(reply2.software, reply.software);
  QCOMPARE(reply2.hostName, reply.hostName);
  QCOMPARE(reply2.threads, reply.threads);
  QVERIFY(reply2.modelChecksum == reply.modelChecksum);
  QVERIFY(reply2.device == reply.device);

  const Bytes begin = payloadOf(DeployBegin{{1, 2}, 3, 4});
  const auto begin2 = decodeMessage<DeployBegin>(begin);
  QCOMPARE(begin2.manifestBytes, 3U);
  QCOMPARE(begin2.weightsBytes, std::uint64_t{4});

  const Bytes request = payloadOf(Request{9, 8, {5, 4, 2}, 300'000, {5, 11, 32}});
  const auto request2 = decodeMessage<Request>(request);
  QVERIFY(request2.decision == (cleave::Decision{5, 4, 2}));
  QCOMPARE(request2.frame, 8U);
  QCOMPARE(request2.giveUpUs, 300'000U);
  QVERIFY(request2.fallback == (cleave::Decision{5, 11, 32}));
  const Bytes gaveUp = payloadOf(GaveUp{3, 4'096, 300.5});
  QCOMPARE(decodeMessage<GaveUp>(gaveUp).crossedBytes, 4'096U);
  QCOMPARE(decodeMessage<GaveUp>(gaveUp).afterMs, 300.5);
  const Bytes part = payloadOf(FeaturePart{3, pattern(50)});
  QCOMPARE(decodeMessage<FeaturePart>(part).bytes.size(), std::size_t{50});
  const Bytes probe = payloadOf(Probe{6, 4'096});
  QCOMPARE(decodeMessage<Probe>(probe).replyBytes, 4'096U);

  const Bytes data = pattern(1000);
  const Bytes feature = payloadOf(Feature{7, {1.F, 2.5F}, 0.1, 0.2, 0.3, 4.5, PayloadKind::Logits, data});
  const auto feature2 = decodeMessage<Feature>(feature);
  QCOMPARE(feature2.layerMs, (std::vector<float>{1.F, 2.5F}));
  QCOMPARE(feature2.busyMs, 4.5);
  QCOMPARE(feature2.kind, PayloadKind::Logits);
  QVERIFY(std::ranges::equal(feature2.bytes, data));
  QVERIFY(feature2.bytes.data() >= feature.data() && feature2.bytes.data() < feature.data() + feature.size());

  const Bytes result = payloadOf(Result{1, -1});
  QCOMPARE(decodeMessage<Result>(result).prediction, -1);

  const LinkTrace trace{{{0, 5'000'000'000, 40'000}, {7, 0, 9}}, 1'000, 2};
  const Bytes shaped = payloadOf(SetLinkTrace{trace});
  QVERIFY(decodeMessage<SetLinkTrace>(shaped).trace == trace);
  const TcpStatistics tcp{1.25, 77};
  const Bytes ack = payloadOf(ResultAck{4, tcp, {0.5, cleave::kUnknown, 1500}});
  const auto ack2 = decodeMessage<ResultAck>(ack);
  QVERIFY(ack2.tcp == tcp);
  QVERIFY(ack2.device.cpu == 0.5 && std::isnan(ack2.device.temperatureC) && ack2.device.mhz == 1500);
}

void TestNetMessages::otherLengthsAreRefused() {
  const Bytes pixels = pattern(2 * 3 * 3);
  QVERIFY(refusesOtherLengths(Hello{1, "cleave"}));
  QVERIFY(refusesOtherLengths(HelloReply{1, "a", "b", 1, {}}));
  QVERIFY(refusesOtherLengths(DeployBegin{{1, 2}, 3, 4}));
  QVERIFY(refusesOtherLengths(DeployProgress{1}));
  QVERIFY(refusesOtherLengths(DeployDone{}));
  QVERIFY(refusesOtherLengths(ClearImages{}));
  QVERIFY(refusesOtherLengths(PushImage{0, 2, 3, pixels}));
  QVERIFY(refusesOtherLengths(ImageStored{1}));
  QVERIFY(refusesOtherLengths(Request{1, 2, {1, 0, 8}}));
  QVERIFY(refusesOtherLengths(RequestFailed{1, "No."}));
  QVERIFY(refusesOtherLengths(GaveUp{1, 2, 3}));
  QVERIFY(refusesOtherLengths(Probe{1, 2}));
  QVERIFY(refusesOtherLengths(Result{1, 2}));
  QVERIFY(refusesOtherLengths(ResultAck{1}));
  QVERIFY(refusesOtherLengths(SetLink{1}));
  QVERIFY(refusesOtherLengths(SetLinkTrace{{{{0, 5, 6}, {7, 0, 9}}, 1'000, 2}}));
  QVERIFY(refusesOtherLengths(SetThreads{1}));
  QVERIFY(refusesOtherLengths(SetLoad{500}));
  QVERIFY(refusesOtherLengths(Ping{1}));
  QVERIFY(refusesOtherLengths(Pong{1}));
  QVERIFY(refusesOtherLengths(Bye{}));
  QVERIFY(refusesOtherLengths(Fault{"Gone."}));
}

void TestNetMessages::valuesOutOfRangeAreRefused() {
  QVERIFY(refused(DeployBegin{{}, 0, 1}));
  QVERIFY(refused(DeployBegin{{}, kMaxManifestBytes + 1, 1}));
  QVERIFY(refused(DeployBegin{{}, 1, kMaxWeightsBytes + 1}));
  QVERIFY(refused(DeployChunk{0, {}}));
  QVERIFY(refused(PushImage{0, 0, 0, {}}));
  QVERIFY(refused(PushImage{0, kMaxImageSide + 1, 1, pattern((kMaxImageSide + 1) * 3)}));
  QVERIFY(refused(Request{1, 0, {0, 0, 8}}));
  QVERIFY(refused(Request{1, 0, {1, 0, 3}}));
  QVERIFY(refused(Request{1, 0, {1, 0, 8}, 1'000, {0, 0, 8}}));  // given up for nothing
  QVERIFY(refused(Request{1, 0, {1, 0, 8}, 0, {0, 0, 7}}));
  QVERIFY(refused(FeaturePart{1, {}}));
  QVERIFY(refused(GaveUp{1, 2, -1}));
  QVERIFY(refused(Probe{1, 0}));
  QVERIFY(refused(Probe{1, kMaxProbeBytes + 1}));
  QVERIFY(refused(SetThreads{0}));
  QVERIFY(refused(SetThreads{kMaxThreads + 1}));
  QVERIFY(refused(SetLoad{kMaxLoadPermille + 1}));
  QVERIFY(refused(SetLinkTrace{}));
  QVERIFY(refused(SetLinkTrace{{{{0, 1, 0}, {0, 1, 0}}, 10, 0}}));
  QVERIFY(refused(SetLinkTrace{{{{0, 1, 0}}, 10, 10}}));
  QVERIFY(refused(ResultAck{1, {-1, 0}}));
  QVERIFY(refused(ResultAck{1, {}, {1.5, 50, 1500}}));
  QVERIFY(refused(ResultAck{1, {}, {-0.5, 50, 1500}}));
  QVERIFY(refused(ResultAck{1, {}, {0.5, 300, 1500}}));
  QVERIFY(refused(ResultAck{1, {}, {0.5, 50, std::numeric_limits<double>::infinity()}}));
  QVERIFY(refused(HelloReply{1, "a", "b", 1, {}, {}, kMaxLoadPermille + 1}));
  QVERIFY(refused(Feature{1, {-1.F}, 0, 0, 0, 0, PayloadKind::Codes, {}}));
  QVERIFY(refused(Feature{1, {}, 0, 0, 0, std::numeric_limits<double>::infinity(), PayloadKind::Codes, {}}));
  QVERIFY(refused(Feature{1, {}, 0, 0, 0, 0, static_cast<PayloadKind>(2), {}}));
  QVERIFY(refused(Feature{1, {}, 0, 0, 0, 0, PayloadKind::Codes, {}, kMaxFeatureBytes + 1}));
  QVERIFY(refused(Feature{1, {}, 0, 0, 0, 0, PayloadKind::Codes, pattern(3), 3}));
}

void TestNetMessages::theLongestTraceFits() {
  LinkTrace trace{std::vector<LinkStep>(kMaxLinkSteps), kMaxLinkTraceUs, 0};
  for (std::size_t i = 0; i < trace.steps.size(); ++i) trace.steps[i] = {i, kMaxLinkBitsPerSecond, kMaxLinkRttUs};
  const auto kept = cut(toBytes(SetLinkTrace{trace}), TypeSet::toAgent());
  QVERIFY(last<SetLinkTrace>(kept).trace == trace);
  // A count that the payload does not hold is refused before memory is taken for it.
  Bytes lies = kept[0].payload;
  lies.resize(20);
  QVERIFY_EXCEPTION_THROWN(decodeMessage<SetLinkTrace>(lies), ProtocolError);
}

void TestNetMessages::helloKeepsItsFirstEightBytes() {
  for (const Bytes& payload : {payloadOf(Hello{9, "x"}), payloadOf(HelloReply{9, "x", "y", 1, {}})}) {
    const Bytes prefix(payload.begin(), payload.begin() + 8);
    QCOMPARE(prefix, (bytesOf(std::string_view("CLEAVE\x09\x00", 8))));
    QCOMPARE(peekProtocolVersion(prefix, MessageType::Hello), std::uint16_t{9});
  }
  QVERIFY_EXCEPTION_THROWN(peekProtocolVersion(bytesOf("HTTP/1.1"), MessageType::Hello), ProtocolError);
  QVERIFY_EXCEPTION_THROWN(peekProtocolVersion(bytesOf("CLEAVE"), MessageType::Hello), ProtocolError);
}

void TestNetMessages::sentencesAreCut() {
  const Bytes payload = payloadOf(Fault{std::string(2000, 'x')});
  QCOMPARE(decodeMessage<Fault>(payload).sentence.size(), kMaxSentenceBytes);
  const std::string endless(2000, 'x');
  const Bytes hello = payloadOf(HelloReply{2, endless, endless, 1, {}, {endless, endless, endless}});
  QVERIFY(hello.size() <= kMaxHelloBytes);  // whatever an agent is called, its answer is read
  QCOMPARE(decodeMessage<HelloReply>(hello).device.machine.size(), kMaxMachineBytes);
}

CLEAVE_TEST(TestNetMessages)
#include "test_net_messages.moc"
