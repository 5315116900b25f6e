// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QProcess>
#include <QtTest>
#include <string>

#include "sweep_fixture.h"
#include "tests/app/slurm_stand_in.h"
#include "tests/main/test_main.h"

namespace cleave {

/// cleave-cli sweep, as a user meets it.
class TestSweep : public QObject {
  Q_OBJECT

  SweepFixture files_;
  std::vector<SweepFixture::Json> whole_;  ///< the table of an unbroken sweep

  // Starts a sweep, one job after the other, and returns once `done` are done.
  void startAndWait(QProcess& process, const QString& out, std::size_t done) {
    process.start(programPath("cleave-cli"), files_.arguments(out, {"--jobs", "1"}));
    QTRY_VERIFY_WITH_TIMEOUT(files_.results(out).size() >= done, 60'000);
  }

 private Q_SLOTS:
  void initTestCase() {
    const Ended ended = files_.sweep("whole");
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    auto said = SweepFixture::rows(ended.out.toUtf8());
    QCOMPARE(said.back().at("jobs").get<std::size_t>(), SweepFixture::kJobs);
    QCOMPARE(said.back().at("failed").get<int>(), 0);
    said.pop_back();
    whole_ = said;
  }

  void gathersOneTable() {
    QCOMPARE(whole_.size(), std::size_t{4});
    QStringList names;
    for (const auto& row : whole_) {
      names << QString::fromStdString(row.at("algorithm"));
      QCOMPARE(row.at("seeds").get<int>(), 2);
      QCOMPARE(row.at("requests").get<int>(), 80);
    }
    QCOMPARE(names, (QStringList{"best-fixed", "device-only", "sac-d", "oracle"}));
    QCOMPARE(whole_.back().at("score_iqm").get<double>(), 1.0);
    QVERIFY(whole_[1].at("mean_reward").get<double>() < whole_.back().at("mean_reward").get<double>());
    QCOMPARE(whole_[1].at("uplink_bytes").get<double>(), 0.0);
    QVERIFY(SweepFixture::rows(files_.read("whole/table.jsonl")) == whole_);
    QCOMPARE(files_.read("whole/table.csv").count('\n'), 5);
    QCOMPARE(QDir(files_.path("whole/policies")).entryList({"*.cleavepolicy"}).size(), 2);
    if (runProgram("cleave-cli", {"export", "--help"}).status != 0) return;  // built without figures
    QCOMPARE(files_.read("whole/scores.csv").count('\n'), 3);
    QVERIFY(files_.read("whole/scores.pdf").startsWith("%PDF"));
  }

  // What was done stays, the rest is run, and nothing shows that it was broken.
  void stoppedAndKilledItGoesOn() {
    QProcess stopped;
    startAndWait(stopped, "broken", 1);
    ::kill(static_cast<pid_t>(stopped.processId()), SIGINT);
    QVERIFY(stopped.waitForFinished(20'000));
    QCOMPARE(stopped.exitCode(), 1);
    QVERIFY(stopped.readAllStandardError().contains(": run the same command again to resume."));
    QProcess killed;
    startAndWait(killed, "broken", 3);
    killed.kill();
    killed.waitForFinished();
    QTest::qWait(500);  // its child ends, too: nothing may come later
    const auto before = files_.results("broken");
    QVERIFY(before.size() >= 3 && before.size() < SweepFixture::kJobs);
    const Ended ended = files_.sweep("broken");
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto summary = SweepFixture::Json::parse(ended.out.trimmed().split('\n').last().toStdString());
    QCOMPARE(summary.at("done_before").get<std::size_t>(), before.size());
    const auto after = files_.results("broken");
    QCOMPARE(after.size(), SweepFixture::kJobs);
    for (const auto& [name, time] : before) QCOMPARE(after.at(name), time);
    QVERIFY(SweepFixture::rows(files_.read("broken/table.jsonl")) == whole_);
  }

  void throughSlurmsProgramsItIsTheSame() {
    const test::SlurmStandIn slurm;
    const Ended ended =
        files_.sweep("slurm", {"--launcher", "slurm", "--poll", "0.05", "--jobs", "2", "--sbatch=--partition=short"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(slurm.submitted().size(), 1);
    QVERIFY(slurm.submitted()[0].contains("--array=0-5%2 --partition=short "));
    QVERIFY(SweepFixture::rows(files_.read("slurm/table.jsonl")) == whole_);
  }

  void oneFailureDoesNotHoldTheOthers() {
    files_.write("rules.sweep",
                 "scenarios = lte-drive\nalgorithms = device-only, greedy-safe\nseeds = 1\nrequests = 9\n"
                 "models = " +
                     kModel.toUtf8() + '\n');
    QVERIFY(QDir().mkpath(files_.path("failed/results/000001.json")));  // device-only cannot write there
    const Ended ended = runProgram("cleave-cli", {"sweep", files_.path("rules.sweep"), "--out", files_.path("failed")});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains("cleave-cli: Job 'lte-drive, alexnet-fashion, device-only, seed 1' exited with "
                                "status 1: cleave-cli: "),
             qPrintable(ended.err));
    const auto rows = SweepFixture::rows(files_.read("failed/table.jsonl"));
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[1].at("algorithm").get<std::string>(), std::string("greedy-safe"));
  }

  void refusesWhatIsWrong_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    const QByteArray good = files_.read("tiny.sweep");
    QTest::newRow("unknown key") << good + "sedes = 3\n"
                                 << "'sedes' is not a valid key; valid keys are scenarios";
    QTest::newRow("decision") << QByteArray(good).replace("device-only", "fixed:9/0/8") << "exit";
    QTest::newRow("device") << good + "devices = abacus\n"
                            << "abacus";
    QTest::newRow("model") << QByteArray(good).replace(kModel.toUtf8(), files_.path("tiny.sweep").toUtf8())
                           << "tiny.sweep";
  }
  void refusesWhatIsWrong() {
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    files_.write("bad.sweep", text);
    const Ended ended = runProgram("cleave-cli", {"sweep", files_.path("bad.sweep"), "--out", files_.path("none")});
    QVERIFY(ended.status == 1 || ended.status == 2);
    QVERIFY2(ended.err.contains(said), qPrintable(ended.err));
    QCOMPARE(ended.err.count('\n'), 1);
    QVERIFY(!QFile::exists(files_.path("none")));
  }

  void guardsItsFolder() {
    files_.write("other.sweep", files_.read("tiny.sweep").replace("seeds = 1-2", "seeds = 1-3"));
    Ended ended = runProgram("cleave-cli", {"sweep", files_.path("other.sweep"), "--out", files_.path("whole")});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains("contains another sweep"), qPrintable(ended.err));
    ended = runProgram("cleave-cli", {"sweep-job", files_.path("whole"), "6"});
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.err.contains("jobs 0 to 5"), qPrintable(ended.err));
    QCOMPARE(runProgram("cleave-cli", {"sweep-job", files_.path(""), "0"}).status, 1);
    QCOMPARE(files_.sweep("whole", {"--sbatch=-p x"}).status, 2);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestSweep)
#include "test_e2e_sweep.moc"
