// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded mutations of valid conversations: the sessions may end in a fault, and may do nothing else wrong.
#include <QtTest>

#include "net/link/emulated_link.h"
#include "net/session/agent_session.h"
#include "net/session/edge_session.h"
#include "net/wire/protocol_error.h"
#include "tests/main/test_main.h"
#include "tests/net/bytes.h"

using namespace cleave::net;
using namespace cleave::net::test;

namespace {

void mutate(Bytes& bytes, std::mt19937& random) {
  const unsigned changes = 1 + random() % 4;
  for (unsigned i = 0; i < changes && !bytes.empty(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(random() % bytes.size());
    switch (random() % 5) {
      case 0:
        bytes[static_cast<std::size_t>(at)] = static_cast<std::byte>(random());
        break;
      case 1:
        bytes[static_cast<std::size_t>(at)] ^= static_cast<std::byte>(1U << (random() % 8));
        break;
      case 2:
        bytes.erase(bytes.begin() + at);
        break;
      case 3:
        bytes.insert(bytes.begin() + at, static_cast<std::byte>(random()));
        break;
      default:
        bytes.resize(static_cast<std::size_t>(at));
        break;
    }
  }
}

Bytes edgeSide() {
  const Bytes manifest = pattern(20);
  const Bytes weights = pattern(100);
  return stream(Hello{kProtocolVersion, "bench"}, DeployBegin{checksumOf(manifest, weights), 20, 100},
                DeployChunk{0, manifest}, DeployChunk{20, weights}, PushImage{0, 3, 2, pattern(18)}, SetLink{1000},
                SetLinkTrace{{{{0, 1000, 5}, {9, 0, 0}}, 100, 3}}, SetThreads{2}, SetLoad{300},
                Request{1, 0, {1, 2, 8}, 1000, {1, 3, 32}}, Probe{3, 50}, Ping{1}, Result{1, 0}, ClearImages{}, Bye{});
}

Bytes agentSide() {
  return stream(HelloReply{kProtocolVersion, "agent", "pi", 4, {1, 2}}, ImageStored{0}, Pong{1},
                Feature{1, {1.F, 2.F, 3.F}, 0.1, 0.2, 0.3, 9, PayloadKind::Codes, {}, 64}, FeaturePart{1, pattern(40)},
                ProbeReply{2, pattern(9)}, GaveUp{1, 45, 3.5},
                Feature{1, {1.F}, 0.1, 0.2, 0.3, 9, PayloadKind::Logits, pattern(24)},
                ResultAck{1, {0.5, 2}, {0.3, 48.5, 1800}}, RequestFailed{2, "No such decision."},
                Fault{"it was stopped"});
}

/// Whatever trace a session lets through can be followed: time goes on and never backwards.
void survives(const LinkTrace& trace) {
  EmulatedLink link;
  EmulatedLink::TimePoint now{std::chrono::hours(1)};
  link.setTrace(trace, now);
  for (int i = 0; i < 3; ++i) link.enter({std::vector<std::byte>(1'000), Lane::RateLimited, 1}, now);
  for (int i = 0; i < 50 && link.bytes() > 0; ++i) {
    OutputQueue& crossed = link.crossed(now);
    crossed.consume(crossed.bytes());
    const auto next = link.nextAt(now);
    QVERIFY(next ? *next > now : link.bytes() == 0);
    if (next) now = *next;
  }
}

}  // namespace

class TestNetFuzz : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void agentSurvivesAnything();
  void edgeSurvivesAnything();
  void parserSurvivesNoise();
};

void TestNetFuzz::agentSurvivesAnything() {
  const Bytes valid = edgeSide();
  std::mt19937 random(11);
  int finished = 0;
  for (int round = 0; round < 20'000; ++round) {
    Bytes bytes = valid;
    if (round > 0) mutate(bytes, random);
    AgentSession session({kProtocolVersion, "agent", "pi", 1, {}});
    inPieces(bytes, random, [&](std::span<const std::byte> part) {
      for (auto& event : session.feed(part)) {
        if (std::holds_alternative<LoadModel>(event)) session.modelLoaded();
        if (const auto* follow = std::get_if<FollowTrace>(&event)) survives(follow->trace);
        if (const auto* load = std::get_if<UseLoad>(&event)) QVERIFY(load->share >= 0 && load->share <= 0.95);
        if (const auto* run = std::get_if<RunRequest>(&event)) {
          session.requestDone(run->request.id, {{1.F}, 0, 0, PayloadKind::Codes, pattern(10)}, 0, 0);
        }
      }
      // A completion during feed() comes a little late for what was fed with it; the shell feeds the same way.
    });
    finished += session.closing() && session.faultText().empty() ? 1 : 0;
    QVERIFY(session.output().bytes() < 4 * kMaxProbeBytes);
    cut(drain(session.output()), TypeSet::toEdge());  // what it says is well formed
  }
  QVERIFY(finished >= 1);
}

void TestNetFuzz::edgeSurvivesAnything() {
  const Bytes valid = agentSide();
  std::mt19937 random(12);
  int faults = 0;
  for (int round = 0; round < 20'000; ++round) {
    Bytes bytes = valid;
    if (round > 0) mutate(bytes, random);
    EdgeSession session("bench");
    bool asked = false;
    try {
      inPieces(bytes, random, [&](std::span<const std::byte> part) {
        while (!part.empty()) {
          auto fed = session.feed(part);
          part = part.subspan(fed.taken);
          if (!asked && session.state() == EdgeSession::State::Ready) {
            asked = true;
            session.pushImage({0, 1, 1, pattern(3)});
            session.ping(1);
            session.probe(2, 9);
            session.request({1, 0, {1, 1, 8}});
            session.request({2, 0, {1, 1, 8}});
            session.sendResult({1, 1});
          }
          if (fed.event && std::holds_alternative<Fault>(*fed.event)) ++faults;
        }
      });
    } catch (const ProtocolError&) {
      QCOMPARE(session.state(), EdgeSession::State::Closed);
    }
  }
  QVERIFY(faults >= 1);
}

void TestNetFuzz::parserSurvivesNoise() {
  std::mt19937 random(13);
  std::uint32_t largest = 0;
  for (int round = 0; round < 50'000; ++round) {
    Bytes bytes(8 + random() % 64);
    for (auto& byte : bytes) byte = static_cast<std::byte>(random());
    // Most noise dies in the header: help it through.
    if (round % 2 == 0) {
      bytes[4] = static_cast<std::byte>(1 + random() % 15);
      bytes[5] = bytes[6] = bytes[7] = std::byte{0};
      bytes[3] = std::byte{0};
    }
    WireFrameParser parser(TypeSet::toAgent());
    try {
      std::span<const std::byte> rest = bytes;
      while (!rest.empty()) rest = rest.subspan(parser.feed(rest));
      const auto rule = ruleFor(std::to_integer<std::uint8_t>(bytes[4]));
      largest = std::max(largest, rule->maxPayloadBytes);
    } catch (const ProtocolError&) {
    }
    QVERIFY(parser.capacity() <= 2 * (8 + kMaxImageBytes));
  }
  QVERIFY(largest > 0);
}

CLEAVE_TEST(TestNetFuzz)
#include "test_net_fuzz.moc"
