// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "rl/environment/simulated_environment.h"
#include "tests/main/test_main.h"
#include "tests/rl/alexnet_table.h"

namespace cleave {
namespace {

EnvironmentOptions quiet(Arrivals arrivals) {
  EnvironmentOptions options;
  options.arrivals = arrivals;
  options.deviceSpread = options.edgeSpread = 0;
  return options;
}

bool near(double a, double b, double tolerance = 1e-6) {
  return std::abs(a - b) < tolerance;
}

}  // namespace

class TestSimulatedEnvironment : public QObject {
  Q_OBJECT

  std::shared_ptr<const DecisionTable> table_ = test::alexnetTable(10, 1);
  [[nodiscard]] int index(const char* text) const { return table_->space().indexOf(parseDecision(text)).value(); }
  static std::shared_ptr<const Conditions> conditions(StepSeries link, double rttMs = 4) {
    return std::make_shared<Conditions>(Conditions{std::move(link), StepSeries(rttMs), StepSeries(0), StepSeries(0)});
  }

 private Q_SLOTS:
  void latencyIsTheSumOfItsTerms() {
    SimulatedEnvironment environment(table_, conditions(StepSeries(8)), quiet({Arrivals::Kind::Periodic, 2}));
    const StepResult result = environment.foresee(index("5/4/4"));
    QVERIFY(near(result.deviceMs, 40));
    QVERIFY(near(result.serializationMs, 16.224));
    QVERIFY(near(result.uplinkMs, 16.224 + 2));
    QVERIFY(near(result.edgeMs, 7));
    QVERIFY(near(result.returnMs, 2));
    QVERIFY(near(result.latencyMs, 40 + 16.224 + 7 + 4));  // one round trip in all
    QCOMPARE(result.queueMs, 0.0);
  }
  void theWayBackTakesTheRoundTripOfItsOwnMoment() {
    // The transfer begins after 40 ms, the result goes back after 65.
    const auto varying = std::make_shared<Conditions>(
        Conditions{StepSeries(8), StepSeries({0, 0.05}, {4, 30}, 10), StepSeries(0), StepSeries(0)});
    const StepResult result =
        SimulatedEnvironment(table_, varying, quiet({Arrivals::Kind::Periodic, 2})).foresee(index("5/4/4"));
    QVERIFY(near(result.uplinkMs, 16.224 + 2));
    QVERIFY(near(result.returnMs, 15));
  }
  void aFadingLinkIsIntegrated() {
    // Dead from 45 ms on for 200 ms: the transfer, begun after 40 ms, waits for the rest.
    SimulatedEnvironment environment(table_, conditions(StepSeries({0, 0.045, 0.245}, {8, 0, 8}, 10)),
                                     quiet({Arrivals::Kind::Periodic, 2}));
    QVERIFY(near(environment.foresee(index("5/4/4")).uplinkMs, 16.224 + 200 + 2));
  }
  void aDeadLinkIsGivenUp() {
    SimulatedEnvironment environment(table_, conditions(StepSeries({0, 5}, {0, 8}, 10)),
                                     quiet({Arrivals::Kind::Periodic, 0.5}));
    const StepResult result = environment.step(index("3/4/4"));
    QVERIFY(result.gaveUp);
    // No exit is in time any more: the quickest one on the device.
    const auto& alone = table_->alone();
    const int quickest = *std::ranges::min_element(alone, {}, [&](int i) { return table_->at(i).deviceMs; });
    QVERIFY(near(result.fallbackMs, table_->at(quickest).deviceMs));
    QVERIFY(near(result.latencyMs, 40 + 1000 + result.fallbackMs));
    QVERIFY(near(result.accuracy, table_->at(quickest).accuracy));
    QVERIFY(environment.observation().bandwidthMeanMbps > 0);
    QVERIFY(environment.observation().bandwidthMeanMbps < 0.1);
    QVERIFY(environment.observation().rttMs > 0);  // as it was: a request that fails measures none
  }
  void theFallbackIsTheBestExitThatTheTargetAllows() {
    EnvironmentOptions options = quiet({Arrivals::Kind::Periodic, 0.5});
    options.giveUpMs = 50;
    double before = 1;
    for (const double targetMs : {0.0, 1000.0, 180.0, 150.0}) {
      options.targetMs = targetMs;
      SimulatedEnvironment environment(table_, conditions(StepSeries({0, 5}, {0, 8}, 10)), options);
      const StepResult result = environment.step(index("3/4/4"));
      QVERIFY(result.gaveUp);
      QVERIFY(targetMs == 0 || result.latencyMs <= targetMs);
      if (targetMs == 0 || targetMs == 1000) QVERIFY(near(result.accuracy, table_->at(table_->deviceOnly()).accuracy));
      QVERIFY(result.accuracy <= before);
      before = result.accuracy;
    }
    QVERIFY(before < table_->at(table_->deviceOnly()).accuracy);
  }
  // The receipt is acknowledged by the edge: a link with a round trip longer than the limit carries nothing in time.
  void aLongRoundTripIsGivenUpToo() {
    EnvironmentOptions options = quiet({Arrivals::Kind::Periodic, 0.5});
    options.giveUpMs = 100;
    SimulatedEnvironment environment(table_, conditions(StepSeries(80), 99), options);
    QVERIFY(environment.foresee(index("5/4/4")).gaveUp);
    SimulatedEnvironment near(table_, conditions(StepSeries(80), 90), options);
    QVERIFY(!near.foresee(index("5/4/4")).gaveUp);
  }
  void requestsQueue() {
    // 20 a second, device-only at 110 ms: each waits 60 ms longer than the one before.
    SimulatedEnvironment environment(table_, conditions(StepSeries(8), 0), quiet({Arrivals::Kind::Periodic, 20}));
    const int alone = index("5/11/32");
    QCOMPARE(environment.observation().waitedMs, 0.0);
    const double oneMs = 110;
    for (int i = 0; i < 5; ++i) {
      QVERIFY(near(environment.observation().waitedMs, i * (oneMs - 50), 0.05));
      QCOMPARE(environment.observation().queueLength, static_cast<int>(i * (oneMs - 50) / 50));
      QVERIFY(near(environment.step(alone).latencyMs, oneMs + i * (oneMs - 50), 0.05));
    }
  }
  void closedArrivalsNeverWait() {
    SimulatedEnvironment environment(table_, conditions(StepSeries(8)), quiet({Arrivals::Kind::Closed, 0}));
    for (int i = 0; i < 20; ++i) QCOMPARE(environment.step(index("5/11/32")).queueMs, 0.0);
  }
  void pacedFramesThatComeWhileBusyAreDropped() {
    SimulatedEnvironment environment(table_, conditions(StepSeries(8), 0), quiet({Arrivals::Kind::Paced, 20}));
    for (int i = 0; i < 5; ++i) QCOMPARE(environment.step(index("5/11/32")).queueMs, 0.0);  // 110 ms each
    QVERIFY(near(environment.nowS(), 5 * 0.15));  // every third frame of 50 ms
    SimulatedEnvironment slow(table_, conditions(StepSeries(8), 0), quiet({Arrivals::Kind::Paced, 2}));
    for (int i = 0; i < 5; ++i) slow.step(index("5/11/32"));
    QVERIFY(near(slow.nowS(), 2.5));
  }
  // What was dropped has its noise, too: after a disturbance the frames are those of the undisturbed environment.
  void aFramesNoiseIsItsOwn() {
    EnvironmentOptions options;
    options.arrivals = {Arrivals::Kind::Paced, 20};
    SimulatedEnvironment busy(table_, conditions(StepSeries(1000)), options);
    SimulatedEnvironment quick(table_, conditions(StepSeries(1000)), options);
    for (int i = 0; i < 5; ++i) busy.step(index("5/11/32"));
    for (int i = 0; i < 15; ++i) quick.step(index("1/0/8"));
    QCOMPARE(quick.nowS(), busy.nowS());
    QCOMPARE(quick.step(index("5/11/32")).deviceMs, busy.step(index("5/11/32")).deviceMs);
  }
  void poissonArrivalsHaveTheirRate() {
    SimulatedEnvironment environment(table_, conditions(StepSeries(1000), 0), quiet({Arrivals::Kind::Poisson, 4}));
    for (int i = 0; i < 4000; ++i) environment.step(index("1/0/8"));
    QVERIFY2(near(environment.nowS(), 1000, 60), qPrintable(QString::number(environment.nowS())));
  }
  void loadsSlowTheirSideAndAreSeen() {
    auto busy = std::make_shared<Conditions>();
    busy->deviceLoad = StepSeries(0.5);
    busy->edgeLoad = StepSeries(0.75);
    SimulatedEnvironment environment(table_, busy, quiet({Arrivals::Kind::Periodic, 1}));
    const StepResult result = environment.step(index("5/4/4"));
    QVERIFY(near(result.deviceMs, 80));
    QVERIFY(near(result.edgeMs, 28));
    QVERIFY(near(environment.observation().deviceSlowdown, 2));
    QVERIFY(near(environment.observation().edgeSlowdown, 4));
  }
  void aSideThatIsNotUsedIsKnown() {
    auto busy = std::make_shared<Conditions>();
    busy->edgeLoad = StepSeries({0, 5}, {0.9, 0}, 1000);
    SimulatedEnvironment environment(table_, busy, quiet({Arrivals::Kind::Paced, 4}));
    while (environment.nowS() < 4) environment.step(index("5/11/32"));
    QVERIFY(near(environment.observation().edgeSlowdown, 10));
    while (environment.nowS() < 6) environment.step(index("5/11/32"));
    QVERIFY(near(environment.observation().edgeSlowdown, 1));
    QVERIFY(environment.observation().edgeAgeS <= StateEstimator::kReportS);
  }
  void theObservationIsCausal() {
    // The link changes at 0.9 s; until something has met the change, nothing of it shows.
    SimulatedEnvironment environment(table_, conditions(StepSeries({0, 0.9}, {80, 1}, 1000)),
                                     quiet({Arrivals::Kind::Periodic, 2}));
    environment.step(index("5/4/4"));
    QVERIFY(near(environment.nowS(), 0.5));
    QVERIFY(near(environment.observation().bandwidthMeanMbps, 80, 6));
    environment.step(index("5/4/4"));
    environment.step(index("5/4/4"));
    QVERIFY(near(environment.observation().bandwidthLastMbps, 1, 0.05));
  }
  void onTheDeviceAloneNoLinkIsWaitedForAndProbesTell() {
    // Dead for two seconds, then 8 Mbit/s. Two requests a second, all on the device.
    SimulatedEnvironment environment(table_, conditions(StepSeries({0, 2}, {0, 8}, 1000)),
                                     quiet({Arrivals::Kind::Paced, 2}));
    for (int i = 0; i < 4; ++i) {
      QVERIFY(environment.observation().bandwidthMeanMbps < 0.1);
      const StepResult result = environment.step(index("5/11/32"));
      QVERIFY(near(result.latencyMs, 110));
      QVERIFY(!result.gaveUp);
    }
    environment.step(index("5/11/32"));  // the first probe arrived after 2 s; later ones meet a live link
    environment.step(index("5/11/32"));
    QVERIFY2(near(environment.observation().bandwidthLastMbps, 8, 1),
             qPrintable(QString::number(environment.observation().bandwidthLastMbps)));
  }
  void sameSeedSameWorld() {
    const auto link = conditions(StepSeries(0.1, {5, 20, 1, 40}));
    EnvironmentOptions options;
    options.arrivals.kind = Arrivals::Kind::Poisson;
    options.seed = 9;
    SimulatedEnvironment a(table_, link, options);
    SimulatedEnvironment b(table_, link, options);
    options.seed = 10;
    SimulatedEnvironment c(table_, link, options);
    double difference = 0;
    for (int i = 0; i < 200; ++i) {
      const int decision = index(i % 2 == 0 ? "5/4/4" : "2/2/8");
      const double latency = a.step(decision).latencyMs;
      QCOMPARE(b.step(decision).latencyMs, latency);
      difference += std::abs(c.step(decision).latencyMs - latency);
    }
    QVERIFY(difference > 1);
  }
  void anExactForecastComesTrue() {
    const auto link = conditions(StepSeries(0.1, {5, 20, 0.01, 40}));
    EnvironmentOptions options;
    options.arrivals.kind = Arrivals::Kind::Poisson;
    SimulatedEnvironment environment(table_, link, options);
    for (int i = 0; i < 500; ++i) {
      const int decision = i % table_->size();
      const StepResult foreseen = environment.foreseeExactly(decision);
      const StepResult result = environment.step(decision);
      QVERIFY(foreseen.latencyMs == result.latencyMs);
      QVERIFY(foreseen.payloadBytes == result.payloadBytes);
      QCOMPARE(foreseen.gaveUp, result.gaveUp);
    }
  }
  void noiseHasItsSpread() {
    EnvironmentOptions options = quiet({Arrivals::Kind::Periodic, 1});
    options.deviceSpread = 0.1;
    SimulatedEnvironment environment(table_, conditions(StepSeries(1000)), options);
    double sum = 0;
    double squares = 0;
    constexpr int kSteps = 4000;
    for (int i = 0; i < kSteps; ++i) {
      const double ms = environment.step(index("5/11/32")).deviceMs / 110;
      sum += ms;
      squares += ms * ms;
    }
    const double mean = sum / kSteps;
    QVERIFY(near(mean, 1.005, 0.01));
    QVERIFY(near(std::sqrt(squares / kSteps - mean * mean), 0.1, 0.01));
  }
  void noiseMayLast() {
    EnvironmentOptions options = quiet({Arrivals::Kind::Periodic, 1});
    options.edgeSpread = 0.1;
    options.edgeCorrelation = 0.8;
    SimulatedEnvironment environment(table_, conditions(StepSeries(1000)), options);
    std::vector<double> logs;
    for (int i = 0; i < 20'000; ++i) logs.push_back(std::log(environment.step(index("5/0/8")).edgeMs));
    double mean = 0;
    for (const double each : logs) mean += each / static_cast<double>(logs.size());
    double squares = 0;
    double products = 0;
    for (std::size_t i = 1; i < logs.size(); ++i) {
      squares += (logs[i] - mean) * (logs[i] - mean);
      products += (logs[i] - mean) * (logs[i - 1] - mean);
    }
    QVERIFY(near(products / squares, 0.8, 0.03));
    QVERIFY(near(std::sqrt(squares / static_cast<double>(logs.size())), 0.1, 0.01));  // as wide as without
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestSimulatedEnvironment)
#include "test_rl_simulated_environment.moc"
