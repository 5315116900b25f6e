// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/model/architectures.h"
#include "core/plain/decision_space.h"
#include "rl/latency_model.h"

namespace cleave {
namespace {

// A record in which every device layer took `device` ms and every edge layer `edge` ms.
RequestRecord recordOf(const NetworkDescription& network, Decision decision, float device, float edge) {
  RequestRecord record;
  record.decision = decision;
  for (int i = 0; i < network.pathLength(decision.exit); ++i) {
    record.layerMs.push_back(i < decision.partition ? device : edge);
  }
  return record;
}

}  // namespace

class TestLatencyModel : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void completeOnlyWhenBothSidesWereTimed() {
    const auto network = loadArchitecture("alexnet", 10);
    LatencyModel model(network);
    QVERIFY(!model.complete());
    for (int exit = 1; exit <= 5; ++exit) model.learn(recordOf(network, {exit, network.pathLength(exit), 32}, 3, 1));
    QVERIFY(!model.complete());
    for (int exit = 1; exit <= 5; ++exit) model.learn(recordOf(network, {exit, 0, 8}, 3, 1));
    QVERIFY(model.complete());
  }
  void predictsTheSumOfTheTerms() {
    const auto network = loadArchitecture("alexnet", 10);
    LatencyModel model(network);
    for (int exit = 1; exit <= 5; ++exit) {
      model.learn(recordOf(network, {exit, network.pathLength(exit), 32}, 3, 1));
      model.learn(recordOf(network, {exit, 0, 8}, 3, 1));
    }
    Observation observation;
    observation.bandwidthMeanMbps = 8;
    observation.rttMs = 2;
    // 4 layers on the device, 7 on the edge, pool2's 192 x 13 x 13 values at 4 bits = 16,224 bytes at 1 byte/us.
    const double expected = 4 * 3 + 7 * 1 + 16.224 + 3;
    QVERIFY(qAbs(model.predictMs({5, 4, 4}, observation) - expected) < 1e-6);
  }
  void payloadOfTheFrameAndOfScores() {
    const LatencyModel model(loadArchitecture("alexnet", 10));
    QCOMPARE(model.payloadBytes({5, 0, 8}), 150'528.0);
    QCOMPARE(model.payloadBytes({5, 11, 32}), 40.0);
  }
  void measuredPayloadsComeFirst() {
    const auto network = loadArchitecture("alexnet", 10);
    const DecisionSpace space(network);
    std::vector<DecisionMeasurement> measured(static_cast<std::size_t>(space.size()));
    for (std::size_t i = 0; i < measured.size(); ++i) measured[i] = {1, 1, 1000.5 + static_cast<double>(i), 2000};
    const LatencyModel model(network, measured);
    for (const Decision& decision : {Decision{5, 4, 4}, Decision{5, 0, 8}, Decision{1, 2, 1}, Decision{5, 11, 32}}) {
      QCOMPARE(model.payloadBytes(decision), 1000.5 + space.indexOf(decision).value());
    }
    Observation observation;
    observation.bandwidthMeanMbps = 8;  // 1 byte/us, and nothing else costs time yet
    QVERIFY(qAbs(model.predictMs({5, 4, 4}, observation) - model.payloadBytes({5, 4, 4}) / 1000) < 1e-9);
    // Where only accuracies were measured, or for another network, the packed size is all that is known.
    for (auto& one : measured) one.meanBytes = 0;
    QCOMPARE(LatencyModel(network, measured).payloadBytes({5, 4, 4}), 16'224.0);
    measured.assign(3, {1, 1, 77, 77});
    QCOMPARE(LatencyModel(network, measured).payloadBytes({5, 4, 4}), 16'224.0);
  }
  void sharedLayersAreLearnedOnce() {
    const auto network = loadArchitecture("alexnet", 10);
    LatencyModel model(network);
    model.learn(recordOf(network, {5, 11, 32}, 3, 1));
    // Exit 1 shares conv1 and pool1; its own branch has never been timed and counts as nothing yet.
    QVERIFY(qAbs(model.computeMs({1, 2, 8}) - 6) < 1e-6);
  }
  void failedRequestsTeachNothing() {
    const auto network = loadArchitecture("alexnet", 10);
    LatencyModel model(network);
    auto record = recordOf(network, {5, 11, 32}, 3, 1);
    record.outcome = Outcome::Failed;
    model.learn(record);
    QCOMPARE(model.computeMs({5, 11, 32}), 0.0);
  }
  void anUnknownBandwidthIsTakenAsSlow() {
    const LatencyModel model(loadArchitecture("alexnet", 10));
    QVERIFY(model.predictMs({5, 0, 8}, Observation{}) > 1000);
  }
};

}  // namespace cleave

QTEST_APPLESS_MAIN(cleave::TestLatencyModel)
#include "test_rl_latency_model.moc"
