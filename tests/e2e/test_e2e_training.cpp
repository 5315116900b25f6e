// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>

#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {

/// cleave-cli model train, stopped in every way: what was trained is never lost.
class TestTraining : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString network_;

  static bool write(const QString& name, const QByteArray& bytes) {
    QFile file(name);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
  }
  [[nodiscard]] QStringList train(const QString& out, const QString& epochs, const QStringList& more) const {
    return QStringList{"model",    "train",        "--architecture", network_, "--out",     out,
                       "--stages", "64:" + epochs, "--test-samples", "200",    "--threads", "1"} +
           more;
  }

 private Q_SLOTS:
  void initTestCase() {
    network_ = folder_.filePath("tiny.json");  // small enough to train here
    QVERIFY(write(network_, R"({"architecture": "tiny",
      "frame": {"width": 64, "height": 64, "mean": [0.5, 0.5, 0.5], "deviation": [0.5, 0.5, 0.5]},
      "trunk": [{"name": "c", "op": "conv2d", "outputs": 8, "relu": true, "kernel": 5, "stride": 4, "padding": 2},
                {"name": "p", "op": "max_pool", "kernel": 3, "stride": 2, "padding": 0},
                {"name": "f", "op": "linear", "outputs": 10, "relu": false}],
      "exits": [{"after": "c", "branch": [{"name": "b.p", "op": "adaptive_avg_pool", "size": 2},
                                          {"name": "b.f", "op": "linear", "outputs": 10, "relu": false}]},
                {"after": "f", "branch": []}]})"));
  }

  void stopsResumesAndWritesAUsableBundle() {
    const QString out = folder_.filePath("tiny.cleavemodel");
    const QString metrics = folder_.filePath("metrics.jsonl");
    const QStringList arguments = train(out, "0.2", {"--table-samples", "20", "--json", "--metrics", metrics});
    QProcess first;
    first.start(programPath("cleave-cli"), arguments);
    QVERIFY(first.waitForReadyRead(60'000));  // the first step is reported
    first.terminate();
    QVERIFY(first.waitForFinished(30'000));
    const bool interrupted = first.exitCode() != 0;
    if (interrupted) {
      QCOMPARE(first.exitCode(), 1);
      QVERIFY(QFile::exists(out + ".checkpoint"));
      QVERIFY(first.readAllStandardError().contains(".checkpoint: run the same command again to resume."));
    }
    const Ended second = runProgram("cleave-cli", arguments);
    QVERIFY2(second.status == 0, qPrintable(second.err));
    if (interrupted) QVERIFY(second.err.contains("Resuming from the checkpoint at step"));
    QVERIFY(!QFile::exists(out + ".checkpoint"));
    QCOMPARE(runProgram("cleave-cli", {"model", "info", out}).status, 0);
    QFile file(metrics);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArrayList said = file.readAll().trimmed().split('\n');
    QVERIFY2(said.first().contains("\"step\":0,") && said.first().contains("\"train_loss\":["), said.first());
    for (const char* key : {"\"calibrating\"", "\"testing\"", "\"measuring\"", "\"accuracy\":["}) {
      QVERIFY2(std::ranges::any_of(said, [&](const QByteArray& line) { return line.contains(key); }), key);
    }
  }

  // Found out after hours, it would cost them.
  void anOldTableIsRefusedBeforeTraining() {
    const QString out = folder_.filePath("old.cleavemodel");
    QVERIFY(write(out + ".table", "days of work"));
    const Ended ended = runProgram("cleave-cli", train(out, "0.01", {"--table-samples", "5"}));
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains(out + ".table was measured with") && ended.err.contains("--restart"),
             qPrintable(ended.err));
    QCOMPARE(ended.err.count('\n'), 1);
    QCOMPARE(QFileInfo(out + ".table").size(), 12);
    QVERIFY(!QFile::exists(out + ".checkpoint") && !QFile::exists(out));
    // Without a table to measure, it is in nobody's way; and --restart deletes it.
    QCOMPARE(runProgram("cleave-cli", train(out, "0.01", {"--table-samples", "0"})).status, 0);
    QCOMPARE(QFileInfo(out + ".table").size(), 12);
    const Ended restarted = runProgram("cleave-cli", train(out, "0.01", {"--table-samples", "5", "--restart"}));
    QVERIFY2(restarted.status == 0, qPrintable(restarted.err));
    QVERIFY(!QFile::exists(out + ".table"));
  }

  void stoppedInTheTableItSaysWhatIsKept() {
    const QString out = folder_.filePath("stopped.cleavemodel");
    QProcess process;
    process.start(programPath("cleave-cli"), train(out, "0.01", {"--table-samples", "10000"}));
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(out + ".table").size() > 2000, 120'000);
    process.terminate();
    QVERIFY(process.waitForFinished(30'000));
    QCOMPARE(process.exitCode(), 1);
    const QString said = QString::fromUtf8(process.readAllStandardError());
    const QString wanted = "Stopped; progress is saved in " + out + ".checkpoint and " + out +
                           ".table: run the same command again to resume.\n";
    QVERIFY2(said.endsWith(wanted), qPrintable(said));
    QCOMPARE(runProgram("cleave-cli", {"model", "info", out}).status, 0);  // trained, calibrated, tested

    // A table that does not fit costs nothing but itself.
    QVERIFY(QFile::rename(out + ".table", out + ".kept"));
    QVERIFY(write(out + ".table", "not ours"));
    const QStringList again = train(out, "0.01", {"--table-samples", "5"});
    const Ended refused = runProgram("cleave-cli", again);
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains(out + " was written, but without its accuracy table: "), qPrintable(refused.err));
    QVERIFY2(refused.err.contains("delete it to start over"), qPrintable(refused.err));
    QCOMPARE(runProgram("cleave-cli", {"model", "evaluate", out, "--samples", "10"}).status, 0);
    QVERIFY(QFile::exists(out + ".checkpoint"));

    QVERIFY(QFile::remove(out + ".table"));
    const Ended ended = runProgram("cleave-cli", again);
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY(ended.err.contains("Resuming from the checkpoint at step"));
    QVERIFY(!QFile::exists(out + ".table") && !QFile::exists(out + ".checkpoint"));
    QVERIFY(runProgram("cleave-cli", {"model", "info", out}).out.contains("the same 5 test images"));
    // Another command, the same weights and ranges: what was kept above is a part of its table.
    QVERIFY(QFile::rename(out + ".kept", out + ".table"));
    const Ended table = runProgram("cleave-cli", {"model", "evaluate", out, "--table", "--samples", "5"});
    QVERIFY2(table.status == 0, qPrintable(table.err));
    QVERIFY(QFile::exists(out + ".table"));  // it holds more than these five
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestTraining)
#include "test_e2e_training.moc"
