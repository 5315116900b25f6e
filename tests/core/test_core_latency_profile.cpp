// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <limits>

#include "core/profile/latency_profile.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

LatencyProfile sample() {
  LatencyProfile profile;
  profile.name = "pi";
  profile.machine = "Raspberry Pi 4 Model B Rev 1.4";
  profile.side = "device";
  profile.threads = 4;
  profile.governor = "ondemand";
  profile.source = "measured";
  profile.model = "tiny on bands";
  profile.architecture = "tiny";
  profile.frameWidth = profile.frameHeight = 64;
  profile.prepareMs = 0.5;
  profile.codingNs = 1.25;
  double ms = 0.1;
  for (const auto& name : uniqueLayers(test::tinyNetwork())) {
    profile.layers.push_back({name, ms, ms * 1.5, 30});
    ms *= 1.7;
  }
  return profile;
}

}  // namespace

class TestCoreLatencyProfile : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void uniqueLayersComeInPathOrder() {
    const std::vector<std::string> expected{"conv1", "pool1",      "exit1.pool", "exit1.fc", "conv2",
                                            "pool2", "exit2.conv", "exit2.fc",   "fc3",      "fc4"};
    QCOMPARE(uniqueLayers(test::tinyNetwork()), expected);
  }
  void medianAndPercentile() {
    QVERIFY(latencyOf("a", {3}) == (LayerLatency{"a", 3, 3, 1}));
    const LayerLatency four = latencyOf("a", {4, 1, 3, 2});
    QCOMPARE(four.medianMs, 2.5);
    QCOMPARE(four.p95Ms, 3.85);
    std::vector<double> hundred;
    for (int i = 100; i >= 1; --i) hundred.push_back(i);
    QCOMPARE(latencyOf("a", hundred).p95Ms, 95.05);
    const LayerLatency nothing = latencyOf("a", {0, 0, 0});
    QVERIFY(nothing.medianMs > 0 && nothing.p95Ms >= nothing.medianMs);
  }
  void roundTrips() {
    const LatencyProfile before = sample();
    QVERIFY(latencyProfileFromJson(toJson(before), "test") == before);
    const test::Folder folder;
    LatencyProfile edge = before;
    edge.side = "edge";
    edge.governor = "";
    edge.prepareMs = 0;
    writeLatencyProfiles(folder / "p.json", std::vector{before, edge});
    QVERIFY(readLatencyProfiles(folder / "p.json") == (std::vector{before, edge}));
    QCOMPARE(folder.entries(), 1);  // nothing temporary stays
  }
  void aMachineWithAnOddName() {
    LatencyProfile profile = sample();
    profile.machine = "Pi \xff";
    QVERIFY(latencyProfileFromJson(toJson(profile), "test").machine.starts_with("Pi "));
  }
  void timesOfAPath() {
    const LatencyProfile profile = sample();
    const auto times = pathMs(profile, test::tinyNetwork(), 2);
    QCOMPARE(times.size(), std::size_t{6});
    QCOMPARE(times[0], profile.layers[0].medianMs);
    QCOMPARE(times[5], profile.layers[7].medianMs);
  }
  void coversItsNetworkOnly() {
    requireCovers(sample(), test::tinyNetwork());
    LatencyProfile other = sample();
    other.layers[3].name = "exit1.other";
    QCOMPARE(test::faultIn(test::refusal([&] { requireCovers(other, test::tinyNetwork()); }),
                           {"'pi'", "no time for layer 'exit1.fc'", "cleave-cli profile"}),
             QByteArray());
    other = sample();
    other.frameWidth = 96;
    QCOMPARE(test::faultIn(test::refusal([&] { requireCovers(other, test::tinyNetwork()); }),
                           {"with frames of 96x64", "expects 64x64"}),
             QByteArray());
  }
  void invalid_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const char* from, const char* to, const char* part) {
      QTest::newRow(name) << from << to << part;
    };
    row("no name", "\"name\":\"pi\"", "\"name\":\"\"", "has no name");
    row("another side", "\"device\"", "\"moon\"", "side 'moon'");
    row("no threads", "\"threads\":4", "\"threads\":0", "thread count");
    row("negative time", "\"median_ms\":0.1,", "\"median_ms\":-0.1,", "'conv1' that is not positive and finite");
    row("no time", "\"median_ms\":0.1,", "\"median_ms\":0,", "'conv1' that is not positive and finite");
    row("time without end", "\"median_ms\":0.1,", "\"median_ms\":1e300,", "'conv1' that is not positive and finite");
    row("percentile below the median", "\"median_ms\":0.1,", "\"median_ms\":9.1,", "below its median");
    row("samples below none", "\"samples\":30", "\"samples\":-1", "'conv1'");
    row("a layer twice", "\"pool1\"", "\"conv1\"", "unnamed or duplicate layer 'conv1'");
    row("a layer without a name", "\"conv1\"", "\"\"", "unnamed or duplicate layer ''");
    row("negative preparation", "\"prepare_ms\":0.5", "\"prepare_ms\":-0.5", "preparation or coding");
    row("number in words", "\"threads\":4", "\"threads\":\"four\"", "damaged or incomplete");
    row("time that is none", "\"median_ms\":0.1,", "\"median_ms\":null,", "damaged or incomplete");
    row("field missing", "\"governor\":\"ondemand\",", "", "damaged or incomplete");
    row("layers missing", "\"layers\"", "\"lairs\"", "damaged or incomplete");
    row("cut", "]}", "", "damaged or incomplete");
  }
  void invalid() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, part);
    const std::string text = test::replaced(toJson(sample()), from.toStdString(), to.toStdString());
    const auto said = test::refusal([&] { latencyProfileFromJson(text, "p.json"); });
    QCOMPARE(test::faultIn(said, {"p.json does not contain a ", part.toStdString()}), QByteArray());
  }
  void wrongFiles_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("empty") << ""
                           << "damaged or incomplete";
    QTest::newRow("a list") << "[]"
                            << "damaged or incomplete";
    QTest::newRow("something else") << R"({"format": "cleave-model"})"
                                    << "a different kind of file";
    QTest::newRow("newer") << R"({"format": "cleave-latency-profiles", "version": 2})"
                           << "install a newer version of Cleave";
    QTest::newRow("none") << R"({"format": "cleave-latency-profiles", "version": 1, "profiles": []})"
                          << "empty";
    QTest::newRow("an empty one") << R"({"format": "cleave-latency-profiles", "version": 1, "profiles": [{}]})"
                                  << "damaged or incomplete";
  }
  void wrongFiles() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    const test::Folder folder;
    test::writeText(folder / "p.json", text.toStdString());
    const auto said = test::refusal([&] { readLatencyProfiles(folder / "p.json"); });
    QCOMPARE(test::faultIn(said, {"p.json", part.toStdString()}), QByteArray());
  }
  void placesThatAreNone() {
    const test::Folder folder;
    QCOMPARE(test::faultIn(test::refusal([&] { readLatencyProfiles(folder / "none.json"); }), {"none.json", "exists"}),
             QByteArray());
    QCOMPARE(test::faultIn(test::refusal([&] { readLatencyProfiles(folder / ""); }), {"cannot be opened"}),
             QByteArray());
    QCOMPARE(test::faultIn(test::refusal([&] { writeLatencyProfiles("/proc/p.json", std::vector{sample()}); }),
                           {"/proc/p.json cannot be written"}),
             QByteArray());
    LatencyProfile bad = sample();
    bad.layers[0].p95Ms = std::numeric_limits<double>::infinity();
    test::refusal([&] { writeLatencyProfiles(folder / "bad.json", std::vector{bad}); });
    QCOMPARE(folder.entries(), 0);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreLatencyProfile)
#include "test_core_latency_profile.moc"
