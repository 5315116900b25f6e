// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's settings change while it goes on, with real agents.
#include <QtTest>
#include <optional>

#include "app/experiment/experiment.h"
#include "app/experiment/local_agent.h"
#include "core/profile/reference_device.h"
#include "core/types/error.h"
#include "quick_options.h"
#include "shipped_model.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr double kRttMs = 100;  // far above what a loopback takes on a busy machine

std::shared_ptr<const LiveScenario> slowLink() {
  Scenario scenario;
  scenario.name = "slow";
  scenario.link = ConstantLink{40};
  scenario.rtt = {kRttMs, 0};
  scenario.arrivals = {Arrivals::Kind::Closed, 0};
  return LiveScenario::realise(scenario, 1);
}

/// A run whose settings are changed after the record of a given number.
struct ChangingRun {
  std::vector<RequestRecord> records;
  std::vector<DeviceReport> devices;

  ChangingRun(const ExperimentOptions& options, const std::map<std::uint64_t, LiveSettings>& changes) {
    Experiment experiment(shippedModel(), options);
    ExperimentEvents events;
    events.device = [&](const DeviceReport& report) { devices.push_back(report); };
    events.record = [&](const RequestRecord& record) {
      records.push_back(record);
      if (const auto found = changes.find(record.id); found != changes.end()) experiment.change(found->second);
    };
    experiment.run(events, {});
  }
  void requireEachOnce(std::size_t count) const {
    QCOMPARE(records.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      QCOMPARE(records[i].id, i);
      QVERIFY2(records[i].outcome == Outcome::Completed, records[i].error.c_str());
    }
  }
};

double firstLayerMs() {
  return referenceProfile(raspberryPi4(4), shippedModel()->manifest.network).layers.front().medianMs;
}

}  // namespace

