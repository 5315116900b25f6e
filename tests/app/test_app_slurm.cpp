// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <memory>
#include <thread>

#include "app/jobs/slurm.h"
#include "app/jobs/slurm_script.h"
#include "core/types/error.h"
#include "tests/app/job_files.h"
#include "tests/app/slurm_stand_in.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

using test::content;
using test::waitForFile;

}  // namespace

/// Against a stand-in for Slurm's programs; tests/e2e has the real ones.
class TestAppSlurm : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<test::SlurmStandIn> slurm_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_->path().toStdString()) / name;
  }
  [[nodiscard]] SlurmOptions options() const { return {at("slurm"), {}, 0, 20ms}; }
  [[nodiscard]] Job shell(const std::string& name, const std::string& script) const {
    const auto result = at("results") / (name + ".json");
    return {name, {"/bin/sh", "-c", script, "sh", result.string()}, result};
  }

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    slurm_.reset();  // puts PATH back
    slurm_ = std::make_unique<test::SlurmStandIn>();
  }

  void quotesForShells() {
    QCOMPARE(shellQuoted("a b"), std::string("'a b'"));
    QCOMPARE(shellQuoted("it's $x"), std::string("'it'\\''s $x'"));
  }

  void submitsWhatLacksAResult() {
    const std::vector jobs{shell("old", "echo new > \"$1\""), shell("it's a", "echo $OMP_NUM_THREADS > \"$1\""),
                           shell("b", "echo $SLURM_ARRAY_TASK_ID > \"$1\"")};
    std::filesystem::create_directories(at("results"));
    std::ofstream(jobs[0].result) << "old\n";
    SlurmOptions more = options();
    more.atOnce = 5;
    more.arguments = {"--partition=short"};
    JobProgress last;
    const auto failures = runOnSlurm(jobs, more, [&](const JobProgress& progress) { last = progress; });
    QVERIFY2(failures.empty(), failures.empty() ? "" : failures[0].reason.c_str());
    QCOMPARE(content(jobs[0].result), std::string("old\n"));
    QCOMPARE(content(jobs[1].result), std::string("1\n"));
    QCOMPARE(content(jobs[2].result), std::string("1\n"));  // the second task of the array
    QCOMPARE(slurm_->submitted().size(), 1);
    QVERIFY(slurm_->submitted()[0].startsWith("--parsable --array=0-1%5 --partition=short "));
    QCOMPARE(last.done, 3);
    QCOMPARE(last.total, 3);
    QVERIFY(runOnSlurm(jobs, options()).empty());
    QCOMPARE(slurm_->submitted().size(), 1);  // nothing was left to do
  }

  void tellsOfFailures() {
    const std::vector jobs{shell("bad", "echo 'The disk is full.' >&2; exit 3"), shell("good", "echo > $1")};
    const auto failures = runOnSlurm(jobs, options());
    QCOMPARE(failures.size(), std::size_t{1});
    QCOMPARE(failures[0].reason, "Job 'bad' left Slurm's queue without writing " + jobs[0].result.string() +
                                     ": The disk is full (" + logOf(jobs[0]).string() + ").");
    QVERIFY(isDone(jobs[1]));
  }

  void cancelsWhenStopped() {
    const std::vector jobs{shell("slow", "echo > $1.started; sleep 60; echo > $1")};
    std::stop_source source;
    std::jthread stopper([&] {
      if (waitForFile(jobs[0].result.string() + ".started")) source.request_stop();
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, runOnSlurm(jobs, options(), {}, source.get_token()));
    QCOMPARE(slurm_->cancelled(), QByteArrayList{"1"});
  }

  // Each of the programs that hang would take longer than Qt Test allows a test.
  void endsAnSqueueThatHangs() {
    slurm_->write("squeue",
                  "#!/bin/sh\nhere=$(dirname $0)\n[ -e $here/submitted ] || exit 0\n"
                  "echo $$ > $here/hangs.new; mv $here/hangs.new $here/hangs; exec sleep 900\n");
    std::stop_source source;
    std::jthread stopper([&] {
      if (waitForFile(slurm_->file("hangs"))) source.request_stop();
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, runOnSlurm({shell("a", "sleep 60")}, options(), {}, source.get_token()));
    QCOMPARE(slurm_->cancelled(), QByteArrayList{"1"});
    QCOMPARE(::kill(static_cast<pid_t>(std::stol(content(slurm_->file("hangs")))), 0), -1);  // it is gone
  }

  void endsAnSbatchThatHangs() {
    slurm_->write("sbatch", "#!/bin/sh\necho > $(dirname $0)/hangs; exec sleep 900\n");
    std::stop_source source;
    std::jthread stopper([&] {
      if (waitForFile(slurm_->file("hangs"))) source.request_stop();
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, runOnSlurm({shell("a", "true")}, options(), {}, source.get_token()));
    QVERIFY(slurm_->cancelled().empty());  // nothing was submitted
  }

  void saysWhichJobsAnScancelThatHangsLeaves() {
    slurm_->write("scancel", "#!/bin/sh\nexec sleep 900\n");
    const std::vector jobs{shell("slow", "echo > $1.started; while [ ! -e $1.go ]; do sleep 0.02; done; echo > $1")};
    std::stop_source source;
    std::jthread stopper([&] {
      if (waitForFile(jobs[0].result.string() + ".started")) source.request_stop();
    });
    const std::string said = test::refusal([&] { runOnSlurm(jobs, options(), {}, source.get_token()); });
    std::ofstream(jobs[0].result.string() + ".go") << "x";
    QVERIFY(waitForFile(jobs[0].result));  // the task has ended
    QCOMPARE(test::faultIn(said, {"scancel 1", "may go on"}), QByteArray());
  }

  void findsTheJobsOfAKilledLauncher() {
    const std::vector jobs{shell("slow", "echo > $1.started; while [ ! -e $1.go ]; do sleep 0.02; done; mv $1.go $1")};
    const pid_t launcher = ::fork();
    if (launcher == 0) {
      runOnSlurm(jobs, options());
      ::_exit(0);
    }
    const bool recorded =
        waitForFile(at("slurm") / "slurm-tasks.txt") && waitForFile(jobs[0].result.string() + ".started");
    ::kill(launcher, SIGKILL);
    ::waitpid(launcher, nullptr, 0);
    QVERIFY(recorded);
    QVERIFY(!isDone(jobs[0]));
    std::ofstream(jobs[0].result.string() + ".go") << "x";
    QVERIFY(runOnSlurm(jobs, options()).empty());
    QVERIFY(isDone(jobs[0]));
    QCOMPARE(slurm_->submitted().size(), 1);
  }

  // A task of an earlier launcher may end between two looks: its result counts, whatever the queue says.
  void doesNotSubmitWhatEndsMeanwhile() {
    const std::vector jobs{shell("a", "echo > $1")};
    slurm_->write("squeue", "#!/bin/sh\necho > " + QByteArray::fromStdString(jobs[0].result.string()) + "\n");
    JobProgress last;
    QVERIFY(runOnSlurm(jobs, options(), [&](const JobProgress& progress) { last = progress; }).empty());
    QVERIFY(slurm_->submitted().empty());
    QCOMPARE(last.done, 1);
  }

  void passesSlurmsWordsOn() {
    slurm_->write("sbatch", "#!/bin/sh\necho 'sbatch: error: invalid partition specified: x' >&2; exit 1\n");
    QCOMPARE(test::faultIn(test::refusal([&] { runOnSlurm({shell("a", "true")}, options()); }),
                           {"sbatch", "exited with status 1", "invalid partition specified: x"}),
             QByteArray());
    slurm_->write("sbatch", "#!/bin/sh\necho hello\n");
    QCOMPARE(test::faultIn(test::refusal([&] { runOnSlurm({shell("a", "true")}, options()); }), {"'hello'"}),
             QByteArray());
  }

  void givesUpOnADeadController() {
    slurm_->write("squeue",
                  "#!/bin/sh\n[ -e $(dirname $0)/submitted ] || exit 0\n"
                  "echo 'squeue: error: Unable to contact slurm controller' >&2; exit 1\n");
    QCOMPARE(test::faultIn(test::refusal([&] { runOnSlurm({shell("a", "true")}, options()); }),
                           {"squeue", "Unable to contact slurm controller"}),
             QByteArray());
  }

  void needsSlurm() {
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const std::string said = test::refusal([&] { runOnSlurm({shell("a", "true")}, options()); });
    qputenv("PATH", path);
    QCOMPARE(test::faultIn(said, {"squeue could not be started"}), QByteArray());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestAppSlurm)
#include "test_app_slurm.moc"
