// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFile>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "app/runs/run_file.h"
#include "app/runs/run_journal.h"
#include "app/workbench/run/recorded_frames.h"
#include "app/workbench/run/run_viewer.h"
#include "app/workbench/window/workbench.h"
#include "run_samples.h"
#include "tests/app/shipped_model.h"
#include "tests/main/test_main.h"
#include "ui/map/network_map.h"
#include "ui/panels/confusion_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/window/banner.h"

namespace cleave::workbench {
namespace {

constexpr int kWaitMs = 30'000;  // the agent loads libtorch; sanitizers and busy machines are slow
const QString kModel = QStringLiteral(CLEAVE_SOURCE_DIR "/models/alexnet-fashion.cleavemodel");

/// The window, and what opens runs in it.
struct Bench {
  explicit Bench(const QString& folder) : runs(window, options(), folder) { window.show(); }
  static ExperimentOptions options() {
    ExperimentOptions options;
    options.samples = 4;
    return options;
  }
  ui::RunWindow window;
  RunController runs;
  RunViewer viewer{window, runs};
  QSignalSpy shown{&viewer, &RunViewer::shown};
  QSignalSpy failed{&viewer, &RunViewer::failed};

  [[nodiscard]] QString sentence() const { return window.findChild<ui::Banner*>()->text(); }
};

/// A run as it could have been.
SavedRun someRun(std::uint64_t requests) {
  SavedRun run = test::anyRun(0);
  run.header.model = "some model";
  run.header.policy = "greedy";
  run.header.emulated = "raspberrypi4:1";
  run.header.targetMs = 90;
  run.changes.clear();
  SplitMix random(7, 0);
  for (std::uint64_t id = 0; id < requests; ++id) {
    RequestRecord record;
    record.id = id;
    record.startS = 0.05 * static_cast<double>(id);
    record.decision = {5, 0, 8};
    record.policy = 0;
    record.targetMs = 90;
    record.totalMs = 40 + static_cast<double>(random.below(90));
    record.uplinkMs = record.totalMs;
    record.label = static_cast<int>(random.below(10));
    record.prediction = static_cast<int>(random.below(10));
    run.table.add(record);
  }
  return run;
}

}  // namespace

class TestRunViewing : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  int made_ = 0;

  QString bundle(const SavedRun& run) {
    const QString path = folder_.filePath(QStringLiteral("run%1.cleaverun").arg(++made_));
    writeRunBundle(path.toStdString(), run);
    return path;
  }

 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