class TestLiveSettings : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aBackgroundLoadCountsFromTheNextRequestOn() {
    auto options = quickOptions("fixed:1/1/4", 4);
    options.emulate = "raspberrypi4:4";
    LiveSettings loaded = options.settings;
    loaded.deviceLoad = 0.9;
    const ChangingRun run(options, {{1, loaded}});
    run.requireEachOnce(4);
    QVERIFY(static_cast<double>(run.records[1].layerMs.at(0)) < 8 * firstLayerMs());
    QVERIFY(static_cast<double>(run.records[2].layerMs.at(0)) >= 10 * firstLayerMs() - 0.01);
  }
  void aScenarioComesAndGoes() {
    const auto options = quickOptions("edge-only", 7);
    LiveSettings shaped = options.settings;
    shaped.scenario = slowLink();
    LiveSettings limited = options.settings;
    limited.linkMbps = 10;  // the 150,528-byte frame takes 120 ms
    const ChangingRun run(options, {{0, shaped}, {2, options.settings}, {4, limited}});
    run.requireEachOnce(7);
    QVERIFY(run.records[0].rttMs < kRttMs);
    QVERIFY(run.records[1].rttMs >= kRttMs && run.records[2].linkMs() >= 30 + kRttMs);
    QVERIFY(run.records[3].rttMs < kRttMs);
    QVERIFY(run.records[5].uplinkMs > 90 && run.records[5].rttMs < kRttMs);
  }
  void aScenariosGiveUpHoldsWhileItIsOn() {
    const auto options = quickOptions("edge-only", 3);
    Scenario dead;
    dead.link = ConstantLink{0.1};
    dead.arrivals = {Arrivals::Kind::Closed, 0};
    dead.giveUpMs = 30;
    LiveSettings settings = options.settings;
    settings.scenario = LiveScenario::realise(dead, 1);
    const ChangingRun run(options, {{0, settings}, {1, options.settings}});
    QCOMPARE(run.records.size(), 3U);
    QVERIFY(run.records[0].outcome == Outcome::Completed);
    QVERIFY(run.records[1].outcome == Outcome::Fallback);
    QVERIFY2(run.records[2].outcome == Outcome::Completed, run.records[2].error.c_str());
  }
  void precisionAndThreadsChangeOnTheWay() {
    const auto options = quickOptions("device-only", 5);
    LiveSettings threads = options.settings;
    threads.deviceThreads = 2;
    LiveSettings coarse = threads;
    coarse.device = DeviceChoice{"local", "none", DevicePrecision::Int8};
    coarse.scenario = slowLink();  // the trace goes on after the deployment
    const ChangingRun run(options, {{0, threads}, {2, coarse}});
    run.requireEachOnce(5);
    QCOMPARE(run.devices.size(), 2U);
    QVERIFY(run.devices[0].choice.precision == DevicePrecision::Float32);
    QVERIFY(run.devices[1].choice.precision == DevicePrecision::Int8);
    QCOMPARE(run.devices[1].threads, 2);
    QVERIFY(run.devices[1].problem.empty());
  }
  void anotherEmulationIsANewAgent() {
    auto options = quickOptions("fixed:1/1/4", 3);
    LiveSettings pi = options.settings;
    pi.device = DeviceChoice{"local", "raspberrypi4:4", DevicePrecision::Float32};
    const ChangingRun run(options, {{0, pi}});
    run.requireEachOnce(3);
    QCOMPARE(run.devices.size(), 2U);
    QCOMPARE(run.devices[0].emulated, std::string());
    QCOMPARE(run.devices[1].emulated, std::string("raspberrypi4"));
    QVERIFY(static_cast<double>(run.records[1].layerMs.at(0)) >= firstLayerMs() - 0.01);
  }
  void anAgentThatIsNotThereLeavesTheRunAsItIs() {
    const auto options = quickOptions("edge-only", 4);
    LiveSettings elsewhere = options.settings;
    elsewhere.device = DeviceChoice{"127.0.0.1:1", "none", DevicePrecision::Float32};
    elsewhere.linkMbps = 10;
    const ChangingRun run(options, {{0, elsewhere}});
    run.requireEachOnce(4);
    QCOMPARE(run.devices.size(), 2U);  // tried once, not before every request
    QCOMPARE(run.devices[1].choice.agent, std::string("local"));
    QCOMPARE(test::faultIn(run.devices[1].problem, {"127.0.0.1:1"}), QByteArray());
    QVERIFY(run.records[3].uplinkMs > 90);  // what else was asked for holds
  }
  // The new precision cannot be deployed because the agent has died, and so nothing else can. What is noticed first
  // depends on the moment.
  void aChangeThatLosesTheDeviceEndsTheRun() {
    std::optional<LocalAgent> agent(LocalAgentOptions{1, "none"});
    auto options = quickOptions("edge-only", 5);
    options.agent = net::toText(agent->address());
    Experiment experiment(shippedModel(), options);
    std::vector<RequestRecord> records;
    ExperimentEvents events;
    events.record = [&](const RequestRecord& record) {
      records.push_back(record);
      LiveSettings coarse = options.settings;
      coarse.device = DeviceChoice{options.agent, "none", DevicePrecision::Int8};
      experiment.change(coarse);
      agent.reset();
    };
    const auto run = [&] { experiment.run(events, {}); };
    QCOMPARE(test::faultIn(test::refusal(run), {options.agent}), QByteArray());
    QCOMPARE(records.size(), 1U);
  }
  void everyConnectionHasItsNumber() {
    const auto options = quickOptions("edge-only", 2);
    LiveSettings other = options.settings;
    other.device = DeviceChoice{"local", "raspberrypi4:4", DevicePrecision::Float32};
    const ChangingRun run(options, {{0, other}});
    run.requireEachOnce(2);
    QCOMPARE(run.records[0].linkEpoch, std::uint64_t{1});
    QCOMPARE(run.records[1].linkEpoch, std::uint64_t{2});
  }
  void wrongChangesChangeNothing() {
    auto options = quickOptions("edge-only", 3);
    options.emulate = "raspberrypi4:4";
    Experiment experiment(shippedModel(), options);
    std::vector<RequestRecord> records;
    ExperimentEvents events;
    events.record = [&](const RequestRecord& record) {
      records.push_back(record);
      if (record.id != 0) return;
      LiveSettings wrong = options.settings;
      wrong.policy = "device-only";
      wrong.deviceLoad = 0.96;
      QVERIFY_EXCEPTION_THROWN(experiment.change(wrong), UsageError);
      wrong.deviceLoad = 0;
      wrong.deviceThreads = 1025;
      QVERIFY_EXCEPTION_THROWN(experiment.change(wrong), UsageError);
      wrong.deviceThreads = 0;
      wrong.device = DeviceChoice{"local", "raspberrypi4:4", DevicePrecision::Int8};  // its times are for float32
      QVERIFY_EXCEPTION_THROWN(experiment.change(wrong), UsageError);
      wrong.device = DeviceChoice{"nowhere", "none", DevicePrecision::Float32};
      QVERIFY_EXCEPTION_THROWN(experiment.change(wrong), UsageError);
      wrong.device = DeviceChoice{"local", "/no/such.profile", DevicePrecision::Float32};
      QVERIFY_EXCEPTION_THROWN(experiment.change(wrong), Error);
      wrong.device.reset();
      wrong.policy = "fixed:5/99/4";
      QVERIFY_EXCEPTION_THROWN(experiment.change(wrong), UsageError);
    };
    experiment.run(events, {});
    QCOMPARE(records.size(), 3U);
    QCOMPARE(toText(records[2].decision), std::string("5/0/8"));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLiveSettings)
#include "test_app_live_settings.moc"
