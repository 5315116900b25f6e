// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/experiment/measure_profile.h"
#include "app/experiment/profile.h"
#include "core/profile/reference_device.h"
#include "core/types/error.h"
#include "shipped_model.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

LatencyProfile wantedProfile() {
  LatencyProfile profile;
  profile.name = "some-pi";
  for (const char* layer : {"a", "b", "c", "d", "e"}) profile.layers.push_back({layer, 10, 11, 0});
  return profile;
}

MeasuredProfiles measure(const std::string& emulate, DevicePrecision precision, int threads = 0) {
  ProfileOptions options;
  options.emulate = emulate;
  options.precision = precision;
  options.deviceThreads = threads;
  options.repeats = 1;
  options.warmUps = 0;
  return measureProfiles(*shippedModel(), options, [](auto&&...) {}, {});
}

}  // namespace

/// What the profiling round says of an emulating device, and what a measured profile is labelled with.
class TestProfile : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whoKeepsUpIsNotMentioned() {
    QCOMPARE(slownessNotice(wantedProfile(), {}), std::string());
    // A twentieth and a tenth of a millisecond are the timer's.
    QCOMPARE(slownessNotice(wantedProfile(), {{"a", 10}, {"b", 2}, {"c", 10.59}, {"other", 99}}), std::string());
  }
  void slowLayersAreNamed() {
    const auto said = slownessNotice(wantedProfile(), {{"a", 10}, {"b", 25.04}, {"c", 10.61}});
    QCOMPARE(test::faultIn(said, {"slower than some-pi in b (25.0 ms instead of 10.0), c (10.6 ms instead of 10.0)"}),
             QByteArray());
    QVERIFY(said.find("more:") == std::string::npos);
  }
  void manySlowLayersStayOneLine() {
    const auto said = slownessNotice(wantedProfile(), {{"a", 20}, {"b", 20}, {"c", 20}, {"d", 20}, {"e", 20}});
    QCOMPARE(test::faultIn(said, {"a (20.0", "b (20.0", "c (20.0", " and 2 more:"}), QByteArray());
    QVERIFY(said.find("d (") == std::string::npos);
  }
  void anEmulatedDeviceKeepsItsOwnThreadsAndArithmetic() {
    const LatencyProfile pi = measure("raspberrypi4", DevicePrecision::Float32, 1).device;
    QCOMPARE(pi.threads, 4);
    QCOMPARE(pi.precision, std::string("float32"));
    QCOMPARE(measure("none", DevicePrecision::Float32, 2).device.threads, 2);
  }
  void anInt8DeviceIsEmulatedInInt8() {
    const test::Folder folder;
    auto profile = referenceProfile(raspberryPi4(4), shippedModel()->manifest.network);
    profile.name = "int8-pi";
    profile.side = "device";
    profile.precision = "int8";
    profile.threads = 3;
    const std::string file = (folder / "int8.json").string();
    writeLatencyProfiles(file, std::vector{profile});
    const LatencyProfile measured = measure(file, DevicePrecision::Int8).device;
    QCOMPARE(measured.name, std::string("int8-pi"));
    QCOMPARE(measured.precision, std::string("int8"));
    QCOMPARE(measured.threads, 3);
    const auto said = test::refusal<UsageError>([&] { measure(file, DevicePrecision::Float32); });
    QCOMPARE(test::faultIn(said, {"int8-pi are for int8", "compute in float32"}), QByteArray());
  }
  void int8LayersAreNotStretchedToFloat32Times() {
    const auto said = test::refusal<UsageError>([&] { measure("raspberrypi4", DevicePrecision::Int8); });
    QCOMPARE(test::faultIn(said, {"raspberrypi4", "are for float32", "compute in int8", "turn off emulation"}),
             QByteArray());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestProfile)
#include "test_app_profile.moc"
