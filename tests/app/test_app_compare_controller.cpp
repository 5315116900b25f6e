// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <memory>

#include "app/workbench/compare/compare_controller.h"
#include "app/workbench/compare/comparison_file.h"
#include "core/types/error.h"
#include "tests/main/test_main.h"

namespace cleave::workbench {

/// Against programs of a few lines that stand in for cleave-cli.
class TestCompareController : public QObject {
  Q_OBJECT

  static constexpr int kWaitMs = 20'000;

  const QByteArray row_ =
      R"({"policy":"greedy","scenario":"demo","target_ms":80.0,"requests":400,"score":{"value":null,"low":null,"high":null},)"
      R"("scores":[null],"accuracy":0.92,"mean_ms":60.0,"violation_rate":{"value":0.1,"low":0.05,"high":0.2},)"
      R"("latency_quantiles":[[0,10],[50,60],[100,200]],"decisions":[{"decision":"5/4/8","share":1.0}]})";
  const QByteArray live_ =
      R"({"policy":"edgent","runs":"edgent","scenario":"demo","target_ms":80.0,"requests":40,"fallbacks":4,)"
      R"("measured_mean_ms":62.0,"predicted_mean_ms":61.0,"accuracy":{"value":0.9,"low":0.8,"high":0.95},)"
      R"("violations":{"value":0.1,"low":0.05,"high":0.2},"decisions":{"1/5/32":0.25,"5/4/8":0.75}})";

  /// A program that says `body`, and a controller that takes it for cleave-cli.
  struct Bench {
    QTemporaryDir folder;
    ui::ComparePanel panel;
    std::unique_ptr<CompareController> controller;

    explicit Bench(const QByteArray& body) {
      const QString program = folder.filePath("fake-cli");
      QFile file(program);
      if (file.open(QIODevice::WriteOnly))
        file.write("#!/bin/sh\necho \"$@\" > '" + program.toUtf8() + ".args'\n" + body);
      file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
      file.close();
      controller = std::make_unique<CompareController>(
          panel, CompareController::Options{program, folder.filePath("kept"), {}, 300});
    }
    void run(bool live = false) {
      controller->run({QStringLiteral("demo"), {QStringLiteral("greedy"), QStringLiteral("edgent")}, live, 2, 10});
    }
    [[nodiscard]] QString arguments() const {
      QFile file(folder.filePath("fake-cli.args"));
      return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    }
    [[nodiscard]] QStringList kept() const { return comparisonFiles(folder.filePath("kept")); }
  };

  static QByteArray say(const QByteArray& line) { return "echo '" + line + "'\n"; }

