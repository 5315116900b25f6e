// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>
#include <string>

#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestRun : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void threeHundredRandomRequests() {
    const Ended ended = runProgram("cleave-cli", {"run", "--model", kModel, "--agent", "local", "--policy", "random",
                                                  "--requests", "300", "--verify", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto lines = ended.out.split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 301);
    for (int i = 0; i < 300; ++i) {
      const auto record = nlohmann::json::parse(lines[i].toStdString());
      QCOMPARE(record.at("id").get<int>(), i);
      QCOMPARE(record.at("outcome").get<std::string>(), std::string("completed"));
    }
    const auto summary = nlohmann::json::parse(lines.last().toStdString());
    QCOMPARE(summary.at("completed").get<int>(), 300);
    QCOMPARE(summary.at("failed").get<int>(), 0);
    QCOMPARE(summary.at("frames").get<int>(), 300);  // a different image each
    QVERIFY(summary.at("verified").get<int>() > 20);
    QCOMPARE(summary.at("mismatches").get<int>(), 0);
  }
  void fewerImagesWhereTheUserSaysSo() {
    const Ended ended = runProgram("cleave-cli", {"run", "--requests", "7", "--samples", "3", "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto summary = nlohmann::json::parse(ended.out.trimmed().split('\n').last().toStdString());
    QCOMPARE(summary.at("requests").get<int>(), 7);
    QCOMPARE(summary.at("frames").get<int>(), 3);
    QCOMPARE(runProgram("cleave-cli", {"run", "--requests", "1", "--samples", "0"}).status, 2);
    QCOMPARE(runProgram("cleave-cli", {"run", "--requests", "1", "--samples", "1025"}).status, 2);
  }
  void anAgentOfItsOwnServesOneRunAfterAnother() {
    QProcess agent;
    agent.start(programPath("cleave-agent"), {"--listen", "127.0.0.1:0", "--announce"});
    QVERIFY(agent.waitForReadyRead(30'000));
    const QString address = "127.0.0.1:" + QString::fromUtf8(agent.readLine()).trimmed();
    for (int i = 0; i < 2; ++i) {
      const Ended ended = runProgram("cleave-cli", {"run", "--model", kModel, "--agent", address, "--requests", "5"});
      QVERIFY2(ended.status == 0, qPrintable(ended.err));
      QVERIFY(ended.out.contains("5 completed"));
    }
    agent.terminate();
    QVERIFY(agent.waitForFinished(10'000));
    QCOMPARE(agent.exitCode(), 0);
  }
  void reportAndExport() {
    QTemporaryDir folder;
    const QString report = folder.filePath("report");
    const QString journal = folder.filePath("run");
    const Ended ended = runProgram("cleave-cli", {"run", "--model", kModel, "--requests", "30", "--out", journal});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const Ended exported = runProgram("cleave-cli", {"export", journal, "--out", report});
    if (exported.status == 2) QSKIP("built without figures");
    QVERIFY2(exported.status == 0, qPrintable(exported.err));
    const QDir made(report);
    QVERIFY(!made.entryList({"*.pdf"}).isEmpty());
    QVERIFY(!made.entryList({"*.png"}).isEmpty());
    QVERIFY(QFile::exists(made.filePath("summary.txt")));
    QFile csv(made.filePath("requests.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(csv.readAll().count('\n'), 31);
  }
  void aBundleIsWrittenAndOpened() {
    QTemporaryDir folder;
    const QString bundle = folder.filePath("run.cleaverun");
    const Ended ended = runProgram("cleave-cli", {"run", "--model", kModel, "--requests", "12", "--target", "50",
                                                  "--link", "40", "--out", bundle});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList("run.cleaverun"));
    const Ended told = runProgram("cleave-cli", {"run-info", bundle, "--json"});
    QVERIFY2(told.status == 0, qPrintable(told.err));
    const auto json = nlohmann::json::parse(told.out.toStdString());
    QCOMPARE(json.at("requests").get<int>(), 12);
    QCOMPARE(json.at("summary").at("completed").get<int>(), 12);
    QVERIFY(runProgram("cleave-cli", {"run-info", bundle}).out.contains("policy      greedy"));
    const QString report = folder.filePath("report");
    const Ended exported = runProgram("cleave-cli", {"export", bundle, "--out", report});
    if (exported.status == 2) QSKIP("built without figures");
    QVERIFY2(exported.status == 0, qPrintable(exported.err));
    QVERIFY(QFile::exists(report + "/latency.pdf") && !QFile::exists(report + "/latency.svg"));
    const QString drawn = folder.filePath("drawn");
    QCOMPARE(runProgram("cleave-cli", {"export", bundle, "--out", drawn, "--formats", "svg"}).status, 0);
    QVERIFY(QFile::exists(drawn + "/latency.svg") && !QFile::exists(drawn + "/latency.pdf"));
    QCOMPARE(runProgram("cleave-cli", {"export", bundle, "--out", drawn, "--formats", "gif"}).status, 2);
    QFile csv(QDir(report).filePath("requests.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QByteArray text = csv.readAll();
    QCOMPARE(text.count('\n'), 13);
    QVERIFY(text.startsWith("id,exit,partition,bits,policy,outcome,start_s,"));
    QVERIFY(text.contains(",greedy,completed,"));
  }
  void aRunThatNeverBeganLeavesNothing() {
    QTemporaryDir folder;
    const Ended ended = runProgram(
        "cleave-cli", {"run", "--model", kModel, "--agent", "127.0.0.1:1", "--out", folder.filePath("run.cleaverun")});
    QCOMPARE(ended.status, 1);
    QVERIFY(QDir(folder.path()).isEmpty());
    QFile(folder.filePath("text.cleaverun")).open(QIODevice::WriteOnly);
    const Ended told = runProgram("cleave-cli", {"run-info", folder.filePath("text.cleaverun")});
    QCOMPARE(told.status, 1);
    QVERIFY2(told.err.contains("text.cleaverun is not a recorded run") && told.err.count('\n') == 1,
             qPrintable(told.err));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestRun)
#include "test_e2e_run.moc"
