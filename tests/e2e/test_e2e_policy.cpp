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

/// cleave-cli policy train, evaluate and compare, as a user meets them.
class TestPolicy : public QObject {
  Q_OBJECT

  using Json = nlohmann::json;

  QTemporaryDir folder_;
  QString tiny_;  ///< a model of two exits, with decisions and accuracies of its own

  static QByteArray read(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  [[nodiscard]] QString write(const QString& name, const QByteArray& bytes) const {
    QFile file(folder_.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
  }
  [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }
  static std::vector<Json> lines(const QByteArray& text) {
    std::vector<Json> all;
    for (const auto& line : text.split('\n')) {
      if (!line.isEmpty()) all.push_back(Json::parse(line.toStdString()));
    }
    return all;
  }
  static QStringList train(const QString& out, const QStringList& more = {}, const QString& steps = "2000") {
    return QStringList{"policy", "train",   "--scenario", "lte-drive", "--out",
                       out,      "--steps", steps,        "--set",     "num_envs=8"} +
           more;
  }
  static Ended policy(const QStringList& arguments) { return runProgram("cleave-cli", arguments); }

 private Q_SLOTS:
  void initTestCase() {
    const QString network = write("tiny.json", R"({"architecture": "tiny",
      "frame": {"width": 64, "height": 64, "mean": [0.5, 0.5, 0.5], "deviation": [0.5, 0.5, 0.5]},
      "trunk": [{"name": "c", "op": "conv2d", "outputs": 8, "relu": true, "kernel": 5, "stride": 4, "padding": 2},
                {"name": "p", "op": "max_pool", "kernel": 3, "stride": 2, "padding": 0},
                {"name": "f", "op": "linear", "outputs": 10, "relu": false}],
      "exits": [{"after": "c", "branch": [{"name": "b.p", "op": "adaptive_avg_pool", "size": 2},
                                          {"name": "b.f", "op": "linear", "outputs": 10, "relu": false}]},
                {"after": "f", "branch": []}]})");
    tiny_ = path("tiny.cleavemodel");
    const Ended made = runProgram("cleave-cli", {"model", "train", "--architecture", network, "--out", tiny_,
                                                 "--stages", "64:0.01", "--test-samples", "200", "--threads", "1",
                                                 "--calibration-samples", "8", "--table-samples", "0"});
    QVERIFY2(made.status == 0, qPrintable(made.err));
  }

  void twoTrainingsOneChecksum() {
    std::vector<Json> ends;
    for (const char* name : {"a.cleavepolicy", "b.cleavepolicy"}) {
      const Ended ended = policy(train(path(name), {"--model", tiny_, "--json", "--metrics", path("m.jsonl")}));
      QVERIFY2(ended.status == 0, qPrintable(ended.err));
      const auto said = lines(ended.out.toUtf8());
      QCOMPARE(said.size(), std::size_t{4});  // three rounds of 8 x 100 requests, and the end
      QCOMPARE(said[0].at("step").get<int>(), 800);
      for (const char* key : {"return", "reward", "violation_rate", "entropy", "temperature", "critic_loss", "eta_s"}) {
        QVERIFY2(said[2].contains(key), key);
      }
      const auto kept = lines(read(path("m.jsonl")));
      QCOMPARE(kept.size(), std::size_t{4});  // the references and the rounds
      const Json references = kept[0].at("references");
      QVERIFY(references.at("oracle").at("return") >= references.at("greedy").at("return"));
      QVERIFY(references.at("greedy-safe").at("violation_rate") >= 0.0);
      QVERIFY(kept[3].at("return") == said[2].at("return"));
      QVERIFY(kept[3].at("judged_return") <= references.at("oracle").at("return"));
      QVERIFY(kept[3].at("judged_violation_rate") >= 0.0);
      ends.push_back(said.back());
    }
    QCOMPARE(ends[0].at("steps").get<int>(), 2000);
    QCOMPARE(ends[0].at("checksum").get<std::string>(), ends[1].at("checksum").get<std::string>());
    const Ended other = policy(train(path("c.cleavepolicy"), {"--model", tiny_, "--json", "--seed", "2"}));
    QVERIFY(lines(other.out.toUtf8()).back().at("checksum") != ends[0].at("checksum"));
  }

  void killedAndStoppedItGoesOn() {
    const QString out = path("long.cleavepolicy");
    // Long enough to be caught at it on any machine, and two trainings of it short enough for a test.
    const QStringList once = train(
        out, {"--model", tiny_, "--json", "--set", "updates_per_step=0.5", "--metrics", path("long.jsonl")}, "12000");
    QProcess first;
    first.start(programPath("cleave-cli"), once);
    QVERIFY(first.waitForReadyRead(60'000));  // a round is done
    first.terminate();
    QVERIFY(first.waitForFinished(30'000));
    if (first.exitCode() == 0) QSKIP("it was done before it could be stopped");
    QVERIFY(QFile::exists(out + ".checkpoint") && !QFile::exists(out));
    const QByteArray said = first.readAllStandardError();
    QVERIFY2(said.contains(".checkpoint: run the same command again to resume."), said.constData());

    // Another command is told so, in one sentence.
    const Ended other = policy(once + QStringList{"--seed", "9"});
    QCOMPARE(other.status, 1);
    QVERIFY2(other.err.contains("different seed") && other.err.count('\n') == 1, qPrintable(other.err));

    // What it has learned is there to be used, and the training is as it was.
    const QString early = path("early.cleavepolicy");
    const QByteArray before = read(out + ".checkpoint");
    const Ended snapshot = policy(once + QStringList{"--snapshot", early});
    QVERIFY2(snapshot.status == 0, qPrintable(snapshot.err));
    QVERIFY(lines(snapshot.out.toUtf8()).back().at("steps").get<int>() >= 800);
    QCOMPARE(read(out + ".checkpoint"), before);
    QVERIFY(!QFile::exists(out));
    QCOMPARE(policy({"policy", "evaluate", early, "--seeds", "1", "--requests", "2", "--model", tiny_}).status, 0);

    // Killed, it has the last checkpoint.
    QProcess second;
    second.start(programPath("cleave-cli"), once);
    QVERIFY(second.waitForReadyRead(60'000));
    second.kill();
    QVERIFY(second.waitForFinished(30'000));
    QVERIFY(QFile::exists(out + ".checkpoint"));

    const Ended third = policy(once);
    QVERIFY2(third.status == 0, qPrintable(third.err));
    QVERIFY(third.err.contains("Resuming from the checkpoint at step"));
    QVERIFY(!QFile::exists(out + ".checkpoint"));
    int step = -1;
    for (const Json& line : lines(read(path("long.jsonl")))) {  // the references and every round once
      QVERIFY(line.at("step").get<int>() > step);
      step = line.at("step").get<int>();
    }
    QCOMPARE(step, 12000);
    QStringList unbroken = once;
    unbroken[unbroken.indexOf(out)] = path("unbroken.cleavepolicy");
    const Ended whole = policy(unbroken);
    QCOMPARE(lines(whole.out.toUtf8()).back().at("checksum"), lines(third.out.toUtf8()).back().at("checksum"));
  }

  void evaluate() {
    QVERIFY(policy(train(path("e.cleavepolicy"), {"--model", tiny_})).status == 0);
    const QStringList judge{"policy", "evaluate", path("e.cleavepolicy"), "--seeds", "2", "--requests", "20"};
    const Ended ended = policy(judge + QStringList{"--model", tiny_, "--json"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const auto rows = lines(ended.out.toUtf8());
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].at("policy").get<std::string>(), std::string("best-fixed"));
    QCOMPARE(rows[1].at("policy").get<std::string>(), std::string("sac-d"));
    QCOMPARE(rows[2].at("policy").get<std::string>(), std::string("oracle"));
    QCOMPARE(rows[1].at("scenario").get<std::string>(), std::string("lte-drive"));  // that of its training
    QCOMPARE(rows[1].at("requests").get<int>(), 2 * 8 * 20);
    for (const char* key : {"mean_reward", "accuracy", "mean_ms", "p50_ms", "p95_ms", "p99_ms", "uplink_bytes"}) {
      QVERIFY2(rows[1].at(key).is_number(), key);
    }
    for (const char* key : {"score", "reward_iqm", "violation_rate"}) QVERIFY2(rows[1].at(key).contains("low"), key);
    const Ended told = policy(judge + QStringList{"--model", tiny_, "--json", "--progress-json"});
    QCOMPARE(told.out, ended.out);
    for (const Json& line : lines(told.err.toUtf8())) QCOMPARE(line.at("label").get<std::string>(), "Evaluating");
    QCOMPARE(lines(told.err.toUtf8()).back().at("progress").get<double>(), 1.0);
    const Ended table = policy(judge + QStringList{"--model", tiny_, "--scenario", "wifi-office", "--target", "50"});
    QVERIFY2(table.status == 0 && table.out.contains("sac-d") && table.out.contains("oracle"), qPrintable(table.err));

    // A policy for another model: flat is refused, features carry over.
    const Ended refused = policy(judge);
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("model tiny") && refused.err.contains("alexnet-fashion"), qPrintable(refused.err));
    const Ended run =
        runProgram("cleave-cli", {"run", "--requests", "1", "--policy", "sac-d:" + path("e.cleavepolicy")});
    QCOMPARE(run.status, 2);
    QVERIFY2(run.err.contains("model tiny"), qPrintable(run.err));
    QVERIFY(policy(train(path("f.cleavepolicy"), {"--model", tiny_, "--algorithm", "sac-d-features"})).status == 0);
    const Ended carried = policy({"policy", "evaluate", path("f.cleavepolicy"), "--seeds", "1", "--requests", "5"});
    QVERIFY2(carried.status == 0, qPrintable(carried.err));
    const Ended live = runProgram(
        "cleave-cli", {"run", "--requests", "5", "--json", "--policy", "sac-d-features:" + path("f.cleavepolicy")});
    QVERIFY2(live.status == 0, qPrintable(live.err));
    QCOMPARE(lines(live.out.toUtf8()).back().at("completed").get<int>(), 5);
  }

  void compare() {
    const QString first = write("one.csv", "time_s,mbps\n0,30\n5,2\n10,40\n");
    const QString second = write("two.csv", "time_s,mbps\n0,3\n5,20\n10,8\n");
    const QStringList arguments{
        "policy", "compare",    "--scenario", "lte-drive",  "--model",
        tiny_,    "--seeds",    "2",          "--steps",    "1600",
        "--json", "--requests", "20",         "--policies", "greedy-safe,fixed:2/0/8,sac-d,bandit",
        "--work", path("work"), "--trace",    first,        second};
    const Ended ended = policy(arguments);
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    QVERIFY2(ended.err.contains("evaluating on the other 1"), qPrintable(ended.err));
    QStringList names;
    for (const Json& row : lines(ended.out.toUtf8())) {
      names << QString::fromStdString(row.at("policy").get<std::string>());
      QCOMPARE(row.at("seeds").get<int>(), 2);
      QCOMPARE(row.at("scores").size(), std::size_t{2});
      const Json& curve = row.at("latency_quantiles");
      QCOMPARE(curve.size(), std::size_t{104});
      QCOMPARE(curve[95][0].get<double>(), 95.0);
      QCOMPARE(curve[95][1], row.at("p95_ms"));
    }
    QCOMPARE(names, (QStringList{"best-fixed", "greedy-safe", "fixed:2/0/8", "sac-d", "bandit", "oracle"}));
    const QStringList made = QDir(path("work")).entryList({"*.cleavepolicy"});
    QCOMPARE(made.size(), 4);
    const QFileInfo one(path("work/" + made.first()));
    const auto when = one.lastModified();
    const Ended again = policy(arguments);  // nothing is trained twice
    QCOMPARE(again.out, ended.out);
    QCOMPARE(QFileInfo(one.filePath()).lastModified(), when);
    QStringList longer = arguments;
    longer[longer.indexOf("1600")] = "1700";  // other trainings are others
    QVERIFY(policy(longer).status == 0);
    QCOMPARE(QDir(path("work")).entryList({"*.cleavepolicy"}).size(), 8);
  }

  void badInput_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    const QString out = path("x.cleavepolicy");
    const QString text = write("text.cleavepolicy", "hello");
    const QString unsorted = write("unsorted.csv", "time_s,mbps\n1,3\n0,4\n");
    const QStringList on{"--scenario", "lte-drive", "--model", tiny_};
    const QStringList make = QStringList{"policy", "train", "--out", out} + on;
    const QStringList judge = QStringList{"policy", "compare"} + on;
    QTest::newRow("unknown algorithm") << make + QStringList{"--algorithm", "sarsa"} << 2 << "sac-d-features";
    QTest::newRow("target 0") << make + QStringList{"--target", "0"} << 2 << "above 0";
    QTest::newRow("no steps") << make + QStringList{"--steps", "0"} << 2 << "steps";
    QTest::newRow("no checkpoint") << make + QStringList{"--snapshot", path("y.cleavepolicy")} << 1
                                   << "x.cleavepolicy.checkpoint does not exist";
    QTest::newRow("missing trace") << make + QStringList{"--trace", "/no/trace.csv"} << 1 << "/no/trace.csv";
    QTest::newRow("unknown scenario") << QStringList{"policy", "train", "--out", out, "--scenario", "moon"} << 2
                                      << "lte-walk";
    QTest::newRow("no scenario") << QStringList{"policy", "train", "--out", out} << 2 << "--scenario";
    QTest::newRow("unwritable") << QStringList{"policy", "train", "--out", "/proc/x.cleavepolicy"} + on << 1
                                << "cannot be written";
    QTest::newRow("too fast to learn") << make + QStringList{"--set", "learning_rate=1e30"} << 1 << "seed 1";
    QTest::newRow("no policy") << QStringList{"policy", "evaluate", text} << 1 << "text.cleavepolicy";
    QTest::newRow("no file") << QStringList{"policy", "evaluate", "/no/x.cleavepolicy"} << 1 << "/no/x.cleavepolicy";
    QTest::newRow("no rule") << QStringList{"policy", "evaluate", "best"} + on << 2 << "greedy-safe";
    QTest::newRow("unknown policy") << judge + QStringList{"--policies", "greedy,best"} << 2 << "full-feedback";
    QTest::newRow("one trace for both") << judge + QStringList{"--policies", "sac-d", "--trace", unsorted} << 2
                                        << "--train-trace";
    QTest::newRow("the same trace for both")
        << judge + QStringList{"--policies", "sac-d", "--trace", unsorted, "--train-trace", unsorted} << 2 << "unseen";
  }
  void badInput() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, says);
    const Ended ended = policy(arguments);
    QVERIFY2(ended.status == status, qPrintable(QString::number(ended.status) + ended.err));
    QVERIFY2(ended.err.contains(says), qPrintable(ended.err));
    QVERIFY(!QFile::exists(path("x.cleavepolicy")));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestPolicy)
#include "test_e2e_policy.moc"
