// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

#include "app/workbench/train/training_files.h"
#include "app/workbench/train/training_queue.h"
#include "core/types/error.h"
#include "tests/app/fake_trainer.h"
#include "tests/app/job_files.h"
#include "tests/main/test_main.h"

namespace cleave::workbench {

using test::fakeSpec;
using ui::TrainingInfo;
using ui::TrainingState;

class TestAppTrainingQueue : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<TrainingQueue> queue_;
  std::vector<pid_t> alive_;  // ended at the end of a test, however it went

  [[nodiscard]] std::filesystem::path root() const { return folder_->path().toStdString(); }
  [[nodiscard]] std::filesystem::path jobs() const { return root() / "jobs"; }
  [[nodiscard]] std::filesystem::path in(const std::string& id, const std::string& name) const {
    return jobs() / id / name;
  }
  void open(int atOnce = 2) {
    queue_.reset();
    queue_ = std::make_unique<TrainingQueue>(QueueOptions{jobs(), root() / "fake-cleave-cli", atOnce});
  }
  TrainingInfo infoOf(const std::string& id) {
    for (const auto& info : queue_->look()) {
      if (info.id.toStdString() == id) return info;
    }
    return {};
  }
  bool reaches(const std::string& id, TrainingState state) {
    return QTest::qWaitFor([&] { return infoOf(id).state == state; }, 20'000);
  }
  // Its process has said its first lines.
  bool works(const std::string& id, const std::string& name) {
    if (!reaches(id, TrainingState::Running) || !test::waitForFile(in(id, name + ".cleavepolicy.started")))
      return false;
    alive_.push_back(std::stoi(test::content(in(id, name + ".cleavepolicy.started"))));
    return true;
  }
  void letGo(const std::string& id, const std::string& name) {
    std::ofstream(in(id, name + ".cleavepolicy.go")) << "x";
  }

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    test::fakeTrainer(root());
    open();
  }
  void cleanup() {
    queue_.reset();
    for (const pid_t pid : std::exchange(alive_, {})) ::kill(-pid, SIGKILL);
  }

  void trainsToTheEnd() {
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(works(id, "a"));
    const TrainingInfo info = infoOf(id);
    QCOMPARE(info.done, 0.4);
    QCOMPARE(info.etaS, 6.0);
    QCOMPARE(*info.latest, 5.5);
    QCOMPARE(info.name, QStringLiteral("a"));
    letGo(id, "a");
    QVERIFY(reaches(id, TrainingState::Done));
    const TrainingInfo end = infoOf(id);
    QCOMPARE(end.done, 1.0);
    QVERIFY(end.etaS < 0 && end.error.isEmpty());
    QCOMPARE(end.files.size(), std::size_t{1});
    QVERIFY(end.files[0].kind == ui::TrainingFile::Kind::Result && end.files[0].bytes > 0);
  }

  void runsInOrderAndNoMoreThanAllowed() {
    open(1);
    const auto a = queue_->add(fakeSpec("a"));
    const auto b = queue_->add(fakeSpec("b"));
    QVERIFY(works(a, "a"));
    QCOMPARE(infoOf(b).state, TrainingState::Queued);
    queue_->pause(a);  // a sleeping one takes no core
    QVERIFY(reaches(a, TrainingState::Paused));
    QVERIFY(works(b, "b"));
    letGo(b, "b");
    QVERIFY(reaches(b, TrainingState::Done));
  }

  void aBigTrainingWaitsAndIsNotOvertaken() {
    auto big = fakeSpec("big");
    big.threads = 2;
    const auto a = queue_->add(fakeSpec("a"));
    const auto b = queue_->add(big);
    const auto c = queue_->add(fakeSpec("c"));
    QVERIFY(works(a, "a"));
    QCOMPARE(infoOf(b).state, TrainingState::Queued);
    QCOMPARE(infoOf(c).state, TrainingState::Queued);
    letGo(a, "a");
    QVERIFY(works(b, "big"));
    QCOMPARE(infoOf(c).state, TrainingState::Queued);
  }

  void pausesAndWakes() {
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(works(id, "a"));
    queue_->pause(id);
    QVERIFY(reaches(id, TrainingState::Paused));
    letGo(id, "a");
    QVERIFY(infoOf(id).etaS < 0);
    open();  // a new workbench sees that it sleeps
    QCOMPARE(infoOf(id).state, TrainingState::Paused);
    queue_->resume(id);
    QVERIFY(reaches(id, TrainingState::Done));
  }

