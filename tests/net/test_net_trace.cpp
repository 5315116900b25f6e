// SPDX-License-Identifier: GPL-3.0-or-later
// Link traces without sockets: their integral, the bytes that cross, the delay.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "net/link/emulated_link.h"
#include "net/link/trace_integral.h"
#include "tests/main/test_main.h"

using namespace cleave::net;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kM = 1'000'000;

/// 10 ms at 8 Mbit/s, 30 ms dead, 60 ms at 1 Mbit/s: 140,000 bits a cycle.
LinkTrace fading(std::uint64_t beginUs = 0) {
  return {{{0, 8 * kM, 4'000}, {10'000, 0, 20'000}, {40'000, kM, 1'000}}, 100'000, beginUs};
}

bool near(double a, double b, double within = 1e-6) {
  return std::abs(a - b) <= within;
}

double msOf(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// A link and a clock that only moves when told.
struct Line {
  EmulatedLink link;
  TokenBucket::TimePoint now{100s};

  void enter(std::size_t bytes, Lane lane = Lane::RateLimited, std::uint64_t request = 1) {
    link.enter({std::vector<std::byte>(bytes), lane, request}, now);
  }
  /// Bytes that have come out since the last call.
  std::size_t out() {
    OutputQueue& crossed = link.crossed(now);
    const std::size_t bytes = crossed.bytes();
    crossed.consume(bytes);
    return bytes;
  }
  /// Each wait takes `late` longer than asked. @returns ms until all was out
  double finish(std::chrono::nanoseconds late = 0ns) {
    const auto start = now;
    while (true) {
      out();
      if (link.bytes() == 0) return msOf(now - start);
      if (const auto next = link.nextAt(now)) now = *next + late;
    }
  }
  /// Sends `bytes` in messages of `part`.
  double send(std::size_t bytes, std::chrono::nanoseconds late = 0ns, std::size_t part = 16'384) {
    for (std::size_t sent = 0; sent < bytes; sent += part) enter(std::min(part, bytes - sent));
    return finish(late);
  }
};

}  // namespace

class TestNetTrace : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void integralByHand();
  void inverseByHand();
  void inverseIsTheIntegralsInverse();
  void nothingIsLostOverManyCycles();
  void transfersTakeTheIntegral();
  void theRoundTripIsAdded();
  void lateLookersLoseNothing();
  void idleTimeEarnsNothing();
  void aShorterDelayOvertakesNobody();
  void theDelayLineCounts();
  void aDeadLinkAsksAgain();
  void aNewTraceKeepsWhatWasEarned();
  void lanesFeelWhatTheyShould();
  void aTransferIsDroppedAtTheMessageThatIsHalfAcross();
  void anUnlimitedLinkHoldsBackWhatTheSocketHasNotTaken();
  void objections_data();
  void objections();
};

void TestNetTrace::integralByHand() {
  const TraceIntegral link(fading());
  QVERIFY(near(link.bitsBetween(0ms, 5ms), 40'000));
  QVERIFY(near(link.bitsBetween(5ms, 35ms), 40'000));
  QVERIFY(near(link.bitsBetween(12ms, 40ms), 0));
  QVERIFY(near(link.bitsBetween(30ms, 110ms), 140'000));
  QVERIFY(near(link.bitsBetween(0ms, 1s), 1'400'000));
  const TraceIntegral later(fading(90'000));
  QVERIFY(near(later.bitsBetween(0ms, 20ms), 90'000));
  QCOMPARE(link.rttAt(39ms), 20ms);
  QCOMPARE(link.rttAt(140ms), 1ms);
  QVERIFY(near(link.peakBitsPerSecond(), 8e6));
}

void TestNetTrace::inverseByHand() {
  const TraceIntegral link(fading());
  QCOMPARE(link.whenCarried(0ms, 40'000, 1h), 5ms);
  QCOMPARE(link.whenCarried(0ms, 80'000, 1h), 10ms);  // the first such moment, not the end of the dead stretch
  QCOMPARE(link.whenCarried(5ms, 41'000, 1h), 41ms);
  QCOMPARE(link.whenCarried(20ms, 60'000, 1h), 100ms);
  QCOMPARE(link.whenCarried(20ms, 60'000 + 140'000 * 1000.0, 10h), 100'100ms);
  QCOMPARE(link.whenCarried(0ms, 140'000, 50ms), 50ms);
  const TraceIntegral dead(LinkTrace{{{0, 0, 0}}, 1'000, 0});
  QCOMPARE(dead.whenCarried(3ms, 1, 10ms), 10ms);
  const TraceIntegral endsDead(LinkTrace{{{0, kM, 0}, {10'000, 0, 0}}, 50'000, 0});
  QCOMPARE(endsDead.whenCarried(0ms, 20'000, 1h), 60ms);
}

void TestNetTrace::inverseIsTheIntegralsInverse() {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    LinkTrace trace;
    std::uint64_t at = 0;
    const auto steps = static_cast<unsigned>(1 + random() % 50);
    for (unsigned i = 0; i < steps; ++i) {
      trace.steps.push_back({at, random() % 3 == 0 ? 0 : random() % (50 * kM), 0});
      at += 1 + random() % 20'000;
    }
    trace.steps.back().bitsPerSecond = kM;
    trace.durationUs = at;
    trace.beginUs = random() % at;
    QVERIFY2(objectionTo(trace).empty(), objectionTo(trace).c_str());
    const TraceIntegral link(trace);
    for (int i = 0; i < 50; ++i) {
      const std::chrono::nanoseconds from(random() % 5'000'000'000ULL);
      const auto bits = static_cast<double>(1 + random() % 5'000'000);
      const auto until = link.whenCarried(from, bits, 100h);
      QVERIFY(link.bitsBetween(from, until) >= bits - 1e-3);
      QVERIFY(until == from || link.bitsBetween(from, until - 2ns) < bits + 1e-3);
    }
  }
}

void TestNetTrace::nothingIsLostOverManyCycles() {
  const TraceIntegral link(fading());
  const auto late = 100'000h;  // 3.6e9 cycles
  QVERIFY(near(link.bitsBetween(late, late + 5ms), 40'000, 1e-3));
  QCOMPARE(link.whenCarried(late, 40'000, late + 1h), late + 5ms);
}

void TestNetTrace::transfersTakeTheIntegral() {
  LinkTrace trace = fading();
  for (auto& step : trace.steps) step.rttUs = 0;
  const TraceIntegral integral(trace);
  for (const std::size_t bytes : {1, 12, 255, 5'000, 10'001, 25'600, 150'528}) {
    for (const auto wait : {0ms, 3ms, 9ms, 25ms, 77ms}) {
      Line line;
      line.link.setTrace(trace, line.now);
      line.now += wait;
      const double wanted = msOf(integral.whenCarried(wait, static_cast<double>(bytes) * 8, 1h) - wait);
      const double took = line.send(bytes);
      QVERIFY2(near(took, wanted, 2e-3), qPrintable(QString("%1 for %2 ms").arg(took).arg(wanted)));
    }
  }
}

void TestNetTrace::theRoundTripIsAdded() {
  Line line;
  line.link.setTrace({{{0, 8 * kM, 30'000}}, kM, 0}, line.now);
  QVERIFY(near(line.send(10'000), 10 + 30, 1e-3));
  line.now += 1s;
  QVERIFY(near(line.send(1), 0.001 + 30, 1e-3));
  line.link.setRate(0, line.now);
  QCOMPARE(line.send(1'000'000), 0.0);
}

void TestNetTrace::lateLookersLoseNothing() {
  for (const auto late : {50us, 700us, 5000us, 400'000us}) {
    Line line;
    line.link.setTrace({{{0, 8 * kM, 2'000'000}}, kM, 0}, line.now);
    // Late for the rate, then once for the delay: lateness does not add up.
    const double took = line.send(100'000, late);
    QVERIFY2(took >= 2100 && took <= 2100 + msOf(late) + 0.01, qPrintable(QString::number(took)));
  }
}

// A short message crosses, nobody looks for a while, then a long one is queued: it finds an idle link.
void TestNetTrace::idleTimeEarnsNothing() {
  Line line;
  line.link.setRate(8 * kM, line.now);
  line.enter(100);
  QCOMPARE(line.out(), std::size_t{0});
  line.now += 50ms;
  line.enter(10'000);
  QCOMPARE(line.out(), std::size_t{100});
  QVERIFY(near(line.finish(), 10, 1e-3));
  // Not so while the link is busy: the long one queues behind.
  line.enter(20'000);
  line.now += 5ms;
  line.enter(10'000);
  QCOMPARE(line.out(), std::size_t{0});  // nothing comes out by halves
  QVERIFY(near(line.finish(), 25, 1e-3));
}

void TestNetTrace::aShorterDelayOvertakesNobody() {
  Line line;
  // 20 ms of bytes; the second half has no delay of its own.
  line.link.setTrace({{{0, 8 * kM, 50'000}, {10'000, 8 * kM, 0}}, kM, 0}, line.now);
  const auto start = line.now;
  for (int i = 0; i < 20; ++i) line.enter(1'000);
  while (line.link.bytes() > 0) {
    QVERIFY(line.out() == 0 || line.now >= start + 51ms);  // the first bytes' own time
    if (line.link.bytes() > 0) line.now = *line.link.nextAt(line.now);
  }
  QVERIFY(line.now > start + 55ms && line.now <= start + 60ms);
}

void TestNetTrace::theDelayLineCounts() {
  DelayLine line;
  const DelayLine::TimePoint t0{1s};
  QVERIFY(!line.nextOut());
  line.enter(std::vector<std::byte>(10), t0 + 5ms);
  line.enter(std::vector<std::byte>(20), t0 + 7ms);
  line.enter(std::vector<std::byte>(5), t0 + 6ms);
  QCOMPARE(line.bytes(), std::size_t{35});
  QVERIFY(!line.leave(t0 + 4ms));
  QCOMPARE(*line.nextOut(), t0 + 5ms);
  QCOMPARE(line.leave(t0 + 6ms)->size(), std::size_t{10});
  QVERIFY(!line.leave(t0 + 6ms));
  QCOMPARE(line.leave(t0 + 7ms)->size(), std::size_t{20});
  QCOMPARE(line.leave(t0 + 7ms)->size(), std::size_t{5});
  QCOMPARE(line.bytes(), std::size_t{0});
  QVERIFY(!line.nextOut());
}

void TestNetTrace::aDeadLinkAsksAgain() {
  Line line;
  line.link.setTrace({{{0, 0, 0}}, kM, 0}, line.now);
  line.enter(100);
  for (int i = 0; i < 10; ++i) {
    QCOMPARE(line.out(), std::size_t{0});
    const auto next = line.link.nextAt(line.now);
    QVERIFY(next && *next > line.now && *next <= line.now + 1s);
    line.now = *next;
  }
}

void TestNetTrace::aNewTraceKeepsWhatWasEarned() {
  Line line;
  line.link.setRate(8 * kM, line.now);  // a byte a microsecond
  for (int i = 0; i < 10; ++i) line.enter(1'000);
  line.now += 6ms;
  line.link.setTrace({{{0, 0, 0}, {100'000, 8 * kM, 0}}, kM, 0}, line.now);
  QCOMPARE(line.out(), std::size_t{6'000});
  QVERIFY(near(line.finish(), 104, 1e-3));
}

void TestNetTrace::lanesFeelWhatTheyShould() {
  Line line;
  line.link.setTrace({{{0, 0, 30'000}}, kM, 0}, line.now);  // dead, with a round trip
  line.enter(1'000);
  line.enter(10, Lane::DelayOnly);
  line.enter(7, Lane::Unshaped);
  QCOMPARE(line.out(), std::size_t{7});
  line.now += 29ms;
  QCOMPARE(line.out(), std::size_t{0});
  line.now += 1ms;
  QCOMPARE(line.out(), std::size_t{10});
  QCOMPARE(line.link.bytes(), std::size_t{1'000});
  QCOMPARE(line.link.pieces(), std::size_t{1});
}

void TestNetTrace::aTransferIsDroppedAtTheMessageThatIsHalfAcross() {
  Line line;
  line.link.setTrace({{{0, 8 * kM, 5'000}}, kM, 0}, line.now);  // a byte a microsecond
  for (int i = 0; i < 4; ++i) line.enter(10'000, Lane::RateLimited, 7);
  line.enter(3'000, Lane::RateLimited, 8);
  QVERIFY(!line.link.drop(9, line.now));
  line.now += 15ms;
  QCOMPARE(line.link.drop(7, line.now).value(), std::size_t{25'000});  // half of the second is lost with it
  QVERIFY(!line.link.drop(7, line.now));
  QVERIFY(near(line.finish(), 8, 1e-3));  // the first comes out, and the other request's has the link at once
  line.enter(1'000, Lane::RateLimited, 7);
  line.now += 2ms;
  QVERIFY(!line.link.drop(7, line.now));  // across, though still delayed
  QCOMPARE(line.link.bytes(), std::size_t{1'000});
}

void TestNetTrace::anUnlimitedLinkHoldsBackWhatTheSocketHasNotTaken() {
  Line line;
  for (int i = 0; i < 10; ++i) line.enter(16'384, Lane::RateLimited, 3);
  QCOMPARE(line.link.crossed(line.now).bytes(), std::size_t{2 * 16'384});  // not taken: a socket that is full
  QVERIFY(!line.link.nextAt(line.now));
  QCOMPARE(line.link.drop(3, line.now).value(), std::size_t{8 * 16'384});
  QCOMPARE(line.out(), std::size_t{2 * 16'384});
  for (int i = 0; i < 10; ++i) line.enter(16'384, Lane::RateLimited, 4);
  std::size_t all = 0;
  while (line.link.bytes() > 0) all += line.out();
  QCOMPARE(all, std::size_t{10 * 16'384});
}

void TestNetTrace::objections_data() {
  QTest::addColumn<QString>("says");
  QTest::addColumn<int>("which");
  const char* says[] = {"no steps",
                        "more than 65536 steps",
                        "does not start at 0",
                        "longer than 30 days",
                        "before its last",
                        "after its end",
                        "step 2 does not",
                        "step 3 is faster than",
                        "step 3 has a round-trip time above 60 s"};
  for (int i = 0; i < 9; ++i) QTest::newRow(says[i]) << QString(says[i]) << i;
}

void TestNetTrace::objections() {
  QFETCH(QString, says);
  QFETCH(int, which);
  LinkTrace trace = fading();
  QVERIFY(objectionTo(trace).empty());
  switch (which) {
    case 0:
      trace.steps.clear();
      break;
    case 1:
      trace.steps.resize(65'537);
      break;
    case 2:
      trace.steps[0].startUs = 1;
      break;
    case 3:
      trace.durationUs = ~std::uint64_t{0};
      break;
    case 4:
      trace.durationUs = 40'000;
      break;
    case 5:
      trace.beginUs = 100'000;
      break;
    case 6:
      trace.steps[1].startUs = 0;
      break;
    case 7:
      trace.steps[2].bitsPerSecond = kM * kM + 1;
      break;
    default:
      trace.steps[2].rttUs = 60'000'001;
      break;
  }
  QVERIFY2(QString::fromStdString(objectionTo(trace)).contains(says), objectionTo(trace).c_str());
}

CLEAVE_TEST(TestNetTrace)
#include "test_net_trace.moc"
