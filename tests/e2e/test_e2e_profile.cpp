// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/bundle/bundle.h"
#include "core/profile/reference_device.h"
#include "program.h"
#include "tests/app/dream_profile.h"
#include "tests/main/test_main.h"

namespace cleave {

/// cleave-cli profile and cleave-agent --emulate, as a user types them.
class TestProfile : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  const test::Folder dreams_;
  const NetworkDescription network_ = readBundle(kModel.toStdString()).manifest.network;
  const QString dream_ = QString::fromStdString(test::dreamProfile(dreams_, network_));

  static QStringList quick(const QStringList& more) {
    return QStringList{"profile", kModel, "--repeats", "3", "--warm-up", "1"} + more;
  }
  // Layer name -> device's median, from the lines of --json.
  static std::map<std::string, double> deviceMs(const QString& out) {
    std::map<std::string, double> times;
    for (const QString& line : out.split('\n', Qt::SkipEmptyParts)) {
      const auto json = nlohmann::json::parse(line.toStdString());
      if (json.contains("layer")) times[json.at("layer").get<std::string>()] = json.at("device_ms").get<double>();
    }
    return times;
  }

 private Q_SLOTS:
  void everyLayerOnBothSides() {
    const QString file = folder_.filePath("profile.json");
    const Ended ended = runProgram("cleave-cli", quick({"--json", "--out", file, "--threads", "2"}));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(deviceMs(ended.out).size(), uniqueLayers(network_).size());
    const auto summary = nlohmann::json::parse(ended.out.trimmed().split('\n').last().toStdString());
    QCOMPARE(summary.at("device").at("threads").get<int>(), 2);
    const auto profiles = readLatencyProfiles(file.toStdString());
    QCOMPARE(profiles.size(), std::size_t{2});
    QCOMPARE(profiles[0].side, std::string("device"));
    QCOMPARE(profiles[1].side, std::string("edge"));
    for (const auto& profile : profiles) {
      requireCovers(profile, network_);
      QVERIFY(!profile.machine.empty());
      QVERIFY(profile.prepareMs > 0 && profile.codingNs > 0);
      QCOMPARE(profile.layers.front().samples, 15);  // conv1 is on all five paths
      QCOMPARE(profile.layers.back().samples, 3);
    }
  }
  void asATable() {
    const Ended ended = runProgram("cleave-cli", quick({}));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(ended.out.contains("conv1") && ended.out.contains("fc8") && ended.out.contains("1 thread,"));
  }
  void anEmulatedPiIsNeverFasterThanAPi() {
    const Ended ended = runProgram("cleave-cli", quick({"--json", "--emulate", "raspberrypi4"}));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto times = deviceMs(ended.out);
    for (const auto& layer : referenceProfile(raspberryPi4(4), network_).layers) {
      QVERIFY2(times.at(layer.name) > 0.9999 * layer.medianMs, layer.name.c_str());  // times travel as floats
    }
    QVERIFY(ended.out.contains("raspberrypi4 emulated on "));
  }
  void aRunSaysThatTheMachineIsTooSlow() {
    const Ended ended = runProgram("cleave-cli", {"run", "--requests", "2", "--emulate", dream_, "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY2(ended.err.contains("cleave-cli: This machine is slower than dream in conv1 ("), qPrintable(ended.err));
    QCOMPARE(ended.err.count("slower than"), 1);
    QCOMPARE(ended.out.count('\n'), 3);  // two requests and the summary: the sentence is for people
  }
  void anAgentOfItsOwnSaysWhatItIs() {
    const QString& file = dream_;
    QProcess agent;
    agent.start(programPath("cleave-agent"), {"--listen", "127.0.0.1:0", "--announce", "--emulate", file});
    QVERIFY(agent.waitForReadyRead(30'000));
    const QString address = "127.0.0.1:" + QString::fromUtf8(agent.readLine()).trimmed();
    const Ended ended = runProgram("cleave-cli", {"profile", kModel, "--agent", address, "--repeats", "8", "--json"});
    agent.terminate();
    QVERIFY(agent.waitForFinished(10'000));
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(ended.out.contains("dream emulated on "));
    const QString said = QString::fromUtf8(agent.readAllStandardError());
    QVERIFY2(said.contains("slower than dream") && said.contains("conv2 ("), qPrintable(said));
    QCOMPARE(said.count("conv2 ("), 1);
  }
  void intoTheBundleOncePerSetting() {
    const QString bundle = folder_.filePath("with.cleavemodel");
    QVERIFY(QFile::copy(kModel, bundle));
    for (int i = 0; i < 2; ++i) {
      const Ended ended =
          runProgram("cleave-cli", {"profile", bundle, "--repeats", "2", "--warm-up", "0", "--into-bundle"});
      QVERIFY2(ended.status == 0, qPrintable(ended.err));
    }
    const Model model = readBundle(bundle.toStdString());
    QCOMPARE(model.manifest.profiles.size(), std::size_t{2});
    QCOMPARE(readCard(bundle.toStdString()), readCard(kModel.toStdString()));
    QCOMPARE(runProgram("cleave-cli", {"run", "--model", bundle, "--requests", "2"}).status, 0);
  }
  void interruptEndsInOrderAndWritesNothing() {
    const QString file = folder_.filePath("never.json");
    QProcess process;
    process.start(programPath("cleave-cli"), {"profile", kModel, "--repeats", "100000", "--out", file});
    process.setReadChannel(QProcess::StandardError);
    QByteArray err;
    while (!err.contains("Timing")) {
      QVERIFY(process.waitForReadyRead(60'000));
      err += process.readAllStandardError();
    }
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(!QFile::exists(file));
  }
  void wrongWays_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    QFile bad(folder_.filePath("bad.json"));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write("{\"format\": 3}");
    bad.close();
    QTest::newRow("no bundle named") << QStringList{"profile", "--into-bundle"} << 2 << "first argument";
    QTest::newRow("no such bundle") << QStringList{"profile", "/no/such"} << 1 << "/no/such";
    QTest::newRow("unwritable") << quick({"--out", "/proc/p.json"}) << 1 << "/proc/p.json cannot be written";
    QTest::newRow("unknown device") << quick({"--emulate", "toaster"}) << 2 << "'toaster' is not a device";
    QTest::newRow("threads unknown") << quick({"--emulate", "raspberrypi4:3"}) << 2 << "not with 3";
    QTest::newRow("damaged profile") << quick({"--emulate", bad.fileName()}) << 1 << "bad.json";
    QTest::newRow("no repeats") << quick({"--repeats", "0"}) << 2 << "--repeats";
    QTest::newRow("nobody there") << quick({"--agent", "127.0.0.1:1"}) << 1 << "127.0.0.1:1";
    QTest::newRow("emulate elsewhere") << quick({"--agent", "127.0.0.1:1", "--emulate", "raspberrypi4"}) << 2
                                       << "for a local agent only";
    QTest::newRow("int8 at float32 times")
        << quick({"--emulate", "raspberrypi4", "--device-precision", "int8"}) << 2 << "are for float32";
    QTest::newRow("run in int8 at float32 times")
        << QStringList{"run", "--emulate", "raspberrypi4", "--device-precision", "int8"} << 2 << "are for float32";
    QTest::newRow("run, unknown device") << QStringList{"run", "--emulate", "toaster"} << 2 << "'toaster'";
  }
  void wrongWays() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, says);
    const Ended ended = runProgram("cleave-cli", arguments);
    QVERIFY2(ended.status == status, qPrintable(QString::number(ended.status) + ended.err));
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
    QVERIFY(ended.out.isEmpty());
  }
  void theAgentRefusesWhatItCannotEmulate() {
    const Ended ended = runProgram("cleave-agent", {"--emulate", "toaster"});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains("'toaster'"), qPrintable(ended.err));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestProfile)
#include "test_e2e_profile.moc"