  void stopsAndResumes() {
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(works(id, "a"));
    queue_->pause(id);
    QVERIFY(reaches(id, TrainingState::Paused));
    queue_->stop(id);  // wakes it for that
    QVERIFY(reaches(id, TrainingState::Stopped));
    QCOMPARE(test::content(in(id, "a.cleavepolicy.checkpoint")), std::string("60\n"));
    open();
    QCOMPARE(infoOf(id).state, TrainingState::Stopped);
    QVERIFY(infoOf(id).error.isEmpty());
    letGo(id, "a");
    queue_->resume(id);
    QVERIFY(reaches(id, TrainingState::Done));
    QCOMPARE(queue_->curves(id).seeds.at(0).series.at("return").size(), 5);  // went on with the same metrics
  }

  void aQueuedTrainingIsStoppedBeforeItStarts() {
    open(1);
    const auto a = queue_->add(fakeSpec("a"));
    const auto b = queue_->add(fakeSpec("b"));
    QVERIFY(works(a, "a"));
    queue_->stop(b);
    letGo(a, "a");
    QVERIFY(reaches(a, TrainingState::Done));
    QCOMPARE(infoOf(b).state, TrainingState::Stopped);
    queue_->resume(b);
    QVERIFY(works(b, "b"));
  }

  void adoptsWhatStillRuns() {
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(works(id, "a"));
    const pid_t pid = alive_.back();
    QCOMPARE(::getsid(pid), pid);  // a session of its own: no terminal, no parent ends it
    open();
    QCOMPARE(infoOf(id).state, TrainingState::Running);
    QCOMPARE(infoOf(id).done, 0.4);
    letGo(id, "a");
    QVERIFY(reaches(id, TrainingState::Done));
  }

  void aCrashIsToldAndCanBeResumed() {
    const auto id = queue_->add(fakeSpec("a", "crash"));
    QVERIFY(reaches(id, TrainingState::Failed));
    QVERIFY2(infoOf(id).error.contains("was interrupted") && infoOf(id).error.contains("last checkpoint"),
             qPrintable(infoOf(id).error));
    open();
    QCOMPARE(infoOf(id).state, TrainingState::Failed);  // not started again by itself
    std::filesystem::remove(in(id, "a.cleavepolicy.started"));
    queue_->resume(id);
    infoOf(id);
    QVERIFY(test::waitForFile(in(id, "a.cleavepolicy.started")));
    QVERIFY(reaches(id, TrainingState::Failed));
  }

  void whatTheProgramSaysIsTold() {
    const auto id = queue_->add(fakeSpec("a", "fail"));
    QVERIFY(reaches(id, TrainingState::Failed));
    QCOMPARE(infoOf(id).error, QStringLiteral("'moon' is no scenario: choose another."));
  }

  void aMissingProgramIsTold() {
    queue_.reset();
    queue_ = std::make_unique<TrainingQueue>(QueueOptions{jobs(), "/no/such/program", 1});
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(reaches(id, TrainingState::Failed));
    QVERIFY2(infoOf(id).error.contains("Cannot start /no/such/program"), qPrintable(infoOf(id).error));
  }

  void aRecycledPidIsNotMistaken() {
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(works(id, "a"));
    auto mark = *markFromText(test::content(in(id, "pid")));
    QCOMPARE(stateOf(mark), ProcessState::Running);
    mark.start += 1;
    QCOMPARE(stateOf(mark), ProcessState::Gone);
    mark.start -= 1;
    mark.boot = "another";
    QCOMPARE(stateOf(mark), ProcessState::Gone);
    QVERIFY(!markFromText("") && !markFromText("x y z") && !markFromText("0 1 b") && !markFromText("-5 1 b"));
    std::ofstream(in(id, "pid")) << toText(mark);  // as after a reboot
    QCOMPARE(infoOf(id).state, TrainingState::Failed);
  }

