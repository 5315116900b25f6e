// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <numeric>

#include "core/profile/emulated_device.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

/// AlexNet as torchvision has it, the shape that published times are about: 4096-wide fc6 and fc7, 1000 classes.
NetworkDescription wholeAlexNet(int frame) {
  NetworkDescription network = loadArchitecture("alexnet", 1000);
  network.frame.width = network.frame.height = frame;
  network.exits = {network.exits.back()};
  for (auto& layer : network.trunk) {
    if (layer.name == "fc6" || layer.name == "fc7") layer.outputs = 4096;
  }
  return network;
}

double wholeMs(int threads, int frame) {
  const auto network = wholeAlexNet(frame);
  const auto times = pathMs(referenceProfile(raspberryPi4(threads), network), network, 1);
  return std::accumulate(times.begin(), times.end(), 0.0);
}

bool within(double value, double published, double share) {
  return std::abs(value - published) <= share * published;
}

}  // namespace

class TestCoreReferenceDevice : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // ncnn's table: AlexNet at 227x227 on a Raspberry Pi 4.
  void alexNetTakesThePublishedTime() {
    const double four = wholeMs(4, 227);
    const double one = wholeMs(1, 227);
    qInfo("4 threads %.1f ms (published 76), 1 thread %.1f ms (published 139)", four, one);
    QVERIFY(within(four, 76, 0.15));
    QVERIFY(within(one, 139, 0.15));
  }
  void layersByHand() {
    const ReferenceDevice device{"d", "D", "made up", 1, 2.0, 4.0, 2.0};
    const LatencyProfile profile = referenceProfile(device, test::tinyNetwork());
    const auto ms = [&](const char* name) {
      return std::ranges::find(profile.layers, name, &LayerLatency::name)->medianMs;
    };
    QCOMPARE(ms("conv1"), 2.0 * 8 * 16 * 16 * 3 * 25 / 2e9 * 1e3);       // arithmetic
    QCOMPARE(ms("pool1"), (8 * 16 * 16 + 8 * 8 * 8) * 4.0 / 4e9 * 1e3);  // memory, in and out
    QCOMPARE(ms("fc3"), 2.0 * 256 * 32 / 2e9 * 1e3);                     // arithmetic: 1 ns a weight, memory 0.5
    QCOMPARE(profile.layers.size(), uniqueLayers(test::tinyNetwork()).size());
    for (const auto& layer : profile.layers) {
      QCOMPARE(layer.p95Ms, 1.1 * layer.medianMs);
      QCOMPARE(layer.samples, 0);  // computed
    }
    QCOMPARE(profile.side, std::string("reference"));
  }
  void largeLinearLayersAreBoundByMemory() {
    const auto profile = referenceProfile(raspberryPi4(4), wholeAlexNet(224));
    const auto fc6 = std::ranges::find(profile.layers, "fc6", &LayerLatency::name)->medianMs;
    QVERIFY(within(fc6, 9216 * 4096 * 2 / 5e9 * 1e3, 0.01));
  }
  void anyNetworkIsCovered() {
    for (const auto& name : architectureNames()) {
      const auto network = loadArchitecture(name, 10);
      requireCovers(referenceProfile(raspberryPi4(1), network), network);
    }
  }
  void emulatedByName() {
    QVERIFY(!EmulatedDevice::parse("none"));
    const auto network = test::tinyNetwork();
    for (const auto& [text, threads] : {std::pair("raspberrypi4", 4), {"raspberrypi4:4", 4}, {"raspberrypi4:1", 1}}) {
      const auto device = EmulatedDevice::parse(text);
      QVERIFY(device->profileOf(network) == referenceProfile(raspberryPi4(threads), network));
      QVERIFY(device->name().starts_with("raspberrypi4"));
      QCOMPARE(device->threads(), threads);
      device->requirePrecision("float32");
    }
  }
  void timesHoldForOneArithmetic() {
    const auto said =
        test::refusal<UsageError>([] { EmulatedDevice::parse("raspberrypi4")->requirePrecision("int8"); });
    QCOMPARE(test::faultIn(said, {"raspberrypi4 are for float32", "compute in int8"}), QByteArray());
    const test::Folder folder;
    auto profile = referenceProfile(raspberryPi4(1), test::tinyNetwork());
    profile.side = "device";
    profile.precision = "int8";
    profile.threads = 2;
    writeLatencyProfiles(folder / "int8.json", std::vector{profile});
    const auto emulated = EmulatedDevice::parse((folder / "int8.json").string());
    QCOMPARE(emulated->threads(), 2);
    emulated->requirePrecision("int8");
    QCOMPARE(test::faultIn(test::refusal<UsageError>([&] { emulated->requirePrecision("float32"); }),
                           {"are for int8", "compute in float32"}),
             QByteArray());
  }
  void emulatedFromAFile() {
    const test::Folder folder;
    const auto network = test::tinyNetwork();
    auto edge = referenceProfile(raspberryPi4(1), network);
    edge.side = "edge";
    auto device = referenceProfile(raspberryPi4(4), network);
    device.side = "device";
    device.name = "my-pi";
    writeLatencyProfiles(folder / "both.json", std::vector{edge, device});
    const auto emulated = EmulatedDevice::parse((folder / "both.json").string());
    QCOMPARE(emulated->name(), std::string("my-pi"));
    QVERIFY(emulated->profileOf(network) == device);
    QCOMPARE(test::faultIn(test::refusal([&] { emulated->profileOf(wholeAlexNet(224)); }), {"my-pi", "224x224"}),
             QByteArray());
    writeLatencyProfiles(folder / "edge.json", std::vector{edge});
    QCOMPARE(test::faultIn(test::refusal([&] { EmulatedDevice::parse((folder / "edge.json").string()); }),
                           {"edge.json", "does not contain a device"}),
             QByteArray());
    test::writeText(folder / "bad.json", "{}");
    QCOMPARE(test::faultIn(test::refusal([&] { EmulatedDevice::parse((folder / "bad.json").string()); }), {"bad.json"}),
             QByteArray());
  }
  void wrongNames() {
    for (const char* text : {"raspberrypi5", "", "raspberrypi", "/no/such.json"}) {
      const auto said = test::refusal<UsageError>([&] { EmulatedDevice::parse(text); });
      QCOMPARE(test::faultIn(said, {test::quoted(text), "raspberrypi4", "none"}), QByteArray());
    }
    for (const char* text : {"raspberrypi4:", "raspberrypi4:2", "raspberrypi4:1x", "raspberrypi4:-1"}) {
      const auto said = test::refusal<UsageError>([&] { EmulatedDevice::parse(text); });
      QCOMPARE(test::faultIn(said, {"with 1 or 4 threads"}), QByteArray());
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreReferenceDevice)
#include "test_core_reference_device.moc"
