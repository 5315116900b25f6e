// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>
#include <memory>
#include <thread>

#include "app/jobs/child_process.h"
#include "app/jobs/job_pool.h"
#include "core/types/error.h"
#include "tests/app/job_files.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using namespace std::chrono_literals;

using test::content;
using test::waitForFile;

bool waitForEnd(pid_t pid) {
  for (int i = 0; i < 1000 && ::kill(pid, 0) == 0; ++i) std::this_thread::sleep_for(10ms);
  return ::kill(pid, 0) != 0;
}

}  // namespace

class TestAppJobs : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_->path().toStdString()) / name;
  }
  // $1 is the result, $2 is for the script.
  [[nodiscard]] Job shell(const std::string& name, const std::string& script, const std::string& more = {}) const {
    const auto result = at(name + ".json");
    return {name, {"/bin/sh", "-c", script, "sh", result.string(), more}, result};
  }

 private Q_SLOTS:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void writesEveryResult() {
    std::vector<Job> jobs;
    for (int i = 0; i < 6; ++i) jobs.push_back(shell("job" + std::to_string(i), "echo $2 > $1", std::to_string(i)));
    std::vector<JobProgress> told;
    const auto failures = runJobs(jobs, {.atOnce = 2}, [&](const JobProgress& progress) { told.push_back(progress); });
    QVERIFY(failures.empty());
    QVERIFY(failureText(failures, jobs.size()).empty());
    for (int i = 0; i < 6; ++i) QCOMPARE(content(jobs[static_cast<std::size_t>(i)].result), std::to_string(i) + '\n');
    QCOMPARE(told.front().done, 0);
    QCOMPARE(told.back().done, 6);
    QCOMPARE(told.back().running, 0);
    QCOMPARE(told.back().share(), 1.0);
    QVERIFY(told.back().etaS >= 0 && told.back().etaS < 0.001);
    QVERIFY(std::ranges::all_of(told, [](const JobProgress& progress) { return progress.running <= 2; }));
    QVERIFY2(!std::filesystem::exists(logOf(jobs[0])), "a log without a line stays behind");
  }

  void leavesFinishedJobsAlone() {
    const std::vector jobs{shell("a", "echo new > $1"), shell("b", "echo new > $1")};
    std::ofstream(jobs[0].result) << "old\n";
    int first = -1;
    QVERIFY(runJobs(jobs, {}, [&](const JobProgress& progress) {
              if (first < 0) first = progress.done;
            }).empty());
    QCOMPARE(first, 1);
    QCOMPARE(content(jobs[0].result), std::string("old\n"));
    QCOMPARE(content(jobs[1].result), std::string("new\n"));
  }

  void givesChildrenOneThread() {
    const std::vector jobs{shell("a", "echo $OMP_NUM_THREADS > $1")};
    QVERIFY(runJobs(jobs).empty());
    QCOMPARE(content(jobs[0].result), std::string("1\n"));
  }

  void quotesTheLastLineOfAFailure() {
    const std::vector jobs{shell("bad", "echo first >&2; echo 'The disk is full.' >&2; exit 3"),
                           shell("good", "echo fine > $1; echo note >&2")};
    const auto failures = runJobs(jobs, {.atOnce = 1});
    QCOMPARE(failures.size(), std::size_t{1});
    QCOMPARE(failures[0].job, std::string("bad"));
    QCOMPARE(failures[0].reason,
             "Job 'bad' exited with status 3: The disk is full (" + (at("bad.json.log")).string() + ").");
    QCOMPARE(failureText(failures, 2), failures[0].reason);
    QVERIFY2(std::filesystem::exists(jobs[1].result), "the other job did not go on");
    QCOMPARE(content(logOf(jobs[1])), std::string("note\n"));
    QCOMPARE(runJobs({jobs[0]}).size(), std::size_t{1});  // tried again, for it has no result
  }

  void tellsOfSignalsAndMissingResults() {
    const std::vector jobs{shell("killed", "kill -9 $$"), shell("idle", "exit 0")};
    const auto failures = runJobs(jobs, {.atOnce = 1});
    QCOMPARE(failures.size(), std::size_t{2});
    QVERIFY2(failures[0].reason.starts_with("Job 'killed' was terminated by signal 9 (Killed) without any output"),
             failures[0].reason.c_str());
    QVERIFY2(failures[1].reason.starts_with("Job 'idle' exited without writing " + jobs[1].result.string()),
             failures[1].reason.c_str());
    QVERIFY(failureText(failures, 2).starts_with("2 of 2 jobs failed; the first failure: Job 'killed'"));
  }

  void tellsOfMissingPrograms() {
    const std::vector<Job> jobs{{"lost", {"/no/such/program"}, at("lost.json")}, shell("good", "echo > $1")};
    const auto failures = runJobs(jobs);
    QCOMPARE(failures.size(), std::size_t{1});
    QCOMPARE(failures[0].reason,
             std::string("Job 'lost' failed: /no/such/program could not be started: No such file or directory; check "
                         "that it exists and is executable."));
    QVERIFY(isDone(jobs[1]));
  }

  void tellsOfFoldersThatCannotBe() {
    std::ofstream(at("file")) << "x";
    const std::vector<Job> jobs{{"odd", {"/bin/true"}, at("file") / "result.json"}};
    QCOMPARE(runJobs(jobs).size(), std::size_t{1});
  }

  void refusesTwoJobsForOneResult() {
    const std::vector jobs{shell("a", "true"), shell("a", "true")};
    QVERIFY_THROWS_EXCEPTION(Error, runJobs(jobs));
  }

  void stopsItsChildren() {
    const auto script = "trap 'echo > $2; exit 1' TERM; echo $$ > $1.pid; while :; do sleep 0.02; done";
    const std::vector jobs{shell("a", script, at("told").string()), shell("b", "echo > $1")};
    std::stop_source source;
    std::jthread stopper([&] {
      if (waitForFile(jobs[0].result.string() + ".pid")) source.request_stop();
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, runJobs(jobs, {.atOnce = 1}, {}, source.get_token()));
    QVERIFY2(std::filesystem::exists(at("told")), "no SIGTERM came");
    QVERIFY(!isDone(jobs[0]));
    QVERIFY2(!isDone(jobs[1]), "a job was started after the stop");
  }

  void killsWhatDoesNotListen() {
    const std::vector jobs{
        shell("deaf", "trap '' TERM; echo $$ > $1.new; mv $1.new $1.pid; while :; do sleep 0.02; done")};
    const std::string pidFile = jobs[0].result.string() + ".pid";
    std::stop_source source;
    std::jthread stopper([&] {
      if (waitForFile(pidFile)) source.request_stop();
    });
    QVERIFY_THROWS_EXCEPTION(Cancelled, runJobs(jobs, {.grace = 50ms}, {}, source.get_token()));
    QVERIFY2(waitForEnd(std::stoi(content(pidFile))), "the job outlived the pool");
  }

  // Killed like by kill -9: no destructor runs.
  void childrenDieWithTheirParent() {
    const auto script = "echo $$ > $1.new; mv $1.new $1.pid; while :; do sleep 0.02; done";
    const std::vector jobs{shell("orphan", script)};
    const std::string pidFile = jobs[0].result.string() + ".pid";
    const pid_t parent = ::fork();
    if (parent == 0) {
      runJobs(jobs);
      ::_exit(0);
    }
    const bool started = waitForFile(pidFile);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    QVERIFY(started);
    QVERIFY(waitForEnd(std::stoi(content(pidFile))));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestAppJobs)
#include "test_app_jobs.moc"