  void showsABundleWithoutAnyModel() {
    Bench bench(folder_.filePath("a"));
    const QString path = bundle(someRun(500));
    bench.viewer.open(path);
    QVERIFY(bench.viewer.isOpening());
    QVERIFY(bench.shown.wait(kWaitMs));
    QVERIFY(!bench.viewer.isOpening());
    QCOMPARE(bench.shown[0][0].toString(), path);
    QCOMPARE(bench.window.requestsCounted(), std::uint64_t{500});
    QCOMPARE(bench.window.state(), ui::RunState::Finished);
    const auto& run = bench.window.recordedRun();
    QVERIFY(run);
    QCOMPARE(run->path, path);
    QCOMPARE(run->model.name, QStringLiteral("some model"));
    QCOMPARE(run->policy, QStringLiteral("greedy"));
    QCOMPARE(run->device, QStringLiteral("raspberrypi4:1, emulated"));
    QCOMPARE(run->targetMs, 90.0);
    QVERIFY(run->startedAt.contains(QLatin1String("2026")));
    QVERIFY(bench.window.windowTitle().contains(QLatin1String("some model")));
    QCOMPARE(bench.window.findChild<ui::NetworkMap*>()->state().deviceName, run->device);
    // Nobody knows its classes' names.
    QCOMPARE(bench.window.findChild<ui::ConfusionPanel*>()->grid().nameOf(3), QStringLiteral("3"));
    auto* recent = bench.window.findChild<QMenu*>(QStringLiteral("recentMenu"));
    Q_EMIT recent->aboutToShow();
    QCOMPARE(recent->actions().front()->text(), path);
  }
  void showsAJournalThatWasCutOff() {
    Bench bench(folder_.filePath("b"));
    const SavedRun run = someRun(20);
    const QString path = folder_.filePath(QStringLiteral("cut.recording"));
    {
      RunJournal journal(path.toStdString());
      journal.begin(run.header);
      for (std::size_t row = 0; row < run.table.size(); ++row) journal.add(run.table.record(row));
    }
    QFile file(path + "/requests.csv");
    QVERIFY(file.resize(file.size() - 20));
    bench.viewer.open(path);
    QVERIFY(bench.shown.wait(kWaitMs));
    QCOMPARE(bench.window.requestsCounted(), std::uint64_t{19});
    QVERIFY(bench.window.recordedRun()->truncated);
  }
  void aDamagedFileLeavesTheWindowAsItWas() {
    Bench bench(folder_.filePath("c"));
    const QString good = bundle(someRun(60));
    const QString bad = bundle(someRun(3000));
    QFile file(bad);
    QVERIFY(file.resize(file.size() / 2));
    bench.viewer.open(good);
    QVERIFY(bench.shown.wait(kWaitMs));
    for (const QString& path : {bad, folder_.filePath(QStringLiteral("none.cleaverun"))}) {
      bench.viewer.open(path);
      QVERIFY(bench.failed.wait(kWaitMs));
      QVERIFY(!bench.viewer.isOpening());
      QVERIFY2(bench.sentence().contains(path), qPrintable(bench.sentence()));
      QCOMPARE(bench.window.findChild<ui::Banner*>()->kind(), ui::Banner::Kind::Error);
      QCOMPARE(bench.window.recordedRun()->path, good);
      QCOMPARE(bench.window.requestsCounted(), std::uint64_t{60});
      QCOMPARE(bench.window.state(), ui::RunState::Finished);
    }
    QCOMPARE(bench.shown.size(), 1);
  }
  void onlyTheLastOneThatWasAskedForIsShown() {
    Bench bench(folder_.filePath("d"));
    const QString first = bundle(someRun(5000));
    const QString second = bundle(someRun(7));
    bench.viewer.open(first);
    bench.viewer.open(second);
    QVERIFY(bench.shown.wait(kWaitMs));
    QCOMPARE(bench.shown[0][0].toString(), second);
    QCOMPARE(bench.window.requestsCounted(), std::uint64_t{7});
    bench.viewer.open(first);  // and again, one after the other
    QVERIFY(bench.shown.wait(kWaitMs));
    QCOMPARE(bench.window.requestsCounted(), std::uint64_t{5000});
    QCOMPARE(bench.shown.size(), 2);
  }
  void openingCanBeGivenUpAtAnyTime() {
    Bench bench(folder_.filePath("e"));
    const QString path = bundle(someRun(20'000));
    QSignalSpy listed(&bench.runs.archive(), &RunArchive::listed);
    for (const int afterMs : {0, 5, 20, 60, 100}) {
      bench.viewer.open(path);
      if (afterMs > 0) QTest::qWait(afterMs);
      bench.shown.clear();
      Q_EMIT bench.window.openingCancelled();
      QVERIFY(!bench.viewer.isOpening());
      bench.runs.archive().refresh();  // done after it
      QVERIFY(listed.wait(kWaitMs));
      QTest::qWait(20);
      QCOMPARE(bench.shown.size(), 0);
    }
    bench.viewer.open(path);
    QVERIFY(bench.shown.wait(kWaitMs));
    QCOMPARE(bench.window.requestsCounted(), std::uint64_t{20'000});
  }
  void classesHaveNamesWhereTheModelIsOpen() {
    Bench bench(folder_.filePath("f"));
    bench.runs.openModel(kModel);
    QTRY_COMPARE_WITH_TIMEOUT(bench.window.state(), ui::RunState::Idle, kWaitMs);
    QTRY_VERIFY_WITH_TIMEOUT(bench.runs.model() != nullptr, kWaitMs);
    SavedRun run = someRun(30);
    bench.viewer.open(bundle(run));
    QVERIFY(bench.shown.wait(kWaitMs));
    QVERIFY(bench.window.recordedRun()->model.classes.empty());
    run.header.modelChecksum = shippedModel()->manifest.weightsChecksum;
    bench.viewer.open(bundle(run));
    QVERIFY(bench.shown.wait(kWaitMs));
    QCOMPARE(bench.window.recordedRun()->model.classes.size(), std::size_t{10});
    QCOMPARE(bench.window.findChild<ui::ConfusionPanel*>()->grid().nameOf(9),
             QString::fromStdString(shippedModel()->manifest.classes[9]));
  }
  void imagesAreThoseThatTheRunSaw() {
    const auto model = shippedModel();
    SavedRun run = someRun(50);
    run.header.seed = 9;
    run.header.modelChecksum = model->manifest.weightsChecksum;
    const SampleSet truth = makeSamples(model->manifest, 5, run.header.seed);
    for (std::size_t row = 0; row < run.table.size(); ++row) {
      run.table.frame[row] = static_cast<int>(row % 5);
      run.table.label[row] = truth.labels[row % 5];
    }
    const auto frames = recordedFrames(run, model->manifest, {});
    QVERIFY(frames);
    QCOMPARE(frames->frames, truth.frames);
    // In the window, where the same model is open.
    Bench bench(folder_.filePath("images"));
    bench.runs.openModel(kModel);
    QTRY_VERIFY_WITH_TIMEOUT(bench.runs.model() != nullptr, kWaitMs);
    bench.viewer.open(bundle(run));
    QVERIFY(bench.shown.wait(kWaitMs));
    const auto* map = bench.window.findChild<ui::NetworkMap*>();
    QTRY_COMPARE_WITH_TIMEOUT(map->state().frame.size(), QSize(truth.width, truth.height), kWaitMs);
    QCOMPARE(map->state().frame.pixelColor(60, 60).red(), int{truth.frames[4][3 * (60 * 224 + 60)]});
    // Images that are not surely its own are none.
    run.table.label[7] = (run.table.label[7] + 1) % 10;
    QVERIFY(!recordedFrames(run, model->manifest, {}));
    run.table.label[7] = -1;  // it has none to compare
    QVERIFY(recordedFrames(run, model->manifest, {}));
    run.table.frame[7] = -1;
    QVERIFY(!recordedFrames(run, model->manifest, {}));
    run.table.frame[7] = SampleSet::kMaxFrames;
    QVERIFY(!recordedFrames(run, model->manifest, {}));
    run.table.frame[7] = 2;
    run.header.modelChecksum = "another";
    QVERIFY(!recordedFrames(run, model->manifest, {}));
    QVERIFY(!recordedFrames(SavedRun{run.header, {}, {}, false}, model->manifest, {}));
  }
  void figuresAreOfTheRunThatIsShown() {
    Bench bench(folder_.filePath("g"));
    bench.viewer.open(bundle(someRun(40)));
    QVERIFY(bench.shown.wait(kWaitMs));
    const QString figures = folder_.filePath(QStringLiteral("figures"));
    Q_EMIT bench.window.exportRequested(figures);
    QTRY_VERIFY_WITH_TIMEOUT(bench.sentence().contains(QLatin1String("Figures of 40 requests")), kWaitMs);
    QCOMPARE(bench.window.requestsCounted(), std::uint64_t{40});
    QTest::mouseClick(bench.window.findChild<QWidget*>(QStringLiteral("closeRun")), Qt::LeftButton);
    Q_EMIT bench.window.exportRequested(figures);
    QVERIFY(bench.sentence().contains(QLatin1String("no run to export")));
  }
  void theLatestRunsAreOffered() {
    const QString folder = folder_.filePath(QStringLiteral("h"));
    Bench bench(folder);
    SavedRun run = someRun(1234);
    writeRunBundle((folder + "/x.cleaverun").toStdString(), run);
    auto* menu = bench.window.findChild<QMenu*>(QStringLiteral("runsMenu"));
    Q_EMIT menu->aboutToShow();
    QTRY_VERIFY(menu->actions().front()->text().endsWith(QStringLiteral("some model · greedy · 1,234 requests")));
    QSignalSpy asked(&bench.window, &ui::RunWindow::openRequested);
    menu->actions().front()->trigger();
    QCOMPARE(asked[0][0].toString(), folder + "/x.cleaverun");
  }
  void aRunThatGoesOnIsStoppedAndTheNextOneStarts() {
    const QString folder = folder_.filePath(QStringLiteral("i"));
    Bench bench(folder);
    QSignalSpy packed(&bench.runs.archive(), &RunArchive::packed);
    bench.runs.openModel(kModel, true);
    QTRY_VERIFY_WITH_TIMEOUT(bench.window.requestsCounted() > 3, kWaitMs);
    const QString bad = folder_.filePath(QStringLiteral("bad.cleaverun"));
    QFile(bad).open(QIODevice::WriteOnly);
    bench.viewer.open(bad);
    QVERIFY(bench.failed.wait(kWaitMs));
    QVERIFY(bench.runs.running());  // what cannot be opened stops nothing
    bench.viewer.open(bundle(someRun(250)));
    QVERIFY(bench.shown.wait(kWaitMs));
    QVERIFY(!bench.runs.running());
    QCOMPARE(bench.window.requestsCounted(), std::uint64_t{250});
    QTRY_COMPARE_WITH_TIMEOUT(packed.size(), 1, kWaitMs);  // it was recorded all the same
    QVERIFY(readRunBundle(packed[0][1].toString().toStdString()).table.size() > 3);
    QCOMPARE(bench.window.recordedRun()->policy, QStringLiteral("greedy"));
    Q_EMIT bench.window.startRequested(bench.window.settings());
    QTRY_COMPARE_WITH_TIMEOUT(bench.window.state(), ui::RunState::Running, kWaitMs);
    QVERIFY(!bench.window.recordedRun());
    QTRY_VERIFY_WITH_TIMEOUT(bench.window.requestsCounted() > 0, kWaitMs);
    const auto& plot = bench.window.findChild<ui::LatencyPanel*>()->plot();
    QVERIFY(plot.timeAxis().isLive());
    QCOMPARE(plot.buffer().capacity(), ui::kPlotCapacity);
  }
  void theJournalOfTheRunThatGoesOnIsShownWhole() {
    const QString folder = folder_.filePath(QStringLiteral("j"));
    Bench bench(folder);
    bench.runs.openModel(kModel, true);
    QTRY_VERIFY_WITH_TIMEOUT(bench.window.requestsCounted() > 3, kWaitMs);
    const QStringList journals = QDir(folder).entryList({QStringLiteral("*.recording")});
    QCOMPARE(journals.size(), 1);
    bench.viewer.open(QDir(folder).filePath(journals.front()));
    QVERIFY(bench.shown.wait(kWaitMs));
    const std::uint64_t shown = bench.window.requestsCounted();
    QVERIFY(shown > 3);
    const QString bundle = RunArchive::bundlePathOf(QDir(folder).filePath(journals.front()));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(bundle), kWaitMs);
    QCOMPARE(readRunBundle(bundle.toStdString()).table.size(), static_cast<std::size_t>(shown));
  }
  void theWorkbenchTellsRunsByTheirNames() {
    ui::RunWindow window;
    const QTemporaryDir data;
    Workbench workbench(window, {Bench::options(), data.path(), {}});
    QSignalSpy shown(&workbench.viewer(), &RunViewer::shown);
    const QString path = bundle(someRun(25));
    Q_EMIT window.openRequested(path);
    QVERIFY(shown.wait(kWaitMs));
    QCOMPARE(window.requestsCounted(), std::uint64_t{25});
    Q_EMIT window.openRequested(path);
    Q_EMIT window.openRequested(kModel);  // takes its place, opened or not
    QTRY_VERIFY_WITH_TIMEOUT(workbench.runs().model() != nullptr, kWaitMs);
    QVERIFY(!window.recordedRun());
    QTest::qWait(50);
    QCOMPARE(shown.size(), 1);
  }
};

}  // namespace cleave::workbench

CLEAVE_GUI_TEST(cleave::workbench::TestRunViewing)
#include "test_app_run_viewing.moc"
