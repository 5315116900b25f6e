// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/profile/reference_device.h"
#include "core/types/error.h"
#include "rl/predict/machines.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

// Tables for simulations: a model on two machines.
namespace cleave {

class TestMachines : public QObject {
  Q_OBJECT

  Manifest model_;

  [[nodiscard]] double deviceMs(const MachineNames& names) const {
    const auto table = makeTable(model_, machinesFor(model_, names));
    return table->at(table->deviceOnly()).deviceMs;
  }

 private Q_SLOTS:
  void initTestCase() {
    model_.name = "tiny";
    model_.network = test::tinyNetwork();
    model_.accuracy = {{80, 100}, {90, 100}, {95, 100}};
  }
  void referenceMachinesAreTheSameEverywhere() {
    const auto table = makeTable(model_, machinesFor(model_, {}));
    const auto pi = referenceProfile(raspberryPi4(1), model_.network);
    const auto pc = referenceProfile(referencePc(), model_.network);
    QVERIFY(pi.prepareMs > pc.prepareMs && pc.prepareMs > 0 && pi.codingNs > pc.codingNs && pc.codingNs > 0);
    double wholeMs = pi.prepareMs;
    for (const double ms : pathMs(pi, model_.network, 3)) wholeMs += ms;
    QCOMPARE(table->at(table->deviceOnly()).deviceMs, wholeMs);
    const DecisionCost& edgeOnly = table->at(table->space().indexOf({3, 0, 8}).value());
    QCOMPARE(edgeOnly.deviceMs, 0.0);
    QVERIFY(edgeOnly.edgeMs > 0 && edgeOnly.edgeMs < wholeMs / 2);
    QCOMPARE(edgeOnly.accuracy, 0.95);
  }
  void halfSpeedTakesTwiceAsLong() { QCOMPARE(deviceMs({.deviceSpeed = 0.5}), 2 * deviceMs({})); }
  void measuredOnes() {
    QCOMPARE(test::faultIn(test::refusal([&] { machinesFor(model_, {.edge = "bundle"}); }), {"tiny", "edge"}),
             QByteArray());
    Manifest measured = model_;
    LatencyProfile device = referenceProfile(raspberryPi4(4), model_.network);
    device.side = "device";
    LatencyProfile edge = referenceProfile(referencePc(), model_.network);
    edge.side = "edge";
    for (auto& layer : edge.layers) layer.medianMs = layer.p95Ms = 7;
    measured.profiles = {device, edge};
    const Machines machines = machinesFor(measured, {.device = "bundle", .edge = "bundle"});
    QCOMPARE(machines.edge.layers.at(0).medianMs, 7.0);
    QCOMPARE(machines.device.threads, 4);

    const QTemporaryDir folder;
    const std::string file = folder.filePath("p.json").toStdString();
    writeLatencyProfiles(file, measured.profiles);
    QCOMPARE(machinesFor(model_, {.edge = file}).edge.layers.at(0).medianMs, 7.0);
    writeLatencyProfiles(file, std::vector{device});
    QCOMPARE(test::faultIn(test::refusal([&] { machinesFor(model_, {.edge = file}); }), {file, "edge"}), QByteArray());
    edge.frameWidth = 32;
    writeLatencyProfiles(file, std::vector{edge});
    QCOMPARE(test::faultIn(test::refusal([&] { machinesFor(model_, {.edge = file}); }), {"32x"}), QByteArray());
  }
  void wrongNames() {
    for (const MachineNames& names : {MachineNames{.device = "none"}, MachineNames{.device = "pear"},
                                      MachineNames{.edge = "pear"}, MachineNames{.deviceSpeed = 0}}) {
      QCOMPARE(test::faultIn(test::refusal<UsageError>([&] { machinesFor(model_, names); }), {}), QByteArray());
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestMachines)
#include "test_rl_machines.moc"
