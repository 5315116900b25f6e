// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include "app/runs/run_file.h"
#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {

/// How runs end when they are not left to end by themselves.
class TestEnding : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  // An endless recorded run with a local agent, at its first record.
  void startRun(QProcess& process, const QString& journal) {
    process.start(programPath("cleave-cli"), {"run", "--model", kModel, "--policy", "random", "--requests", "0",
                                              "--samples", "4", "--out", journal, "--json"});
    QVERIFY(process.waitForReadyRead(60'000));
  }
  // The process ids of cleave-agent children of `parent`.
  static QList<pid_t> agentsOf(qint64 parent) {
    QList<pid_t> found;
    for (const QString& entry : QDir("/proc").entryList(QDir::Dirs)) {
      QFile stat("/proc/" + entry + "/stat");
      if (!entry.toInt() || !stat.open(QIODevice::ReadOnly)) continue;
      const QString line = QString::fromUtf8(stat.readAll());
      const auto fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
      if (line.contains("(cleave-agent)") && fields.value(1).toLongLong() == parent) found << entry.toInt();
    }
    return found;
  }
  static bool gone(pid_t pid) {
    QFile stat("/proc/" + QString::number(pid) + "/stat");
    if (!stat.open(QIODevice::ReadOnly)) return true;
    const QByteArray line = stat.readAll();
    return line.mid(line.lastIndexOf(')') + 2).startsWith('Z');  // dead, only not yet reaped by init
  }

 private Q_SLOTS:
  void interruptEndsInOrder_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
  }
  void interruptEndsInOrder() {
    QFETCH(int, signal);
    const QString journal = folder_.filePath("signal" + QString::number(signal));
    QProcess process;
    startRun(process, journal);
    const auto agents = agentsOf(process.processId());
    QCOMPARE(agents.size(), 1);
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(gone(agents.first()));
    QVERIFY(process.readAll().contains("\"summary\":true"));
    const Run run = readAnyRun(journal.toStdString());
    QVERIFY(!run.truncated);
    QVERIFY(!run.records.empty());
  }
  void killedParentTakesItsAgentAlongAndLeavesAJournal() {
    const QString journal = folder_.filePath("killed");
    QProcess process;
    startRun(process, journal);
    const auto agents = agentsOf(process.processId());
    QCOMPARE(agents.size(), 1);
    process.kill();
    QVERIFY(process.waitForFinished(10'000));
    QTRY_VERIFY_WITH_TIMEOUT(gone(agents.first()), 10'000);
    QVERIFY(!readAnyRun(journal.toStdString()).records.empty());
  }
  void aKilledRunsBundleIsItsJournal() {
    const QString bundle = folder_.filePath("killed.cleaverun");
    QProcess process;
    startRun(process, bundle);
    process.kill();
    QVERIFY(process.waitForFinished(10'000));
    QVERIFY(!QFile::exists(bundle));
    const std::string journal = bundle.toStdString() + ".recording";
    packJournal(journal, bundle.toStdString());  // as the workbench does at its next start
    QVERIFY(readRunBundle(bundle.toStdString()).table.size() > 0);
    QVERIFY(!std::filesystem::exists(journal));
  }
  void anInterruptedRunBecomesABundle() {
    const QString bundle = folder_.filePath("interrupted.cleaverun");
    QProcess process;
    startRun(process, bundle);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
    const SavedRun run = readRunBundle(bundle.toStdString());
    QVERIFY(!run.truncated && run.table.size() > 0);
    QVERIFY(run.header.devicePrecision == "float32");
  }
  // As on a full disk: the recording's own sentence and place come last, whatever becomes of the bundle.
  void aRecordingThatGetsNoMoreSpaceSaysSo_data() {
    QTest::addColumn<bool>("bundled");
    QTest::newRow("the bundle is written") << true;
    QTest::newRow("nor can the bundle be written") << false;
  }
  void aRecordingThatGetsNoMoreSpaceSaysSo() {
    QFETCH(bool, bundled);
    const QString bundle = folder_.filePath(bundled ? "limited.cleaverun" : "neither.cleaverun");
    if (!bundled) QVERIFY(QDir().mkpath(bundle));
    QProcess process;
    process.start("bash",
                  {"-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "bash", programPath("cleave-cli"), "run", "--model",
                   kModel, "--requests", "0", "--samples", "4", "--policy", "fixed:1/5/32", "--out", bundle});
    QVERIFY(process.waitForFinished(60'000));
    QCOMPARE(process.exitCode(), 1);
    const QByteArrayList lines = process.readAllStandardError().trimmed().split('\n');
    QVERIFY2(lines.last().startsWith("cleave-cli: " + bundle.toUtf8() + ".recording/") || bundled, lines.last());
    QVERIFY2(lines.last().contains(".recording/") && lines.last().contains("can no longer be written (File too large)"),
             lines.last());
    if (bundled) {
      QVERIFY(readRunBundle(bundle.toStdString()).table.size() > 5);
    } else {
      QVERIFY(openRun(bundle.toStdString() + ".recording").table.size() > 5);
    }
  }
  void anAgentThatDiesFailsTheRunWithOneSentence() {
    const QString journal = folder_.filePath("orphan");
    QProcess process;
    startRun(process, journal);
    const auto agents = agentsOf(process.processId());
    QCOMPARE(agents.size(), 1);
    ::kill(agents.first(), SIGKILL);
    QVERIFY(process.waitForFinished(40'000));
    QCOMPARE(process.exitCode(), 1);
    const QString error = QString::fromUtf8(process.readAllStandardError());
    QVERIFY2(error.contains("cleave-cli: "), qPrintable(error));
    const Run run = readAnyRun(journal.toStdString());
    for (std::size_t i = 0; i < run.records.size(); ++i) QCOMPARE(run.records[i].id, i);  // none lost, none twice
    QVERIFY(run.records.back().outcome == Outcome::Failed);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestEnding)
#include "test_e2e_ending.moc"