 private Q_SLOTS:
  void rowsAndProgressArrive() {
    Bench bench("echo '{\"progress\":0.5,\"label\":\"Evaluating\",\"eta_s\":3.2,\"detail\":\"\"}' >&2\n" + say(row_));
    const QSignalSpy progress(bench.controller.get(), &CompareController::progressed);
    const QSignalSpy told(bench.controller.get(), &CompareController::notified);
    bench.run();
    QVERIFY(bench.panel.isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
    QCOMPARE(bench.arguments(), QStringLiteral("policy compare --json --progress-json --scenario demo --policies "
                                               "greedy,edgent --requests 10 --seeds 2"));
    QCOMPARE(progress.count(), 1);
    QCOMPARE(progress[0][1].toString(), QStringLiteral("Evaluating 50 %, 3 s left"));
    const ui::Comparison& comparison = bench.panel.comparison();
    QCOMPARE(comparison.rows.size(), std::size_t{1});
    QCOMPARE(comparison.targetMs, 80.0);
    QCOMPARE(comparison.rows[0].quantiles.size(), 3);
    QVERIFY(std::isnan(comparison.rows[0].score.value));
    QCOMPARE(comparison.rows[0].decisions[0].first, QStringLiteral("5/4/8"));
    QVERIFY(bench.panel.message().isEmpty());
    QCOMPARE(told.count(), 1);
    // Kept, and opened again.
    QCOMPARE(bench.kept().size(), 1);
    QCOMPARE(readComparison(bench.kept()[0]).rows[0].policy, QStringLiteral("greedy"));
    bench.run();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
    QCOMPARE(bench.kept().size(), 2);  // in the same second, too
  }

  void liveRows() {
    Bench bench(say(live_) + say(R"({"summary":true,"same_order":true})"));
    bench.run(true);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
    QVERIFY(bench.arguments().startsWith(QStringLiteral("compare-live --json")));
    QVERIFY(!bench.arguments().contains(QStringLiteral("--seeds")));
    const ui::Comparison& comparison = bench.panel.comparison();
    QVERIFY(comparison.live);
    QCOMPARE(comparison.rows.size(), std::size_t{1});
    QCOMPARE(comparison.rows[0].predictedMs, 61.0);
    QCOMPARE(comparison.rows[0].fallbacks, 0.1);
    QCOMPARE(comparison.rows[0].decisions[0].first, QStringLiteral("5/4/8"));
  }

  void learnersKeepTheirTrainings() {
    Bench bench({});
    ui::CompareRequest request{QStringLiteral("demo"), {QStringLiteral("sac-d")}, false, 1, 1};
    QVERIFY(bench.controller->argumentsFor(request).contains(QStringLiteral("--work")));
    request.policies = QStringList{QStringLiteral("trained:demo")};
    QVERIFY(!bench.controller->argumentsFor(request).contains(QStringLiteral("--work")));
    bench.controller->setModel(QStringLiteral("/m.cleavemodel"));
    QVERIFY(bench.controller->argumentsFor(request).contains(QStringLiteral("/m.cleavemodel")));
    // Live on the run's own device; a simulation has none.
    bench.controller->setAgent([] { return QStringLiteral("pi:7171"); });
    QVERIFY(!bench.controller->argumentsFor(request).contains(QStringLiteral("--agent")));
    request.live = true;
    const QStringList live = bench.controller->argumentsFor(request);
    QCOMPARE(live.value(live.indexOf(QStringLiteral("--agent")) + 1), QStringLiteral("pi:7171"));
    bench.controller->setAgent([] { return QStringLiteral("local"); });
    QVERIFY(!bench.controller->argumentsFor(request).contains(QStringLiteral("--agent")));
  }

  void aFailureSaysWhy() {
    Bench bench("echo 'Evaluating   0 %' >&2\necho \"cleave-cli: There is no such policy.\" >&2\nexit 2\n");
    bench.run();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
    QCOMPARE(bench.panel.message(), QStringLiteral("There is no such policy."));
    QVERIFY(bench.kept().isEmpty());
  }

  void whatWasDoneBeforeACrashIsKept() {
    Bench bench(say(row_) + "kill -9 $$\n");
    bench.run();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
    QCOMPARE(bench.panel.comparison().rows.size(), std::size_t{1});
    QVERIFY(bench.panel.message().contains(QStringLiteral("without an error message")));
    QCOMPARE(bench.kept().size(), 1);
  }

  void nonsenseIsTold() {
    Bench bench(say("hello") + say(row_));
    bench.run();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
    QVERIFY(bench.panel.message().contains(QStringLiteral("version mismatch")));
    QCOMPARE(bench.panel.comparison().rows.size(), std::size_t{1});
  }

  void stopIsCtrlC() {
    Bench bench(say(row_) + "trap 'echo \"cleave-cli: Stopped.\" >&2; exit 1' INT\nwhile :; do sleep 0.05; done\n");
    bench.run();
    QTRY_COMPARE_WITH_TIMEOUT(bench.panel.comparison().rows.size(), std::size_t{1}, kWaitMs);
    bench.controller->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
    QVERIFY(bench.panel.message().startsWith(QStringLiteral("Stopped;")));
    QCOMPARE(bench.kept().size(), 1);
  }

  void whoDoesNotListenIsKilled() {
    Bench bench("trap '' INT\necho '{\"progress\":0,\"label\":\"Deaf\"}' >&2\nwhile :; do sleep 0.05; done\n");
    const QSignalSpy progress(bench.controller.get(), &CompareController::progressed);
    bench.run();
    QTRY_COMPARE_WITH_TIMEOUT(progress.count(), 1, kWaitMs);
    bench.controller->open(QStringLiteral("/no/such.jsonl"));
    QVERIFY(bench.panel.message().contains(QStringLiteral("is running")));
    bench.controller->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.panel.isRunning(), kWaitMs);
  }

  void noProgram() {
    ui::ComparePanel panel;
    const QTemporaryDir folder;
    CompareController controller(panel, {folder.filePath("none"), folder.path(), {}, 300});
    controller.run({QStringLiteral("demo"), {QStringLiteral("greedy")}, false, 1, 1});
    QTRY_VERIFY_WITH_TIMEOUT(!panel.isRunning(), kWaitMs);
    QVERIFY(panel.message().contains(QStringLiteral("Cannot start")));
  }

  void itOffersWhatThereIs() {
    const Bench bench({});
    QCOMPARE(bench.panel.request().scenario, QStringLiteral("demo"));
    for (const char* name : {"greedy", "greedy-safe", "edgent"}) {
      QVERIFY(bench.panel.request().policies.contains(QLatin1String(name)));
    }
  }

  void filesThatAreNone() {
    Bench bench({});
    const auto write = [&](const QString& name, const QByteArray& text) {
      QFile file(bench.folder.filePath(name));
      return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    };
    for (const auto& [text, says] : {std::pair<QByteArray, QString>{"", "contains no policies"},
                                     {"hello\n", "is not a comparison (line 1)"},
                                     {"[1]\n", "is not a comparison (line 1)"},
                                     {"{\"policy\":1}\n", "is not a comparison (line 1)"}}) {
      bench.controller->open(write("bad.jsonl", text));
      QVERIFY2(bench.panel.message().contains(says), qPrintable(bench.panel.message()));
    }
    bench.controller->open(QStringLiteral("/no/such.jsonl"));
    QVERIFY(bench.panel.message().contains(QStringLiteral("Cannot read /no/such.jsonl")));
    // Cut off in its last line, as kill -9 leaves it.
    const QString cut = write("cut.jsonl", row_ + "\n" + row_.left(50));
    bench.controller->open(cut);
    QVERIFY(bench.panel.message().isEmpty());
    QCOMPARE(bench.panel.comparison().rows.size(), std::size_t{1});
    bench.controller->save(bench.folder.filePath("copy.jsonl"));
    QCOMPARE(readComparison(bench.folder.filePath("copy.jsonl")).rows.size(), std::size_t{1});
    bench.controller->save(QStringLiteral("/no/where/copy.jsonl"));
    QVERIFY(bench.panel.message().contains(QStringLiteral("Cannot write")));
  }
};

}  // namespace cleave::workbench

CLEAVE_GUI_TEST(cleave::workbench::TestCompareController)
#include "test_app_compare_controller.moc"
