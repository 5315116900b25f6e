// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QtTest>
#include <memory>

#include "slurm_cluster.h"
#include "sweep_fixture.h"
#include "tests/main/test_main.h"

namespace cleave {

/// cleave-cli sweep --launcher slurm against Slurm's real daemons; skipped where they are not installed.
class TestSlurm : public QObject {
  Q_OBJECT

  std::unique_ptr<SlurmCluster> cluster_;
  SweepFixture files_;
  const QStringList slurm_{"--launcher", "slurm", "--poll", "0.2"};

  void start(QProcess& process, const QString& out) {
    process.start(programPath("cleave-cli"), files_.arguments(out, slurm_ + QStringList{"--jobs", "1"}));
    QTRY_VERIFY_WITH_TIMEOUT(!files_.results(out).empty(), 60'000);
  }

 private Q_SLOTS:
  void initTestCase() {
    cluster_ = std::make_unique<SlurmCluster>();
    if (!cluster_->missing().isEmpty()) QSKIP(qPrintable(cluster_->missing()));
    QVERIFY2(cluster_->error().isEmpty(), cluster_->error().constData());
  }
  void cleanupTestCase() { cluster_.reset(); }

  // The same jobs give the same table on either launcher.
  void runsTheSameJobs() {
    const Ended local = files_.sweep("local");
    QVERIFY2(local.status == 0, qPrintable(local.err));
    const Ended ended = files_.sweep("slurm", slurm_);
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(files_.results("slurm").size(), SweepFixture::kJobs);
    QVERIFY(SweepFixture::rows(files_.read("slurm/table.jsonl")) ==
            SweepFixture::rows(files_.read("local/table.jsonl")));
    QVERIFY(files_.read("slurm/slurm-tasks.txt").startsWith("1_0 "));
  }

  void submitsOnlyWhatLacks() {
    QVERIFY(QFile::remove(files_.path("slurm/results/000003.json")));
    const auto before = files_.results("slurm");
    const Ended ended = files_.sweep("slurm", slurm_);
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto after = files_.results("slurm");
    QCOMPARE(after.size(), SweepFixture::kJobs);
    for (const auto& [name, time] : before) QCOMPARE(after.at(name), time);
    QCOMPARE(files_.read("slurm/slurm-tasks.txt").count('\n'), static_cast<int>(SweepFixture::kJobs) + 1);
  }

  void stopsWithScancel() {
    QProcess process;
    start(process, "stopped");
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(cluster_->output("squeue", {"--noheader"}), QByteArray(), 20'000);
    const auto left = files_.results("stopped").size();
    QVERIFY(left < SweepFixture::kJobs);
    const Ended ended = files_.sweep("stopped", slurm_);
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(files_.results("stopped").size(), SweepFixture::kJobs);
  }

  // The jobs outlive the launcher, and are not submitted twice.
  void killedItFindsItsJobs() {
    QProcess process;
    start(process, "killed");
    process.kill();
    process.waitForFinished();
    const Ended ended = files_.sweep("killed", slurm_);
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QCOMPARE(files_.results("killed").size(), SweepFixture::kJobs);
    QCOMPARE(files_.read("killed/slurm-tasks.txt").count('\n'), static_cast<int>(SweepFixture::kJobs));
  }

  void passesSlurmsWordsOn() {
    const Ended ended = files_.sweep("refused", slurm_ + QStringList{"--sbatch=--partition=nowhere"});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains("invalid partition specified: nowhere"), qPrintable(ended.err));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestSlurm)
#include "test_e2e_slurm.moc"
