// SPDX-License-Identifier: GPL-3.0-or-later
// Runs over a scenario, with a real agent. What takes time is never faster than it should be; how much slower depends
// on the machine.
#include <QtTest>
#include <cmath>
#include <numeric>

#include "app/experiment/experiment.h"
#include "core/profile/reference_device.h"
#include "core/types/error.h"
#include "core/types/request_parts.h"
#include "rl/environment/scenario_text.h"
#include "shipped_model.h"
#include "tests/core/files.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

Scenario quickScenario() {
  Scenario scenario;
  scenario.name = "quick";
  scenario.link = ConstantLink{40};
  scenario.rtt = {10, 0};
  scenario.arrivals = {Arrivals::Kind::Paced, 20};
  scenario.device = "raspberrypi4:4";
  scenario.giveUpMs = 300;
  return scenario;
}

std::vector<RequestRecord> runOf(const Scenario& scenario, const std::string& policy, std::uint64_t requests,
                                 RunHeader* header = nullptr) {
  ExperimentOptions options;
  options.settings.policy = policy;
  options.requests = requests;
  options.samples = 4;
  options.scenario = LiveScenario::realise(scenario, 1);
  options.machines = std::make_shared<const Machines>(machinesFor(shippedModel()->manifest, {scenario.device}));
  std::vector<RequestRecord> records;
  ExperimentEvents events;
  events.started = [&](const RunHeader& head, auto&&) {
    if (header) *header = head;
  };
  events.record = [&](const RequestRecord& record) { records.push_back(record); };
  Experiment(shippedModel(), options).run(events, {});
  return records;
}

/// What the whole network takes on the scenario's device.
double wholeMs() {
  const auto& network = shippedModel()->manifest.network;
  const auto times = pathMs(referenceProfile(raspberryPi4(4), network), network, network.exitCount());
  return std::accumulate(times.begin(), times.end(), 0.0);
}

void requireEachOnce(const std::vector<RequestRecord>& records, std::size_t count) {
  QCOMPARE(records.size(), count);
  for (std::size_t i = 0; i < count; ++i) QCOMPARE(records[i].id, i);
}

}  // namespace

