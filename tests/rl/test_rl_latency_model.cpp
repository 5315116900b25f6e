// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/model/architectures.h"
#include "core/profile/reference_device.h"
#include "core/types/decision_space.h"
#include "core/types/error.h"
#include "rl/predict/latency_model.h"
#include "tests/main/test_main.h"

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
  void eachSideHasItsShare() {
    const auto network = loadArchitecture("alexnet", 10);
    LatencyModel model(network);
    for (int exit = 1; exit <= 5; ++exit) {
      model.learn(recordOf(network, {exit, network.pathLength(exit), 32}, 3, 1));
      model.learn(recordOf(network, {exit, 0, 8}, 3, 1));
    }
    QVERIFY(qAbs(model.deviceMs({5, 4, 4}) - 4 * 3) < 1e-6);
    QVERIFY(qAbs(model.edgeMs({5, 4, 4}) - 7 * 1) < 1e-6);
  }
  void profilesAreTakenOver() {
    const auto network = loadArchitecture("alexnet", 10);
    LatencyModel model(network);
    LatencyProfile device = referenceProfile(raspberryPi4(1), network);
    device.prepareMs = 2;
    device.codingNs = 10;
    LatencyProfile edge = device;
    for (auto& layer : edge.layers) layer.medianMs = layer.p95Ms = 0.5;
    edge.prepareMs = 0.25;
    edge.codingNs = 2;
    model.adopt(device, edge);
    QVERIFY(model.complete());
    const auto times = pathMs(device, network, 5);
    // Preparing, conv1 and pool1, coding 64 x 27 x 27 values; on the edge the other nine layers and decoding.
    QVERIFY(qAbs(model.deviceMs({5, 2, 8}) - (2 + times[0] + times[1] + 46'656 * 10e-6)) < 1e-9);
    QVERIFY(qAbs(model.edgeMs({5, 2, 8}) - (9 * 0.5 + 46'656 * 2e-6)) < 1e-9);
    QVERIFY(qAbs(model.edgeMs({5, 0, 8}) - (0.25 + 11 * 0.5)) < 1e-9);
    QCOMPARE(model.deviceMs({5, 0, 8}), 0.0);
    device.layers.pop_back();
    QVERIFY_THROWS_EXCEPTION(Error, model.adopt(device, edge));
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
    QVERIFY(qAbs(model.deviceMs({1, 2, 8}) - 6) < 1e-6);
    QCOMPARE(model.edgeMs({1, 2, 8}), 0.0);
  }
  void failedRequestsTeachNothing() {
    const auto network = loadArchitecture("alexnet", 10);
    LatencyModel model(network);
    auto record = recordOf(network, {5, 11, 32}, 3, 1);
    record.outcome = Outcome::Failed;
    model.learn(record);
    QCOMPARE(model.deviceMs({5, 11, 32}), 0.0);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestLatencyModel)
#include "test_rl_latency_model.moc"
