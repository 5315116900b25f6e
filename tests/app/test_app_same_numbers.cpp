// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/common/find_program.h"
#include "app/runs/run_bundle.h"
#include "app/runs/run_summary.h"
#include "tests/app/run_samples.h"
#include "tests/core/correlated_series.h"
#include "tests/main/test_main.h"
#include "ui/figures/figure.h"
#include "ui/panels/run_statistics.h"

namespace cleave {
namespace {

constexpr std::uint64_t kRequests = 600;  // fewer than the window's figures are over

// Images come twice, latencies correlate, and a few requests fail.
std::vector<RequestRecord> records() {
  FastRandom random(11, 0);
  const auto walk = test::walk(random, 0.8, kRequests);
  std::vector<RequestRecord> records;
  for (std::uint64_t i = 0; i < kRequests; ++i) {
    RequestRecord record;
    record.id = i;
    record.startS = 0.1 * static_cast<double>(i);
    record.frame = static_cast<int>(i % (kRequests / 2));
    record.decision = {5, 4, 8};
    record.targetMs = 60;
    record.layerMs = {1, 1, 1, 1};
    record.totalMs = 50 + 10 * walk[i];
    record.uplinkMs = record.totalMs - 4;
    record.payloadBytes = 1000;
    record.label = 1;
    record.prediction = random.uniform() < 0.8 ? 1 : 2;
    if (i % 97 == 5) {
      record.outcome = Outcome::Failed;
      record.error = "The link was lost.";
      record.totalMs = 0;
    }
    roundToClock(record);
    records.push_back(std::move(record));
  }
  return records;
}

bool close(double a, double b) {
  return std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(b));
}

// The line of a figure's table that begins with `first`; the last one for an empty text.
std::vector<double> row(const ui::Figure& figure, const QByteArray& first) {
  std::vector<double> numbers;
  for (const QByteArray& line : figure.csv().trimmed().split('\n')) {
    if (!first.isEmpty() && !line.startsWith(first + ',')) continue;
    numbers.clear();
    for (const QByteArray& cell : line.split(',')) numbers.push_back(cell.toDouble());
  }
  return numbers;
}

}  // namespace

/// A run has one summary, whoever computes it.
class TestAppSameNumbers : public QObject {
  Q_OBJECT

  const std::vector<RequestRecord> records_ = records();
  const RunSummary summary_ = summarise(records_);

 private Q_SLOTS:
  void inTheWindow() {
    ui::RunStatistics window;
    for (const auto& record : records_) window.add(record);
    QCOMPARE(window.latencyQuantile(0.5), summary_.p50Ms);
    QCOMPARE(window.latencyQuantile(0.95), summary_.p95Ms);
    QCOMPARE(window.latencyQuantile(0.99), summary_.p99Ms);
    for (const auto& [shown, summed] : {std::pair(window.recentAccuracy(), summary_.accuracy),
                                        std::pair(window.recentViolations(), summary_.violations)}) {
      QCOMPARE(shown.value, summed.value);
      QCOMPARE(shown.low, summed.low);
      QCOMPARE(shown.high, summed.high);
    }
  }

  void inTheFigures() {
    ui::RunData run;
    run.records = records_;
    const auto accuracy = row(ui::accuracyFigure(run), {});
    QVERIFY(close(accuracy.at(1), summary_.accuracy.value));
    QVERIFY(close(accuracy.at(2), summary_.accuracy.low));
    QVERIFY(close(accuracy.at(3), summary_.accuracy.high));
    const ui::Figure distribution = ui::distributionFigure(run);
    QVERIFY(close(row(distribution, "0.5").at(1), summary_.p50Ms));
    QVERIFY(close(row(distribution, "0.95").at(1), summary_.p95Ms));
    QVERIFY(close(row(distribution, "0.99").at(1), summary_.p99Ms));
  }

  void onTheCommandLine() {
    const QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("run.cleaverun"));
    SavedRun run = test::anyRun(0);
    run.changes.clear();
    for (const auto& record : records_) run.table.add(record);
    writeRunBundle(file.toStdString(), run, {}, {});
    QProcess cli;
    cli.start(QString::fromStdString(findProgram("cleave-cli").string()), {"run-info", "--json", file});
    QVERIFY(cli.waitForFinished(60'000));
    QCOMPARE(cli.exitCode(), 0);
    const auto shown = nlohmann::json::parse(cli.readAllStandardOutput().toStdString()).at("summary");
    const auto own = nlohmann::json::parse(toJson(summary_));
    QVERIFY2(shown == own, shown.dump().c_str());
    QCOMPARE(shown.at("p95_ms").get<double>(), summary_.p95Ms);
    QCOMPARE(shown.at("accuracy").at("low").get<double>(), summary_.accuracy.low);
  }
};

}  // namespace cleave

CLEAVE_GUI_TEST(cleave::TestAppSameNumbers)
#include "test_app_same_numbers.moc"