class TestScenarioRun : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theLinkAndTheTargetAreTheScenarios() {
    RunHeader header;
    const auto records = runOf(quickScenario(), "edge-only", 6, &header);
    requireEachOnce(records, 6);
    QCOMPARE(header.scenario, std::string("quick"));
    QCOMPARE(header.emulated, std::string("raspberrypi4"));
    QCOMPARE(header.scenarioText, toText(quickScenario()));
    for (std::size_t i = 0; i < records.size(); ++i) {
      const auto& record = records[i];
      QVERIFY2(record.outcome == Outcome::Completed, record.error.c_str());
      QCOMPARE(record.targetMs, 100.0);
      // One round trip in all, half of it on the way up.
      QVERIFY(record.linkMs() >= 0.95 * 150'528 * 8e-3 / 40 + 10 - 1e-6);
      QVERIFY(record.rttMs >= 10 && qAbs(record.returnMs - record.rttMs / 2) < 1e-6);
      QCOMPARE(record.linkMbps, 40.0);
      QVERIFY(qAbs(record.reward - Reward{}(record.correct() ? 1 : 0, record.totalMs, 100)) < 1e-6);
      QVERIFY(record.tcpRttMs > 0);
      if (i > 0) QVERIFY(record.startS >= records[i - 1].startS + 0.0499);  // paced
      if (i > 0) QVERIFY(record.estimateMbps > 0 && record.estimateMbps < 45);
    }
  }
  void probesKeepTheEstimateAliveOnTheDeviceAlone() {
    const auto records = runOf(quickScenario(), "fixed:1/5/32", 8);
    requireEachOnce(records, 8);
    QVERIFY(std::isnan(records.front().estimateMbps));
    const double last = records.back().estimateMbps;
    QVERIFY2(last > 0.2 && last < 60, qPrintable(QString::number(last)));
    for (const auto& record : records) {
      QVERIFY(std::isnan(record.rttMs) && std::isnan(record.uplinkMs) && std::isnan(record.returnMs));
      QVERIFY(std::isnan(record.bandwidthMbps) && record.linkMs() == 0);
    }
  }
  void loadsAreFeltOnBothSides() {
    Scenario scenario = quickScenario();
    scenario.deviceLoad = ConstantLoad{0.5};
    scenario.edgeLoad = ConstantLoad{0.75};
    const auto loaded = runOf(scenario, "fixed:1/1/4", 4);
    const auto& manifest = shippedModel()->manifest;
    const auto table = makeTable(manifest, machinesFor(manifest, {scenario.device}));
    const double restMs = table->at(table->space().indexOf({1, 1, 4}).value()).edgeMs;
    const auto profile = referenceProfile(raspberryPi4(4), shippedModel()->manifest.network);
    for (const auto& record : loaded) {
      QVERIFY(record.edgeMs() >= 3 * restMs);  // what a load of 0.75 adds
      QVERIFY(record.layerMs.at(0) >= static_cast<float>(2 * profile.layers.front().medianMs));
      QVERIFY(qAbs(sumOfParts(record) - record.totalMs) < 1e-5);
    }
  }
  void aDeadLinkEndsEveryRequestOnTheDevice() {
    const test::Folder folder;
    test::writeText(folder / "dead.csv", "time_s,mbps\n0,0\n500,0\n1000,10\n1001,10\n");
    Scenario scenario = withTrace(quickScenario(), folder / "dead.csv");
    scenario.giveUpMs = 40;
    scenario.targetMs = 2000;  // time enough for the best exit on the device
    const auto alone = runOf(quickScenario(), "device-only", 4);
    const auto records = runOf(scenario, "edge-only", 8);
    requireEachOnce(records, 8);
    for (const auto& record : records) {
      QVERIFY(record.outcome == Outcome::Fallback);
      QVERIFY(
          QString::fromStdString(record.error).contains("timed out after 40 ms: completed on the device at exit 5"));
      QVERIFY(record.uplinkMs >= 40);
      QCOMPARE(record.linkMbps, 0.0);
      QVERIFY(record.fallbackMs >= wholeMs() - 0.01);
      QVERIFY(qAbs(record.totalMs - record.deviceMs() - record.linkMs() - record.edgeMs()) < 0.01);
      QCOMPARE(record.prediction, alone[static_cast<std::size_t>(record.frame)].prediction);
    }
    QVERIFY(records.back().estimateMbps > 0 && records.back().estimateMbps < 1);
  }
  void aPolicyLearnsThatTheLinkIsDead() {
    const test::Folder folder;
    test::writeText(folder / "dying.csv", "time_s,mbps\n0,60\n0.6,0\n1000,10\n");
    Scenario scenario = withTrace(quickScenario(), folder / "dying.csv");
    scenario.giveUpMs = 100;
    const auto records = runOf(scenario, "greedy-safe", 24);
    requireEachOnce(records, 24);
    int fallbacks = 0;
    for (const auto& record : records) {
      QVERIFY2(record.outcome != Outcome::Failed, record.error.c_str());
      fallbacks += record.outcome == Outcome::Fallback ? 1 : 0;
    }
    QVERIFY2(fallbacks >= 1 && fallbacks <= 12, qPrintable(QString::number(fallbacks)));
    QVERIFY(records.back().outcome == Outcome::Completed);  // on the device alone
    QVERIFY(std::isnan(records.back().uplinkMs));
  }
  void queuedRequestsCountTheirWait() {
    Scenario scenario = quickScenario();
    scenario.arrivals = {Arrivals::Kind::Periodic, 40};  // every 25 ms, and the device takes longer
    const auto records = runOf(scenario, "device-only", 4);
    requireEachOnce(records, 4);
    QVERIFY(records[1].queueMs >= wholeMs() - 25 - 1);
    QVERIFY(records[3].queueMs > records[2].queueMs + wholeMs() - 25 - 1);
    QVERIFY(records[3].totalMs > records[3].queueMs + wholeMs() - 1);
  }
  void scenariosHaveALinkOfTheirOwn() {
    ExperimentOptions options;
    options.scenario = LiveScenario::realise(quickScenario(), 1);
    options.requestsPerSecond = 5;
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), options), UsageError);
    options.requestsPerSecond = 0;
    options.settings.linkMbps = 5;
    QVERIFY_EXCEPTION_THROWN(Experiment(shippedModel(), options), UsageError);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestScenarioRun)
#include "test_app_scenario_run.moc"
