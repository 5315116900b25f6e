// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>

#include "core/profile/emulated_device.h"
#include "core/types/error.h"
#include "rl/environment/scenario.h"
#include "rl/environment/scenario_text.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

const std::string kSmall = "name = s\nlink = constant\nlink.mbps = 8\n";

QByteArray errorOf(const std::string& text) {
  try {
    parseScenario(text, "my.scenario");
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was wrong";
}

}  // namespace

class TestScenario : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path write(const QByteArray& text, const char* name) {
    QFile file(folder_.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) qFatal("no temporary file");
    file.write(text);
    return file.fileName().toStdString();
  }

 private Q_SLOTS:
  void parses() {
    const Scenario scenario = parseScenario(
        "# mine\n\nname = Lab 3\r\ndescription = a = b # c\n link=gilbert-elliott \nlink.good_mbps = 30\n"
        "link.bad_mbps = 0\nlink.good_mean_s = 4\nlink.bad_mean_s = 0.5\nrtt.base_ms = 12.5\nedge_load = markov\n"
        "edge_load.idle_share = 0\nedge_load.busy_share = 0.9\nedge_load.idle_mean_s = 3\nedge_load.busy_mean_s = 2\n"
        "arrivals = poisson\narrivals.per_second = 2\ntarget_ms = 60\nreward = deadline\nreward.penalty = 3\n"
        "give_up_ms = 0\ndevice = none\n",
        "my.scenario");
    QCOMPARE(scenario.name, "Lab 3");
    QCOMPARE(scenario.description, "a = b # c");
    QVERIFY((scenario.link == LinkSpec(GilbertElliottLink{30, 0, 4, 0.5})));
    QVERIFY((scenario.rtt == Rtt{12.5, 0}));
    QVERIFY((scenario.deviceLoad == LoadSpec(ConstantLoad{0})));
    QVERIFY((scenario.edgeLoad == LoadSpec(MarkovLoad{0, 0.9, 3, 2})));
    QVERIFY(scenario.arrivals.kind == Arrivals::Kind::Poisson);
    QCOMPARE(scenario.arrivals.perSecond, 2.0);
    QCOMPARE(scenario.targetMs, 60.0);
    QVERIFY(scenario.reward.kind == Reward::Kind::Deadline);
    QCOMPARE(scenario.reward.penalty, 3.0);
    QCOMPARE(scenario.giveUpMs, 0.0);
    QCOMPARE(scenario.device, "none");
    const EnvironmentOptions options = environmentOptions(scenario, 7);
    QCOMPARE(options.targetMs, 60.0);
    QCOMPARE(options.seed, std::uint64_t{7});
  }
  void textRoundTrips() {
    for (const auto& name : scenarioNames()) {
      const Scenario shipped = findScenario(name);
      const std::string text = toText(shipped);
      const Scenario again = parseScenario(text, name);
      QVERIFY(again.link == shipped.link);
      QVERIFY(again.edgeLoad == shipped.edgeLoad && again.reward == shipped.reward && again.rtt == shipped.rtt);
      QCOMPARE(toText(again), text);
    }
    Scenario odd = parseScenario(kSmall, "my.scenario");
    odd.targetMs = 100.0 / 3;
    odd.arrivals.kind = Arrivals::Kind::Closed;
    QCOMPARE(parseScenario(toText(odd), "again").targetMs, 100.0 / 3);
    QVERIFY(parseScenario(toText(odd), "again").arrivals.kind == Arrivals::Kind::Closed);
  }

  void errors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    const QByteArray small(kSmall.c_str());
    const QByteArray two(
        "name = s\nlink = gilbert-elliott\nlink.good_mbps = 30\nlink.bad_mbps = 1\nlink.good_mean_s = 5\n");
    QTest::newRow("empty") << QByteArray("# x\n") << QByteArray("my.scenario is empty");
    QTest::newRow("prose") << small + "hello\n" << QByteArray("my.scenario, line 4: 'hello' is not 'key = value'");
    QTest::newRow("no value") << small + "target_ms =\n" << QByteArray("line 4: 'target_ms' has no value");
    QTest::newRow("twice") << small + "\nname = t\n" << QByteArray("line 5: 'name' is already set in line 1");
    QTest::newRow("unknown")
        << small + "target = 5\n"
        << QByteArray("line 4: 'target' is not a valid key; valid keys are name, description, link, link.mbps,");
    QTest::newRow("unknown of the link") << two + "link.bad_mean = 5\n"
                                         << QByteArray(
                                                "line 6: 'link.bad_mean' is not a valid key; with link = "
                                                "gilbert-elliott the valid keys are link.good_mbps, "
                                                "link.bad_mbps, link.good_mean_s, link.bad_mean_s.");
    QTest::newRow("of another kind") << small + "link.good_mbps = 5\n"
                                     << QByteArray("with link = constant the valid keys are link.mbps.");
    QTest::newRow("unknown rtt") << small + "rtt.ms = 5\n"
                                 << QByteArray(
                                        "'rtt.ms' is not a valid key; valid keys are rtt.base_ms, rtt.jitter_ms.");
    QTest::newRow("load without kind") << small + "edge_load.busy_share = 1\n"
                                       << QByteArray("with edge_load = constant the valid keys are edge_load.share.");
    QTest::newRow("missing")
        << two << QByteArray("my.scenario: link.bad_mean_s is missing (link = gilbert-elliott needs it); add a line");
    QTest::newRow("no link") << QByteArray("name = s\n")
                             << QByteArray("my.scenario: link is missing; valid values are constant, gilbert-elliott,");
    QTest::newRow("no name") << QByteArray("link = constant\nlink.mbps = 1\n")
                             << QByteArray("my.scenario: name is missing");
    QTest::newRow("unknown link") << QByteArray("name = s\nlink = wifi\n")
                                  << QByteArray("line 2: 'wifi' is not a valid link; valid values are constant,");
    QTest::newRow("unknown arrivals") << small + "arrivals = often\n"
                                      << QByteArray("valid values are closed, paced, periodic, poisson.");
    QTest::newRow("no number") << QByteArray("name = s\nlink = constant\nlink.mbps = 8 Mbit/s\n")
                               << QByteArray("line 3: link.mbps is '8 Mbit/s', which is not a finite number.");
    QTest::newRow("NaN") << QByteArray("name = s\nlink = constant\nlink.mbps = nan\n")
                         << QByteArray("is 'nan', which is not a finite number");
    QTest::newRow("negative rate") << QByteArray("name = s\nlink = constant\nlink.mbps = -3\n")
                                   << QByteArray("line 3: link.mbps is -3, but must be above 0 and at most 1000000.");
    QTest::newRow("target 0") << small + "target_ms = 0\n"
                              << QByteArray("line 4: target_ms is 0, but must be above 0 and");
    QTest::newRow("target -5") << small + "target_ms = -5\n"
                               << QByteArray("line 4: target_ms is -5, but must be above 0");
    QTest::newRow("no arrivals") << small + "arrivals.per_second = 0\n" << QByteArray("must be above 0");
    QTest::newRow("full load") << small + "edge_load.share = 1\n"
                               << QByteArray("edge_load.share is 1, but must be at least 0 and at most 0.95");
    QTest::newRow("device") << small + "device = toaster\n"
                            << QByteArray("line 4: 'toaster' is not a device to emulate");
    QTest::newRow("no file") << QByteArray("name = s\nlink = trace\n")
                             << QByteArray("link.file is missing (link = trace needs it)");
    QTest::newRow("lost file") << QByteArray("name = s\nlink = trace\nlink.file = /nowhere.csv\n")
                               << QByteArray("line 3: file /nowhere.csv does not exist; correct link.file.");
    const QByteArray fading(
        "name = s\nlink = rayleigh\nlink.bandwidth_mhz = 20\nlink.tx_dbm = 15\nlink.distance_m = 20\n");
    QTest::newRow("far is near") << fading + "link.far_m = 5\n"
                                 << QByteArray("link.far_m must be greater than link.distance_m");
    QTest::newRow("no speed") << fading + "link.far_m = 50\n" << QByteArray("link.speed_mps must be above 0");
    const QByteArray packets("name = s\nlink = short-packet\nlink.bandwidth_mhz = 0.1\nlink.snr_db = 10\n");
    QTest::newRow("tiny blocks") << packets << QByteArray("fewer than 50 channel uses");
    QTest::newRow("half a branch") << packets + "link.diversity = 1.5\n"
                                   << QByteArray("'1.5', which is not a whole number");
  }
  void errors() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const QByteArray sentence = errorOf(text.toStdString());
    QVERIFY2(sentence.contains(says), sentence.constData());
    QVERIFY2(sentence.startsWith("my.scenario") && sentence.endsWith('.') && !sentence.contains('\n'),
             sentence.constData());
  }
  void madeUpScenariosAreChecked() {
    Scenario scenario = findScenario("lte-walk");
    validate(scenario);
    scenario.targetMs = 0;
    try {
      realise(scenario, 1, 10);
      QFAIL("a target of 0");
    } catch (const Error& error) {
      QCOMPARE(error.what(), "Scenario lte-walk: target_ms is 0, but must be above 0 and at most 60000.");
    }
    scenario = findScenario("lte-walk");
    scenario.rtt.jitterMs = std::nan("");
    QVERIFY_THROWS_EXCEPTION(Error, validate(scenario));
    scenario = findScenario("demo");
    scenario.device = "toaster";
    QVERIFY_THROWS_EXCEPTION(Error, validate(scenario));
  }

  void shippedOnesAreFound() {
    for (const char* name :
         {"wifi-office", "lte-walk", "lte-drive", "5g-walk", "5g-drive", "urllc", "busy-device", "busy-edge"}) {
      const Scenario scenario = findScenario(name);
      QCOMPARE(scenario.name, name);
      QVERIFY(!scenario.description.empty());
      QVERIFY(EmulatedDevice::parse(scenario.device).has_value());
    }
    QVERIFY(std::ranges::is_sorted(scenarioNames()));
    try {
      findScenario("wifi-attic");
      QFAIL("no such scenario");
    } catch (const UsageError& error) {
      const QByteArray sentence = error.what();
      QVERIFY2(sentence.startsWith("'wifi-attic' is neither a built-in scenario (5g-drive, 5g-walk, busy-device,"),
               error.what());
    }
  }
  void filesAreFound() {
    const auto file = write(QByteArray(kSmall.c_str()) + "target_ms = 77\n", "mine.scenario");
    QCOMPARE(findScenario(file.string()).targetMs, 77.0);
    const auto bad = write("name = s\nlink = fibre\n", "bad.scenario");
    try {
      findScenario(bad.string());
      QFAIL("an unknown link");
    } catch (const Error& error) {
      QVERIFY2(QByteArray(error.what()).startsWith(QByteArray::fromStdString(bad.string() + ", line 2:")),
               error.what());
    }
  }

  // Levels as measured (docs of each scenario): mean Mbit/s of the links and share of the time below 0.3 Mbit/s.
  void shippedLevels_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("mbps");
    QTest::addColumn<double>("dead");
    QTest::newRow("wifi") << "wifi-office" << 31.8 << 0.13;
    QTest::newRow("lte walking") << "lte-walk" << 51.1 << 0.0;
    QTest::newRow("lte driving") << "lte-drive" << 31.0 << 0.01;
    QTest::newRow("5g walking") << "5g-walk" << 116.5 << 0.022;
    QTest::newRow("5g driving") << "5g-drive" << 19.3 << 0.575;
  }
  void shippedLevels() {
    QFETCH(QString, name);
    QFETCH(double, mbps);
    QFETCH(double, dead);
    const auto conditions = realise(findScenario(name.toStdString()), 3, 100000);
    const StepSeries& link = conditions->linkMbps;
    QVERIFY2(std::abs(link.mean() - mbps) < 0.06 * mbps, qPrintable(QString::number(link.mean())));
    const auto low = std::ranges::count_if(link.values(), [](double rate) { return rate < 0.5; });
    const double share = static_cast<double>(low) / static_cast<double>(link.values().size());
    QVERIFY2(std::abs(share - dead) < 0.02, qPrintable(QString::number(share)));
  }
  void roundTripsHaveTheirBaseAndJitter() {
    const auto conditions = realise(findScenario("lte-walk"), 3, 10000);
    const auto& rtt = conditions->rttMs.values();
    QVERIFY(*std::ranges::min_element(rtt) >= 33);
    QVERIFY(std::abs(conditions->rttMs.mean() - 40) < 0.2);
  }
  void partsHaveNumbersOfTheirOwn() {
    Scenario scenario = findScenario("busy-device");
    const auto before = realise(scenario, 5, 500);
    scenario.link = WanderLink{};
    scenario.edgeLoad = MarkovLoad{};
    const auto after = realise(scenario, 5, 500);
    QVERIFY(before->deviceLoad.startsS() == after->deviceLoad.startsS());
    QVERIFY(before->rttMs.values() == after->rttMs.values());
    QVERIFY(realise(scenario, 6, 500)->linkMbps.values() != after->linkMbps.values());
  }

  void anyCanBePointedAtATrace() {
    const auto csv = write("time_s,mbps,rtt_ms\n0,5,70\n1,9,80\n", "a.csv");
    const auto up = write("10\n20\n", "b.up");
    const Scenario traced = withTrace(findScenario("busy-device"), csv);
    QCOMPARE(parseScenario(toText(traced), "again").link == traced.link, true);
    const auto conditions = realise(traced, 1, 300);
    QCOMPARE(conditions->linkMbps.at(1.5), 9.0);
    QCOMPARE(conditions->rttMs.at(0.5), 70.0);  // the trace's own
    QVERIFY(conditions->deviceLoad.values().size() > 5);
    const std::vector<std::filesystem::path> files{csv, up};
    const auto each = realiseEach(findScenario("busy-device"), files, 1, 300);
    QCOMPARE(each.size(), std::size_t{2});
    QCOMPARE(each[1]->linkMbps.durationS(), 0.02);
    QVERIFY(each[1]->rttMs.at(0) >= 8);
    QVERIFY(each[0]->deviceLoad.startsS() != each[1]->deviceLoad.startsS());
    QVERIFY_THROWS_EXCEPTION(Error, withTrace(traced, folder_.filePath("none.csv").toStdString()));
  }
  void traceFilesLieBesideTheirScenario() {
    write("time_s,mbps\n0,5\n", "near.csv");
    const auto file = write("name = s\nlink = trace\nlink.file = near.csv\n", "traced.scenario");
    QCOMPARE(realise(findScenario(file.string()), 1, 10)->linkMbps.at(0), 5.0);
  }
  void aDeadLinkNeedsAnEnd() {
    const auto dead = write("time_s,mbps\n0,0\n", "dead.csv");
    Scenario scenario = withTrace(findScenario("demo"), dead);
    QCOMPARE(realise(scenario, 1, 10)->linkMbps.mean(), 0.0);
    scenario.giveUpMs = 0;
    QVERIFY_THROWS_EXCEPTION(Error, realise(scenario, 1, 10));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestScenario)
#include "test_rl_scenario.moc"
