// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/device/layer_pacer.h"
#include "core/profile/reference_device.h"
#include "core/types/error.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

/// Time that passes only when somebody waits or `compute` says so.
struct FakeTime {
  LayerPacer::TimePoint now{};
  int waits = 0;
  double late = 0;  ///< ms that a wait takes too long
  std::stop_source* stopOnWait = nullptr;

  LayerPacer::Clock clock() {
    return {[this] { return now; },
            [this](LayerPacer::TimePoint until, const std::stop_token&) {
              ++waits;
              if (stopOnWait) {
                stopOnWait->request_stop();
              } else {
                now = until;
                compute(late);
              }
            }};
  }
  void compute(double ms) {
    now += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double, std::milli>(ms));
  }
};

/// conv1 10 ms, pool1 11 ms, exit1.pool 12 ms, ...
LatencyProfile sample() {
  LatencyProfile profile = referenceProfile(raspberryPi4(4), test::tinyNetwork());
  double ms = 10;
  for (auto& layer : profile.layers) {
    layer.medianMs = layer.p95Ms = ms;
    ms += 1;
  }
  return profile;
}

double run(LayerPacer& pacer, FakeTime& time, int exit, int layer, double ms) {
  auto start = pacer.now();
  time.compute(ms);
  return pacer.finish(exit, layer, start, {});
}

bool near(double a, double b) {
  return std::abs(a - b) < 1e-4;
}

}  // namespace

class TestLayerPacer : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void fastLayersAreStretched() {
    FakeTime time;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    QVERIFY(near(run(pacer, time, 1, 0, 2), 10));
    QVERIFY(near(run(pacer, time, 3, 1, 0.5), 11));  // the trunk's second layer on any path
    QVERIFY(near(run(pacer, time, 1, 3, 0), 13));    // exit1.fc, the fourth name
    QVERIFY(near(run(pacer, time, 2, 2, 1), 14));    // conv2, which comes after exit 1's branch
    QCOMPARE(time.waits, 4);
    QCOMPARE(pacer.takeNotice(), std::string());
  }
  void neverShorterThanTheWish() {
    FakeTime time;
    LatencyProfile profile = sample();
    profile.layers[0].medianMs = profile.layers[0].p95Ms = 1.0 / 3;
    LayerPacer pacer(profile, test::tinyNetwork(), time.clock());
    QVERIFY(run(pacer, time, 1, 0, 0.1) >= 1.0 / 3);
  }
  void slowLayersKeepTheirTime() {
    FakeTime time;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    QVERIFY(near(run(pacer, time, 1, 0, 25), 25));
    QCOMPARE(time.waits, 0);
  }
  void lateWakingsDoNotAddUp() {
    FakeTime time;
    time.late = 3;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    auto start = pacer.now();
    const auto begin = start;
    time.compute(2);
    QVERIFY(near(pacer.finish(1, 0, start, {}), 10));
    time.compute(2);
    QVERIFY(near(pacer.finish(1, 1, start, {}), 11));
    QCOMPARE(start - begin, 21ms);
    QCOMPARE(time.now - begin, 24ms);
    time.compute(20);  // too slow by itself, the last waking's lateness included
    QVERIFY(near(pacer.finish(1, 2, start, {}), 23));
    QCOMPARE(start, time.now);
  }
  void slowLayersAreToldOnce() {
    FakeTime time;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    for (int i = 0; i < 4; ++i) run(pacer, time, 1, 0, 25);
    QCOMPARE(pacer.takeNotice(), std::string());  // too early to tell
    run(pacer, time, 1, 0, 24);
    for (int i = 0; i < 5; ++i) run(pacer, time, 1, 1, 31);
    QCOMPARE(test::faultIn(pacer.takeNotice(), {"slower than raspberrypi4", "conv1 (24.0 ms instead of 10.0)",
                                                "pool1 (31.0 ms instead of 11.0)"}),
             QByteArray());
    for (int i = 0; i < 20; ++i) run(pacer, time, 1, 0, 25);
    QCOMPARE(pacer.takeNotice(), std::string());
  }
  void aSlowStartIsNotASlowMachine() {
    FakeTime time;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    for (int i = 0; i < 4; ++i) run(pacer, time, 1, 0, 500);
    run(pacer, time, 1, 0, 2);
    for (int i = 0; i < 5; ++i) run(pacer, time, 1, 1, 11.05);  // missed, but by nothing worth a word
    QCOMPARE(pacer.takeNotice(), std::string());
  }
  void aStopEndsTheWait() {
    FakeTime time;
    std::stop_source stop;
    time.stopOnWait = &stop;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    auto start = pacer.now();
    QVERIFY_EXCEPTION_THROWN(pacer.finish(1, 0, start, stop.get_token()), Cancelled);
  }
  void withoutAProfileNothingIsStretched() {
    FakeTime time;
    LayerPacer pacer(time.clock());
    QVERIFY(near(run(pacer, time, 1, 0, 3), 3));
    QCOMPARE(time.waits, 0);
  }
  void aLoadStretchesTheTimes() {
    FakeTime time;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    pacer.setLoad(0.5);
    QVERIFY(near(run(pacer, time, 1, 0, 2), 20));
    QVERIFY(near(run(pacer, time, 1, 0, 15), 20));  // slower than the device, and still within its loaded time
    QVERIFY(near(run(pacer, time, 1, 0, 25), 25));
    pacer.setLoad(0.75);
    QVERIFY(near(run(pacer, time, 1, 1, 2), 44));
    pacer.setLoad(0);
    QVERIFY(near(run(pacer, time, 1, 1, 2), 11));
    LayerPacer none(time.clock());
    none.setLoad(0.5);
    QVERIFY(near(run(none, time, 1, 0, 3), 3));
  }
  void aLoadStretchesALayerThatThisMachineIsTooSlowFor() {
    FakeTime time;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    QVERIFY(near(run(pacer, time, 1, 0, 16), 16));
    pacer.setLoad(0.5);
    QVERIFY(near(run(pacer, time, 1, 0, 17), 32));  // of what it takes at rest
    QVERIFY(near(run(pacer, time, 1, 0, 90), 90));  // a hiccup is not doubled
    pacer.setLoad(0);
    QVERIFY(near(run(pacer, time, 1, 0, 17), 17));
  }
  void aLoadStretchesWhatIsNoLayer() {
    FakeTime time;
    LayerPacer pacer(sample(), test::tinyNetwork(), time.clock());
    const auto other = [&](LayerPacer& paced) {
      auto start = paced.now();
      time.compute(3);
      return paced.finishOther(start, {});
    };
    QVERIFY(near(other(pacer), 3));
    pacer.setLoad(0.75);
    QVERIFY(near(other(pacer), 12));
    LayerPacer none(time.clock());
    none.setLoad(0.75);
    QVERIFY(near(other(none), 3));
  }
  void aProfileOfAnotherNetworkIsRefused() {
    NetworkDescription other = test::tinyNetwork();
    other.trunk[2].name = "conv9";
    other.exits[1].after = "pool2";
    QVERIFY_EXCEPTION_THROWN(LayerPacer(sample(), other), Error);
  }
  void theRealClockIsNeverEarlyAndStops() {
    const auto clock = LayerPacer::steadyClock();
    const auto until = clock.now() + 1ms;
    clock.waitUntil(until, {});
    QVERIFY(clock.now() >= until);
    std::stop_source stop;
    stop.request_stop();
    clock.waitUntil(clock.now() + 24h, stop.get_token());  // the test's time limit catches a hang
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLayerPacer)
#include "test_app_layer_pacer.moc"
