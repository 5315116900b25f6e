// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <set>

#include "app/sweep/sweep_folder.h"
#include "app/sweep/sweep_table.h"
#include "app/sweep/sweep_text.h"
#include "app/sweep/trace_split.h"
#include "core/types/error.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

const std::string kSmall = "scenarios = lte-drive\nalgorithms = greedy-safe\nseeds = 1\nmodels = m\n";

SweepScore scored(double reward) {
  SweepScore score;
  score.requests = 100;
  score.meanReward = reward;
  score.late = 10;
  score.p95Ms = 100 * reward;
  return score;
}

}  // namespace

class TestAppSweep : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  [[nodiscard]] std::filesystem::path folder() const { return folder_.path().toStdString(); }
  std::string write(const QString& name, const QByteArray& text) const {
    QFile file(folder_.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("no temporary file");
    return file.fileName().toStdString();
  }
  SweepPlan parse(const std::string& text) const { return parseSweep(text, "my.sweep", folder()); }
  [[nodiscard]] QByteArray fault(const std::string& text, std::initializer_list<std::string_view> parts) const {
    return test::faultIn(test::refusal([&] { parse(text); }), parts);
  }

 private Q_SLOTS:
  void initTestCase() {
    write("m", "a model");
    write("a.csv", "0,5\n1,6\n");
    write("b.csv", "0,7\n1,8\n");
    write("b2.csv", "0,7\n1,8\n");
    write("c.csv", "0,9\n1,9\n");
  }

  void readsLists() {
    const SweepPlan plan = parse(
        "# mine\nscenarios = lte-drive, wifi-office\nalgorithms = sac-d, greedy-safe, oracle\nseeds = 1-3, 7\n"
        "models = m\ntargets = 60, 100\nsteps = 1000, 2000\nset.learning_rate = 1e-3, 0.01\ntraces = a.csv, b.csv\n"
        "requests = 20\nworlds = 3\n");
    QCOMPARE(plan.seeds, (std::vector<std::uint64_t>{1, 2, 3, 7}));
    QCOMPARE(plan.models, std::vector{(folder() / "m").string()});
    QCOMPARE(plan.algorithms.size(), std::size_t{2});  // the oracle is always there
    QCOMPARE(plan.trainTraces, std::vector{(folder() / "a.csv").string()});
    QCOMPARE(plan.traces, std::vector{(folder() / "b.csv").string()});
    QCOMPARE(conditionsOf(plan).size(), std::size_t{4});
    QCOMPARE(entrantsOf(plan).size(), std::size_t{1 + 4 + 1});  // rules do not learn
    const auto cases = casesOf(plan);
    QCOMPARE(cases.size(), std::size_t{4 * 6 * 4});
    QCOMPARE(cases[0].name(), std::string("lte-drive, m, 60 ms, references, seed 1"));
    QCOMPARE(cases[4].name(), std::string("lte-drive, m, 60 ms, sac-d, 1000 steps, learning_rate=1e-3, seed 1"));
    std::set<std::string> names;
    for (const auto& one : cases) names.insert(one.name());
    QCOMPARE(names.size(), cases.size());
  }

  // A sweep that began under earlier names goes on: its plan, its fingerprint and its cases stay as they were written.
  void earlierNamesAreRead() {
    const std::string old =
        "scenarios = lte-drive\nalgorithms = hindsight, sac-d\nseeds = 1\nmodels = m\nset.rate = 0.001, 0.002\n";
    const SweepPlan plan = parse(old);
    const auto cases = casesOf(plan);
    QCOMPARE(cases.size(), std::size_t{1 + 2 * 2});
    QCOMPARE(cases[1].name(), std::string("lte-drive, m, hindsight, rate=0.001, seed 1"));
    QVERIFY(toText(plan).find("set.rate = 0.001, 0.002\n") != std::string::npos);
    QCOMPARE(fault(old + "set.learning_rate = 0.003\n", {"set.rate", "earlier name of set.learning_rate"}),
             QByteArray());
    QCOMPARE(fault(old + "set.explore = 2\n", {"epsilon is 2"}), QByteArray());
  }

  void writesWhatItReads() {
    for (const auto* more :
         {"", "steps = 5\nalgorithms = sac-d, dqn\nset.learning_rate = 0.5\ndevice_speeds = 0.5, 1\n",
          "algorithms = best-fixed\ntraces = a.csv, c.csv\n"}) {
      const std::string text = *more == 0 ? kSmall : "scenarios = urllc\nseeds = 3\nmodels = m\n" + std::string(more);
      const std::string once = toText(parse(text));
      QCOMPARE(toText(parseSweep(once, "again")), once);
    }
  }

  void refusesWithOneSentence() {
    QCOMPARE(fault("", {"my.sweep is empty"}), QByteArray());
    QCOMPARE(fault(kSmall + "sedes = 1\n", {"line 5", "'sedes' is not a valid key", "seeds"}), QByteArray());
    QCOMPARE(fault("algorithms = greedy\nseeds = 1\n", {"scenarios is missing", "lte-drive"}), QByteArray());
    QCOMPARE(fault(kSmall + "requests = 0\n", {"line 5", "requests is 0", "at least 1"}), QByteArray());
    QCOMPARE(fault(kSmall + "targets = 0\n", {"targets is 0", "above 0"}), QByteArray());
    QCOMPARE(fault(kSmall + "targets = 60,, 70\n", {"targets has an empty entry"}), QByteArray());
    QCOMPARE(fault(kSmall + "targets = 60, 60.0\n", {"targets has 60 twice"}), QByteArray());
    QCOMPARE(fault(kSmall + "steps = 1.5\n", {"steps has '1.5'", "whole"}), QByteArray());
    QCOMPARE(fault(kSmall + "traces = no.csv\n", {"traces has 'no.csv'", "not a file"}), QByteArray());
    const auto swapped = [](const char* from, const char* to) { return test::replaced(kSmall, from, to); };
    QCOMPARE(fault(swapped("seeds = 1", "seeds = 5-3"), {"seeds has '5-3'", "1-10"}), QByteArray());
    QCOMPARE(fault(swapped("seeds = 1", "seeds = 1-4, 3"), {"seeds has 3 twice"}), QByteArray());
    QCOMPARE(fault(swapped("lte-drive", "lte-flight"), {"'lte-flight'", "lte-drive"}), QByteArray());
    QCOMPARE(fault(kSmall + "set.learning_rate = 1\n", {"set.learning_rate does not apply to any algorithm"}),
             QByteArray());
    const std::string keys =
        test::refusal([&] { parse(kSmall + "set.color = 1\n"); });  // too many for a short sentence
    QVERIFY2(keys.find("'set.color' is not a valid key; valid keys are set.") != std::string::npos, keys.c_str());
    QVERIFY(keys.find("set.learning_rate") != std::string::npos && keys.find("set.steps") == std::string::npos);
    const std::string learner = swapped("greedy-safe", "sac-d");
    QCOMPARE(fault(learner + "set.learning_rate = fast\n", {"my.sweep", "learning_rate", "'fast'"}), QByteArray());
    QCOMPARE(fault(learner + "traces = a.csv\n", {"One trace"}), QByteArray());
    QCOMPARE(fault(learner + "traces = b2.csv\ntrain_traces = b.csv\n", {"b2.csv", "unseen"}), QByteArray());
    QCOMPARE(fault(learner + "train_traces = b.csv\n", {"none to evaluate on"}), QByteArray());
  }

  void fingerprintFollowsFiles() {
    const SweepPlan plan = parse(kSmall);
    const std::string before = fingerprintOf(plan);
    QCOMPARE(fingerprintOf(plan), before);
    write("m", "another model");
    QVERIFY(fingerprintOf(plan) != before);
    write("m", "a model");
    QVERIFY(fingerprintOf(parse(kSmall + "requests = 3\n")) != before);
  }
  void tooManyJobsAreCountedAndNotMade() {
    std::string text = "scenarios = lte-drive\nalgorithms = sac-d\nseeds = 1\nmodels = m\n";
    for (const char* key : {"learning_rate", "reward_scale", "huber_delta", "entropy_start", "entropy_end", "tau",
                            "average_tau", "temperature_learning_rate"}) {
      text += std::string("set.") + key + " = 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9\n";
    }
    QCOMPARE(test::faultIn(test::refusal([&] { parse(text); }), {"jobs, but a sweep can have at most"}), QByteArray());
  }

  void folderIsOneSweeps() {
    const auto place = folder() / "out";
    {
      const SweepFolder first(place, parse(kSmall));
      QCOMPARE(first.jobs("cli").size(), std::size_t{2});
      QCOMPARE(test::faultIn(test::refusal([&] { const SweepFolder other(place, parse(kSmall)); }),
                             {"Another sweep is running"}),
               QByteArray());
    }
    QCOMPARE(toText(planIn(place)), toText(parse(kSmall)));
    QCOMPARE(test::faultIn(test::refusal([&] { const SweepFolder other(place, parse(kSmall + "requests = 3\n")); }),
                           {"contains another sweep", "--out"}),
             QByteArray());
    QCOMPARE(test::faultIn(test::refusal([&] { planIn(folder()); }), {"not a sweep folder"}), QByteArray());
    const SweepFolder again(place, parse(kSmall));
    QVERIFY(!again.results()[0]);
  }

  void resultsComeBack() {
    const SweepCase one = casesOf(parse(kSmall))[0];
    SweepResult result{"s", "m", "pi", 60, scored(0.5), 3, "abc", {{"1/0/8", scored(0.25)}}};
    const SweepResult back = sweepResultFromJson(toJson(one, result), one, "r.json");
    QCOMPARE(back.score.meanReward, 0.5);
    QCOMPARE(back.score.late, 10.0);
    QCOMPARE(back.fixed.size(), std::size_t{1});
    QCOMPARE(back.fixed[0].second.meanReward, 0.25);
    SweepCase other = one;
    other.seed = 9;
    const std::string text = toJson(one, result);
    QCOMPARE(test::faultIn(test::refusal([&] { sweepResultFromJson(text, other, "r.json"); }), {"does not belong to"}),
             QByteArray());
    for (const auto& damaged : {text.substr(0, 40), std::string("[]"), std::string("{}")}) {
      QCOMPARE(
          test::faultIn(test::refusal([&] { sweepResultFromJson(damaged, one, "r.json"); }), {"r.json is damaged"}),
          QByteArray());
    }
  }

  // Seeds 1 and 2: decision a is best in one, b over both; c lacks a seed.
  void gathersOverSeeds() {
    const SweepPlan plan = parse("scenarios = lte-drive\nalgorithms = greedy, greedy-safe\nseeds = 1, 2\nmodels = m\n");
    const auto result = [](double reward) {
      return SweepResult{"lte-drive", "m", "pi", 100, scored(reward), 0, "", {}};
    };
    SweepResult first = result(1.0);
    first.fixed = {{"a", scored(0.6)}, {"b", scored(0.5)}};
    SweepResult second = result(0.8);
    second.fixed = {{"a", scored(0.1)}, {"b", scored(0.4)}};
    const auto rows = sweepTable(plan, {first, second, result(0.75), result(0.6), std::nullopt, result(0.4)});
    QCOMPARE(rows.size(), std::size_t{4});
    QCOMPARE(rows[0].algorithm, std::string("best-fixed"));
    QCOMPARE(rows[0].settings, std::string("b"));
    QCOMPARE(rows[0].score.value, 0.0);
    QCOMPARE(rows[1].algorithm, std::string("greedy"));
    QVERIFY(std::abs(rows[1].score.value - 0.5) < 1e-9);  // 0.25 of 0.5, and 0.2 of 0.4
    QVERIFY(std::abs(rows[1].reward.value - 0.675) < 1e-9);
    QCOMPARE(rows[1].mean.requests, 200.0);
    QCOMPARE(rows[1].violations.value, 0.1);
    QCOMPARE(rows[2].seeds, std::size_t{1});
    QCOMPARE(rows[3].score.value, 1.0);
    const QByteArray csv = QByteArray::fromStdString(toCsv(rows));
    QCOMPARE(csv.count('\n'), 5);
    for (const auto& line : csv.trimmed().split('\n'))
      QCOMPARE(line.count(','), csv.left(csv.indexOf('\n')).count(','));
    QVERIFY(csv.startsWith("scenario,model,device,"));
    QCOMPARE(QByteArray::fromStdString(toJsonLines(rows)).count("\"score_iqm\":"), 4);
    QVERIFY(QString::fromStdString(toTable(rows)).contains("greedy-safe"));
  }

  // Seeds whose worlds differ say less of other worlds than as many requests would, and so does one seed's own course.
  void violationsAreAsSureAsTheirSeeds() {
    const SweepPlan plan = parse("scenarios = lte-drive\nalgorithms = greedy-safe\nseeds = 1-5\nmodels = m\n");
    const auto late = [&](const std::vector<double>& counts) {
      std::vector<std::optional<SweepResult>> results(5);  // no references
      for (const double count : counts) {
        SweepResult result{"lte-drive", "m", "pi", 100, scored(0.5), 0, "", {}};
        result.score.late = count;
        result.score.effectiveRequests = 25;
        results.emplace_back(result);
      }
      results.resize(10);
      return sweepTable(plan, results).at(0).violations;
    };
    const auto width = [](const Proportion& p) { return p.high - p.low; };
    const Proportion alike = late({10, 9, 11, 10, 10});
    const Proportion unlike = late({0, 30, 5, 15, 0});
    QCOMPARE(alike.value, 0.1);
    QCOMPARE(unlike.value, 0.1);
    QVERIFY(width(alike) >= width(wilson(50, 500)));
    QVERIFY(width(unlike) > 1.5 * width(alike));
    QCOMPARE(late({10}).low, wilsonOfShare(0.1, 25).low);
  }

  // Results of earlier versions say nothing of it: their requests count as independent.
  void effectiveRequestsAreKept() {
    const SweepCase one = casesOf(parse(kSmall)).at(1);
    SweepResult result{"lte-drive", "m", "pi", 100, scored(0.5), 0, "", {}};
    result.score.effectiveRequests = 25;
    const std::string text = toJson(one, result);
    QCOMPARE(sweepResultFromJson(text, one, "x").score.effectiveRequests, 25.0);
    const std::string earlier = test::replaced(text, ",\"effective_requests\":25.0", "");
    QVERIFY(earlier != text);
    QCOMPARE(sweepResultFromJson(earlier, one, "x").score.effectiveRequests, 100.0);
  }

  void noScoreWithoutReferences() {
    const SweepPlan plan = parse(kSmall);
    const SweepResult result{"lte-drive", "m", "pi", 100, scored(0.5), 0, "", {}};
    const auto rows = sweepTable(plan, {std::nullopt, result});
    QCOMPARE(rows.size(), std::size_t{1});
    QVERIFY(std::isnan(rows[0].score.value));
    QVERIFY(toJsonLines(rows).find("\"score_iqm\":null") != std::string::npos);
    QVERIFY(sweepTable(plan, {std::nullopt, std::nullopt}).empty());
  }

  void splitsTraces() {
    std::vector<std::string> judged{(folder() / "a.csv").string(), (folder() / "b.csv").string(),
                                    (folder() / "c.csv").string()};
    std::vector<std::string> trained;
    QVERIFY(!splitTraces(judged, trained, false));
    QCOMPARE(judged.size(), std::size_t{3});
    QVERIFY(splitTraces(judged, trained, true));
    QCOMPARE(judged, std::vector{(folder() / "b.csv").string()});
    QCOMPARE(trained.size(), std::size_t{2});
    QVERIFY(!splitTraces(judged, trained, true));
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestAppSweep)
#include "test_app_sweep.moc"
