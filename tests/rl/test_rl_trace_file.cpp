// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/types/error.h"
#include "rl/environment/trace_file.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestTraceFile : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::string write(const QByteArray& text, const char* name = "link.trace") {
    QFile file(folder_.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) qFatal("no temporary file");
    file.write(text);
    return file.fileName().toStdString();
  }

 private Q_SLOTS:
  void csvHoldsEachLineUntilTheNext() {
    const Trace trace = readTrace(write("# source\ntime_s,mbps\n10,4\n11, 0\r\n\n# gap\n13,2.5\n14,1\n"));
    QVERIFY(!trace.rttMs);
    QCOMPARE(trace.mbps.at(0), 4.0);  // times count from the first line
    QCOMPARE(trace.mbps.at(2.9), 0.0);
    QCOMPARE(trace.mbps.at(3), 2.5);
    QCOMPARE(trace.mbps.durationS(), 5.0);  // the last line lasts for the median step
    QCOMPARE(trace.mbps.at(5.5), 4.0);
  }
  void csvMayHaveRoundTrips() {
    const Trace trace = readTrace(write("time_s,mbps,rtt_ms\n0,4,20\n0.5,6,80\n"));
    QVERIFY(trace.rttMs);
    QCOMPARE(trace.rttMs->at(0.6), 80.0);
    QCOMPARE(trace.mbps.mean(), 5.0);
  }
  void oneLineIsAConstant() { QCOMPARE(readTrace(write("time_s,mbps\n3,7\n")).mbps.at(99), 7.0); }
  void mahimahiCountsPackets() {
    // Two packets in the first 20 ms, none in the next, three in the rest of 10 ms; the last line ends the period.
    const Trace trace = readTrace(write("0\n19\n40\n45\n50\n"));
    QCOMPARE(trace.mbps.durationS(), 0.05);
    QCOMPARE(trace.mbps.at(0.01), 2 * 12e-3 / 0.02);
    QCOMPARE(trace.mbps.at(0.03), 0.0);
    QCOMPARE(trace.mbps.at(0.045), 3 * 12e-3 / 0.01);
    QVERIFY(qAbs(trace.mbps.integral(0, 0.05) - 5 * 12e-3) < 1e-12);  // nothing is lost
    QCOMPARE(trace.mbps.at(0.06), trace.mbps.at(0.01));
  }
  void mahimahiRepeatsAtItsLastLine() {
    const Trace trace = readTrace(write("20\n40\n"));
    QCOMPARE(trace.mbps.durationS(), 0.04);
    QCOMPARE(trace.mbps.at(0.01), 0.0);
    QCOMPARE(trace.mbps.at(0.03), 1.2);
  }
  void loadsAreSharesAndLeaveSomething() {
    const StepSeries load = readLoadTrace(write("time_s,load\n0,0.25\n1,1\n"));
    QCOMPARE(load.at(0.5), 0.25);
    QCOMPARE(load.at(1.5), 0.95);
  }
  void badFiles_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("empty") << QByteArray("") << QByteArray("link.trace has no measurements: a trace is a Mahimahi");
    QTest::newRow("comments") << QByteArray("# nothing\n\n") << QByteArray("has no measurements");
    QTest::newRow("header only") << QByteArray("time_s,mbps\n") << QByteArray("needs at least one measurement.");
    QTest::newRow("prose") << QByteArray("Dear reader\n")
                           << QByteArray("line 1: 'Dear reader' is not a valid trace header;");
    QTest::newRow("no header") << QByteArray("0,1\n1,2\n") << QByteArray("line 1: '0,1' is not a valid trace header");
    QTest::newRow("binary") << QByteArray("\x7f\x45\x01\n1\n", 6) << QByteArray("is not a valid trace header");
    QTest::newRow("other column") << QByteArray("time_s,mbps,loss\n0,1,0\n")
                                  << QByteArray("is not a valid trace header");
    QTest::newRow("text") << QByteArray("time_s,mbps\n0,1\n1,fast\n")
                          << QByteArray("line 3: 'fast' is not a finite number");
    QTest::newRow("NaN") << QByteArray("time_s,mbps\n0,nan\n") << QByteArray("line 2: 'nan' is not a finite number");
    QTest::newRow("infinite") << QByteArray("time_s,mbps\n0,inf\n") << QByteArray("'inf' is not a finite number");
    QTest::newRow("unsorted") << QByteArray("time_s,mbps\n0,1\n2,1\n1.5,1\n")
                              << QByteArray("line 4: time 1.5 s is not after 2 s; sort the lines");
    QTest::newRow("twice") << QByteArray("time_s,mbps\n0,1\n0,1\n") << QByteArray("line 3: time 0 s is not after 0");
    QTest::newRow("negative") << QByteArray("# x\ntime_s,mbps\n0,-3\n")
                              << QByteArray("line 3: mbps is -3, but must be between 0 and");
    QTest::newRow("bit/s") << QByteArray("time_s,mbps\n0,40000000\n")
                           << QByteArray("but must be between 0 and 1000000 Mbit/s");
    QTest::newRow("negative rtt") << QByteArray("time_s,mbps,rtt_ms\n0,3,-1\n")
                                  << QByteArray("rtt_ms is -1, but must be between");
    QTest::newRow("short line") << QByteArray("time_s,mbps\n0,3\n1\n")
                                << QByteArray("line 3: it has 1 values, but the header has 2");
    QTest::newRow("mahimahi text") << QByteArray("1\n2\nx\n")
                                   << QByteArray("line 3: 'x' is not a whole number of milliseconds");
    QTest::newRow("mahimahi fraction") << QByteArray("1\n2.5\n") << QByteArray("line 2: '2.5' is not a whole number");
    QTest::newRow("mahimahi negative") << QByteArray("-1\n2\n") << QByteArray("line 1: '-1' is not a whole number");
    QTest::newRow("mahimahi unsorted") << QByteArray("1\n5\n4\n")
                                       << QByteArray("line 3: 4 ms is before the previous line, 5 ms");
    QTest::newRow("mahimahi zero") << QByteArray("0\n0\n") << QByteArray("ends at 0 ms");
    QTest::newRow("mahimahi huge") << QByteArray("1\n99999999999\n")
                                   << QByteArray("is more than a day; shorten the trace");
    QTest::newRow("mahimahi overflow") << QByteArray("1\n99999999999999999999999\n")
                                       << QByteArray("is not a whole number");
  }
  void badFiles() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, says);
    const std::string file = write(text);
    try {
      readTrace(file);
      QFAIL("nothing was wrong");
    } catch (const Error& error) {
      const QByteArray sentence = error.what();
      QVERIFY2(sentence.contains(says), sentence.constData());
      QVERIFY2(sentence.contains("link.trace") && sentence.endsWith('.') && !sentence.contains('\n'),
               sentence.constData());
    }
  }
  void missingAndOtherFiles() {
    try {
      readTrace("/nowhere/at/all.csv");
      QFAIL("nothing was wrong");
    } catch (const Error& error) {
      QCOMPARE(error.what(), "The trace file /nowhere/at/all.csv does not exist: check the path.");
    }
    QVERIFY_THROWS_EXCEPTION(Error, readTrace(folder_.path().toStdString()));
    QVERIFY_THROWS_EXCEPTION(Error, readLoadTrace(write("time_s,mbps\n0,1\n")));
    QVERIFY_THROWS_EXCEPTION(Error, readLoadTrace(write("time_s,load\n0,40\n")));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestTraceFile)
#include "test_rl_trace_file.moc"