  void damagedEntriesAreShown_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("fields") << QByteArray(R"({"version":1,"kind":"policy"})");
    QTest::newRow("version") << QByteArray(R"({"version":99})");
    const QByteArray rest = R"("version":1,"name":"n","group":"n","what":"w","arguments":[],)";
    QTest::newRow("kind") << "{" + rest + R"("kind":"cake","result":"r"})";
    QTest::newRow("escape") << "{" + rest + R"("kind":"policy","result":"../../r"})";
    QTest::newRow("types") << "{" + rest + R"("kind":7,"result":"r"})";
  }
  void damagedEntriesAreShown() {
    QFETCH(QByteArray, json);
    const std::string id = "20200101-000000-000-000";
    std::filesystem::create_directories(jobs() / id);
    std::ofstream(in(id, "job.json")) << json.toStdString();
    std::ofstream(in(id, "a.cleavepolicy")) << "kept";
    const TrainingInfo info = infoOf(id);
    QCOMPARE(info.state, TrainingState::Damaged);
    QVERIFY2(info.error.contains("job.json cannot be used") && info.error.count('\n') == 0, qPrintable(info.error));
    QCOMPARE(info.files.size(), std::size_t{1});
    const auto other = queue_->add(fakeSpec("b"));  // holds nobody up
    QVERIFY(works(other, "b"));
    queue_->pause(id);
    queue_->resume(id);
    queue_->stop(id);
    QVERIFY_THROWS_EXCEPTION(Error, queue_->use(id));
    QVERIFY(queue_->curves(id).seeds.empty());
    QVERIFY(test::content(in(id, "a.cleavepolicy")) == "kept");
    queue_->remove(id);
    QVERIFY(!std::filesystem::exists(jobs() / id));
  }

  void anUnreadableFileOrAMissingOneIsDamage() {
    std::filesystem::create_directories(jobs() / "x");
    std::filesystem::create_directories(jobs() / "y" / "job.json");
    QCOMPARE(infoOf("x").state, TrainingState::Damaged);
    QCOMPARE(infoOf("y").state, TrainingState::Damaged);
  }

  void removesOnlyWhatRests() {
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(works(id, "a"));
    QVERIFY_THROWS_EXCEPTION(Error, queue_->remove(id));
    letGo(id, "a");
    QVERIFY(reaches(id, TrainingState::Done));
    queue_->remove(id);
    QVERIFY(queue_->look().empty());
    queue_->remove("nothing");
  }

  void aPolicyCanBeUsedBeforeTheEnd() {
    const auto id = queue_->add(fakeSpec("a"));
    QVERIFY(works(id, "a"));
    QVERIFY_THROWS_EXCEPTION(Error, queue_->use(id));  // no checkpoint yet
    queue_->stop(id);
    QVERIFY(reaches(id, TrainingState::Stopped));
    queue_->use(id);
    std::vector<TrainingQueue::Usable> usable;
    QVERIFY(QTest::qWaitFor([&] {
      queue_->look();
      usable = queue_->takeUsable();
      return !usable.empty();
    }));
    QCOMPARE(usable[0].policy.filename().string(), std::string("a-at-50.cleavepolicy"));
    QCOMPARE(test::content(usable[0].policy), std::string("early\n"));
    const auto files = infoOf(id).files;
    QCOMPARE(files.size(), std::size_t{2});
    QVERIFY(std::ranges::any_of(files, [](const auto& f) { return f.kind == ui::TrainingFile::Kind::Early; }));
    letGo(id, "a");
    queue_->resume(id);
    QVERIFY(reaches(id, TrainingState::Done));
    queue_->use(id);
    QCOMPARE(queue_->takeUsable().at(0).policy, in(id, "a.cleavepolicy"));
  }
  void namesMayHoldWhatMarksEarlyPolicies() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    for (const char* name : {"look-at-lte.cleavepolicy", "look-at-lte.checkpoint", "look-at-lte-at-50.cleavepolicy"}) {
      std::ofstream(path / name) << "x";
    }
    using Kind = ui::TrainingFile::Kind;
    std::map<QString, Kind> kinds;
    for (const auto& file : filesIn(path)) kinds[file.name] = file.kind;
    QCOMPARE(kinds.size(), std::size_t{3});
    QCOMPARE(kinds["look-at-lte.cleavepolicy"], Kind::Result);
    QCOMPARE(kinds["look-at-lte.checkpoint"], Kind::Checkpoint);
    QCOMPARE(kinds["look-at-lte-at-50.cleavepolicy"], Kind::Early);
  }

  void onlyOneQueueStartsTrainings() {
    open(2);
    queue_->look();  // has the lock
    TrainingQueue second({jobs(), root() / "fake-cleave-cli", 2});
    const auto id = second.add(fakeSpec("a"));
    QCOMPARE(second.look().at(0).state, TrainingState::Queued);
    QVERIFY(works(id, "a"));  // the first one found it
    QCOMPARE(second.look().at(0).state, TrainingState::Running);
    queue_.reset();
    const auto next = second.add(fakeSpec("b"));
    second.look();
    QVERIFY(test::waitForFile(in(next, "b.cleavepolicy.started")));
    alive_.push_back(std::stoi(test::content(in(next, "b.cleavepolicy.started"))));
  }

  void curvesOfAGroup() {
    const auto a = queue_->add(fakeSpec("a", "work", "pair"));
    const auto b = queue_->add(fakeSpec("b", "work", "pair"));
    queue_->add(fakeSpec("c"));
    QVERIFY(works(a, "a") && works(b, "b"));
    const auto curves = queue_->curves(a);
    QCOMPARE(curves.seeds.size(), std::size_t{2});
    QCOMPARE(curves.seeds[1].series.at("return"), (QList<QPointF>{{20, 5}, {40, 6}}));
    QCOMPARE(curves.seeds[0].series.at("entropy").size(), 2);
    QCOMPARE(curves.referenceReturn.at("oracle"), 9.5);
    QCOMPARE(curves.referenceViolation.at("oracle"), 0.1);
    QVERIFY(!curves.seeds[0].series.contains("eta_s"));
    QVERIFY(queue_->curves("nothing").seeds.empty());
  }

  void tailsWaitForWholeLines() {
    const auto file = root() / "m.jsonl";
    MetricsTail tail(file);
    QVERIFY(!tail.read());
    std::ofstream out(file);
    out << R"({"step":1,"loss":0.5,"train_accuracy":[0.1,0.2]})"
        << "\nrubbish\n[1]\n{\"step\":\"x\"}\n"
        << "{\"step\":2,\"lo";
    out.flush();
    QVERIFY(tail.read());
    QCOMPARE(tail.series().at("loss").size(), 1);
    QCOMPARE(tail.series().at("train_accuracy/2"), (QList<QPointF>{{1, 0.2}}));
    out << "ss\":0.25}" << '\n' << std::flush;
    QVERIFY(tail.read());
    QCOMPARE(tail.series().at("loss"), (QList<QPointF>{{1, 0.5}, {2, 0.25}}));
    QVERIFY(!tail.read());
    std::ofstream(root() / "new") << "{\"step\":7,\"loss\":1}\n";  // started anew
    std::filesystem::rename(root() / "new", file);
    QVERIFY(tail.read());
    QCOMPARE(tail.series().at("loss"), (QList<QPointF>{{7, 1}}));
  }

  void reducesByMeans() {
    QList<QPointF> points;
    for (int i = 0; i < 10; ++i) points.append({double(i), double(i % 2)});
    QCOMPARE(reduced(points, 10), points);
    QCOMPARE(reduced(points, 5).first(), QPointF(0.5, 0.5));
    QCOMPARE(reduced(points, 5).size(), 5);
  }

  void specsFollowFromTheRequest() {
    ui::TrainingRequest request;
    request.algorithm = "sac-d";
    request.scenario = "lte-drive";
    request.seeds = 3;
    request.steps = 5000;
    request.traces = {"one.csv", "two.csv"};
    const auto specs = specsOf(request, "/models/m.cleavemodel");
    QCOMPARE(specs.size(), std::size_t{3});
    QCOMPARE(specs[1].name, std::string("sac-d-lte-drive, seed 2"));
    QCOMPARE(specs[1].result, std::string("sac-d-lte-drive-seed-2.cleavepolicy"));
    QVERIFY(specs[0].group == specs[2].group);
    const std::vector<std::string> expected{
        "policy",  "train",   "--algorithm", "sac-d",   "--scenario", "lte-drive", "--model", "/models/m.cleavemodel",
        "--trace", "one.csv", "--trace",     "two.csv", "--steps",    "5000",      "--seed",  "3"};
    QVERIFY(specs[2].arguments == expected);
    const TrainingSpec again = trainingSpecFromJson(toJson(specs[2]));
    QVERIFY(again.arguments == expected && again.name == specs[2].name && again.result == specs[2].result);
    request.kind = ui::TrainingKind::Network;
    request.name = QStringLiteral("../ü/ x");
    request.seeds = 1;
    request.dataset = "fashion-mnist";
    request.architecture = "alexnet";
    request.stages = "96:1";
    request.threads = 2;
    const auto network = specsOf(request, {});
    QCOMPARE(network[0].result, std::string("x.cleavemodel"));
    QCOMPARE(network[0].threads, 2);
    QCOMPARE(network[0].arguments.at(0), std::string("model"));
  }
};

}  // namespace cleave::workbench

CLEAVE_TEST(cleave::workbench::TestAppTrainingQueue)
#include "test_app_training_queue.moc"
