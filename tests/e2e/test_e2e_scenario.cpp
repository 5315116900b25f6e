// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestScenario : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  QString write(const QString& name, const QByteArray& text) {
    QFile file(folder_.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write");
    return file.fileName();
  }
  QString quick() {
    return write("quick.scenario",
                 "name = quick\ndescription = A fast one\nlink = constant\nlink.mbps = 60\nrtt.base_ms = 4\n"
                 "arrivals = paced\narrivals.per_second = 20\ntarget_ms = 60\ngive_up_ms = 50\n"
                 "device = raspberrypi4:4\n");
  }
  static std::vector<nlohmann::json> linesOf(const Ended& ended) {
    std::vector<nlohmann::json> lines;
    for (const auto& line : ended.out.split('\n', Qt::SkipEmptyParts)) {
      lines.push_back(nlohmann::json::parse(line.toStdString()));
    }
    return lines;
  }

 private Q_SLOTS:
  void aRunOverAScenario() {
    const Ended ended = runProgram("cleave-cli", {"run", "--scenario", quick(), "--policy", "greedy", "--requests", "8",
                                                  "--samples", "4", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto lines = linesOf(ended);
    QCOMPARE(lines.size(), std::size_t{9});
    for (std::size_t i = 0; i < 8; ++i) {
      QCOMPARE(lines[i].at("id").get<std::size_t>(), i);
      QCOMPARE(lines[i].at("target_ms").get<double>(), 60.0);
      QVERIFY(lines[i].contains("tcp_rtt_ms") && lines[i].contains("tcp_retransmissions"));
    }
    QCOMPARE(lines.back().at("failed").get<int>(), 0);
  }
  void aMeasuredLinkThatDies() {
    const QString trace = write("dead.csv", "time_s,mbps\n0,0\n900,10\n901,10\n");
    const Ended ended = runProgram("cleave-cli", {"run", "--scenario", quick(), "--trace", trace, "--policy",
                                                  "edge-only", "--requests", "3", "--samples", "2", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto lines = linesOf(ended);
    for (std::size_t i = 0; i < 3; ++i) QCOMPARE(lines[i].at("outcome").get<std::string>(), std::string("fallback"));
    QCOMPARE(lines.back().at("fallbacks").get<int>(), 3);
  }
  void policiesComparedLive() {
    const Ended ended =
        runProgram("cleave-cli", {"compare-live", "--policies", "fixed,greedy,device-only", "--scenario", quick(),
                                  "--requests", "8", "--profile-repeats", "1", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto lines = linesOf(ended);
    QCOMPARE(lines.size(), std::size_t{4});
    for (std::size_t i = 0; i < 3; ++i) {
      QCOMPARE(lines[i].at("requests").get<int>(), 8);
      QVERIFY(lines[i].at("measured_mean_ms").get<double>() > 5);
      QVERIFY(lines[i].at("predicted_mean_ms").get<double>() > 5);
      QCOMPARE(lines[i].at("latency_quantiles").size(), std::size_t{104});
      QCOMPARE(lines[i].at("predicted_latency_quantiles").size(), std::size_t{104});
      QCOMPARE(lines[i].at("scenario").get<std::string>(), std::string("quick"));
      QVERIFY(lines[i].contains("difference") && lines[i].contains("accuracy") && lines[i].contains("violations") &&
              lines[i].contains("mean_bytes"));
    }
    QVERIFY(lines[0].at("runs").get<std::string>().starts_with("fixed:"));
    QVERIFY(lines[2].at("measured_mean_ms").get<double>() >= 40);  // the whole network on a Raspberry Pi 4
    QVERIFY(lines[3].at("same_order").is_boolean());
    QCOMPARE(lines[3].at("scenario").get<std::string>(), std::string("quick"));
  }
  void wrongUsage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    const QString bad = write("bad.csv", "time_s,mbps\n0,5\n1,-2\n");
    const QString scenario = quick();
    QTest::newRow("unknown scenario") << QStringList{"run", "--scenario", "moon"} << 2 << "lte-walk";
    QTest::newRow("unknown scenario, live")
        << QStringList{"compare-live", "--scenario", "moon", "--policies", "greedy"} << 2 << "lte-walk";
    QTest::newRow("bad trace") << QStringList{"run", "--scenario", scenario, "--trace", bad} << 1 << "bad.csv";
    QTest::newRow("bad trace, live") << QStringList{"compare-live", "--scenario", scenario, "--trace", bad,
                                                    "--policies",   "greedy"}
                                     << 1 << "bad.csv";
    QTest::newRow("rate of its own") << QStringList{"run", "--scenario", scenario, "--rate", "5"} << 2 << "--rate";
    QTest::newRow("trace alone") << QStringList{"run", "--trace", bad} << 2 << "--scenario";
    QTest::newRow("unknown policy") << QStringList{"compare-live", "--scenario", scenario, "--policies",
                                                   "greedy,clever"}
                                    << 2 << "'clever' is not a policy";
    QTest::newRow("no requests") << QStringList{"compare-live", "--scenario", scenario, "--policies",
                                                "greedy",       "--requests", "0"}
                                 << 2 << "--requests";
    QTest::newRow("nothing shipped for it")
        << QStringList{"compare-live", "--scenario", scenario, "--policies", "sac-d"} << 2
        << "no built-in trained policy for scenario 'quick'";
  }
  void wrongUsage() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, says);
    const Ended ended = runProgram("cleave-cli", arguments);
    QCOMPARE(ended.status, status);
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestScenario)
#include "test_e2e_scenario.moc"
