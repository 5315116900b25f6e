// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>

#include "app/workbench/bench/scripted_run.h"
#include "app/workbench/window/workbench.h"
#include "core/bundle/bundle.h"
#include "tests/main/test_main.h"
#include "ui/compare/compare_panel.h"
#include "ui/compare/policy_picker.h"
#include "ui/map/network_map.h"
#include "ui/panels/log_model.h"
#include "ui/policy/decision_map_panel.h"
#include "ui/scenario/scenario_document.h"
#include "ui/train/train_panel.h"
#include "ui/train/training_files_panel.h"
#include "ui/train/training_list.h"
#include "ui/window/dock_area.h"
#include "ui/window/link_control.h"
#include "ui/window/panel_dock.h"
#include "ui/window/run_view_data.h"
#include "ui/window/workspaces.h"

namespace cleave::workbench {

/// The parts together, as a new user meets them, with the real programs.
class TestWorkbench : public QObject {
  Q_OBJECT

  static constexpr int kWaitMs = 60'000;  // agents and trainings start; sanitizers and busy machines are slow
  const QString model_ = QStringLiteral(CLEAVE_SOURCE_DIR "/models/alexnet-fashion.cleavemodel");
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ui::RunWindow> window_;
  std::unique_ptr<Workbench> bench_;

  [[nodiscard]] QString policy() const { return window_->settings().policy; }
  template <class T>
  [[nodiscard]] T* find(const char* name) const {
    return window_->findChild<T*>(QString::fromLatin1(name));
  }
  template <class T>
  [[nodiscard]] T* within(const QWidget* panel, const char* name) const {
    return panel->findChild<T*>(QString::fromLatin1(name));
  }
  [[nodiscard]] bool closed(const char* id) const {
    return window_->panels().dock(QString::fromLatin1(id))->isHidden();
  }

  void start() {
    window_ = std::make_unique<ui::RunWindow>(ui::WindowFiles{{}, folder_->filePath(QStringLiteral("recent.txt"))});
    WorkbenchOptions options;
    options.dataFolder = folder_->path();
    options.recentDevices = folder_->filePath(QStringLiteral("devices.txt"));
    options.experiment.samples = 8;
    options.experiment.emulate = "raspberrypi4:1";
    options.experiment.settings = {"greedy", 80, 40, false};
    bench_ = std::make_unique<Workbench>(*window_, options);
    window_->restoreLayout();
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
  }

 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    start();
  }
  void cleanup() {
    bench_.reset();
    window_.reset();
    folder_.reset();
  }

  void ownPoliciesAreOfferedAgain() {
    const QString file = QStringLiteral(CLEAVE_SOURCE_DIR "/models/wifi-office.cleavepolicy");
    const QString mine = QStringLiteral("policy:") + file;
    bench_->open(file);
    QCOMPARE(policy(), mine);
    bench_.reset();
    window_.reset();
    start();
    QCOMPARE(policy(), QStringLiteral("greedy"));
    bool offered = false;
    for (const auto* box : window_->findChildren<QComboBox*>()) offered = offered || box->findData(mine) >= 0;
    QVERIFY(offered);
    auto* compare = window_->findChild<ui::ComparePanel*>();
    auto* picker = compare->findChild<ui::PolicyPicker*>();
    QVERIFY(picker && picker->offers(mine) && !picker->checked().contains(mine));
  }
  void everyWorkspaceHasItsPanels() {
    for (const QString& name : ui::Workspaces::builtIn()) {
      window_->openWorkspace(name);
      const auto names = ui::Workspaces::treeOf(name).panels();
      for (const QString& id : names) {
        const auto* dock = window_->panels().dock(id);
        QVERIFY2(dock != nullptr, qPrintable(name + ": " + id));
        QVERIFY2(!dock->isHidden(), qPrintable(name + ": " + id));
      }
    }
  }

  void nothingIsClippedOnASmallScreen() {
    window_->resize(1280, 720);
    window_->setState(ui::RunState::Failed, QStringLiteral("Something went wrong, and this is a sentence about it."));
    const Model model(readBundle(model_.toStdString()));
    std::shared_ptr<ui::RunViewData> run = window_->makeFilling(1000, model.manifest.network);
    ScriptedRun made(model.manifest.network, 8, 10, 1);
    RunTable table;
    for (int i = 0; i < 1000; ++i) table.add(made.next());
    run->fill(table);
    window_->showRecordedRun({}, std::move(run));
    for (const QString& name : ui::Workspaces::builtIn()) {
      window_->openWorkspace(name);
      QTest::qWait(50);  // the shares are given after the layout
      QCOMPARE(window_->size(), QSize(1280, 720));
      std::vector<const QWidget*> seen;
      for (const auto* dock : window_->panels().docks()) {
        if (dock->visibleRegion().isEmpty()) continue;  // closed, or behind another one's tab
        const QString what = name + QStringLiteral(": ") + dock->objectName();
        QVERIFY2(window_->panels().rect().contains(dock->geometry()), qPrintable(what));
        const QSize least = dock->minimumSizeHint().expandedTo(dock->minimumSize());
        QVERIFY2(dock->width() >= least.width() && dock->height() >= least.height(), qPrintable(what));
        for (const QWidget* other : seen) {
          QVERIFY2(!other->geometry().intersects(dock->geometry()), qPrintable(what + ' ' + other->objectName()));
        }
        seen.push_back(dock);
      }
      QVERIFY(!seen.empty());
    }
  }

  void ownScenariosCanBeChosenEverywhere() {
    bench_.reset();
    window_.reset();
    const QString file = folder_->filePath(QStringLiteral("scenarios/mine.scenario"));
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("scenarios")));
    QVERIFY(QFile::copy(QStringLiteral(CLEAVE_SOURCE_DIR "/resources/scenarios/demo.scenario"), file));
    start();
    for (const char* panel : {"train", "compare"}) {
      const auto* dock = window_->panels().dock(QString::fromLatin1(panel));
      const auto* scenario = dock->findChild<QComboBox*>(QStringLiteral("scenario"));
      QVERIFY2(scenario->findText(file) >= 0 || scenario->findData(file) >= 0, panel);
    }
  }
  void aComparisonIsNoRun() {
    const QString file = folder_->filePath(QStringLiteral("some.jsonl"));
    std::ofstream(file.toStdString()) << "{\"policy\":\"greedy\",\"scenario\":\"demo\",\"mean_ms\":60.0}\n";
    bench_->open(file);
    const auto* panel = window_->findChild<ui::ComparePanel*>();
    QTRY_COMPARE_WITH_TIMEOUT(panel->comparison().rows.size(), std::size_t{1}, kWaitMs);
    QVERIFY(!closed("compare"));
  }

  void aNewUsersPath() {
    bench_->openModel(model_, true);
    QTRY_COMPARE_WITH_TIMEOUT(window_->state(), ui::RunState::Running, kWaitMs);
    QTRY_VERIFY_WITH_TIMEOUT(window_->requestsCounted() > 5, kWaitMs);
    // A slow link: the seam moves.
    const auto* map = window_->findChild<ui::NetworkMap*>();
    const ui::Seam seam = map->seamTarget();
    auto* link = window_->findChild<ui::LinkControl*>()->findChild<QSlider*>();
    const int room = link->width() - 16;
    const QPoint handle(8 + QStyle::sliderPositionFromValue(link->minimum(), link->maximum(), link->value(), room),
                        link->height() / 2);
    QTest::mousePress(link, Qt::LeftButton, {}, handle);
    for (int x = handle.x(); x > 0; x -= 10) QTest::mouseMove(link, QPoint(x, handle.y()));
    QTest::mouseMove(link, QPoint(0, handle.y()));
    QTest::mouseRelease(link, Qt::LeftButton, {}, QPoint(0, handle.y()));
    QVERIFY(bench_->runs().device().linkMbps < 1);
    QTRY_VERIFY_WITH_TIMEOUT(!(map->seamTarget() == seam), kWaitMs);

    // Train a policy: two clicks.
    QTest::mouseClick(find<QAbstractButton>("workspace-train"), Qt::LeftButton);
    auto* train = window_->findChild<ui::TrainPanel*>();
    within<QSpinBox>(train, "steps")->setValue(2000);
    QTest::mouseClick(within<QPushButton>(train, "train"), Qt::LeftButton);
    const auto done = [&] {
      const auto* current = train->list()->current();
      return current != nullptr && current->state == ui::TrainingState::Done;
    };
    QTRY_VERIFY_WITH_TIMEOUT(done(), kWaitMs);
    // It can be chosen at once.
    const auto offered = [&] {
      const auto* compared = window_->findChild<ui::ComparePanel*>()->findChild<ui::PolicyPicker*>();
      const auto& files = train->list()->current()->files;
      return std::ranges::any_of(
          files, [&](const auto& file) { return compared->offers(QStringLiteral("policy:") + file.path); });
    };
    QTRY_VERIFY(offered());

    // Use it: one.
    QTRY_VERIFY(train->files()->button()->isEnabled());
    QTest::mouseClick(train->files()->button(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(policy().startsWith(QLatin1String("policy:")), kWaitMs);
    const auto before = window_->requestsCounted();
    QTRY_VERIFY_WITH_TIMEOUT(window_->requestsCounted() > before + 3, kWaitMs);
    QCOMPARE(window_->state(), ui::RunState::Running);

    // Both maps can show it.
    const auto boxes = window_->findChild<ui::DecisionMapPanel*>()->findChildren<QComboBox*>();
    QVERIFY(std::ranges::count_if(boxes, [this](const QComboBox* box) { return box->findData(policy()) >= 0; }) >= 2);

    // Compare it: two.
    QTest::mouseClick(find<QAbstractButton>("workspace-compare"), Qt::LeftButton);
    auto* compare = window_->findChild<ui::ComparePanel*>();
    QVERIFY(compare->request().policies.contains(policy()));
    within<QSpinBox>(compare, "seeds")->setValue(2);
    within<QSpinBox>(compare, "requests")->setValue(50);
    QTest::mouseClick(within<QPushButton>(compare, "run"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!bench_->compare().isRunning() && !compare->comparison().rows.empty(), kWaitMs);
    const auto& rows = compare->comparison().rows;
    const auto hasRow = [&](const QString& name) {
      return std::ranges::any_of(rows, [&](const auto& row) { return row.policy == name || row.runs == name; });
    };
    QVERIFY(hasRow(policy()));
    QVERIFY(hasRow(QStringLiteral("greedy")));

    // And all of that by keys, from any workspace.
    window_->openWorkspace(QStringLiteral("run"));
    QTest::keyClick(window_.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(bench_->compare().isRunning());
    QVERIFY(!closed("compare"));
    Q_EMIT compare->stopRequested();
    const int trainings = train->list()->model().rowCount();
    QTest::keyClick(window_.get(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(train->list()->model().rowCount(), trainings + 1, kWaitMs);
    QTRY_VERIFY_WITH_TIMEOUT(done(), kWaitMs);
  }

  void aRunIsKeptAsABundle() {
    bench_->openModel(model_, true);
    QTRY_VERIFY_WITH_TIMEOUT(window_->requestsCounted() > 3, kWaitMs);
    Q_EMIT window_->stopRequested();
    QTRY_COMPARE_WITH_TIMEOUT(window_->state(), ui::RunState::Finished, kWaitMs);
    const auto bundles = [&] {
      return QDir(folder_->filePath(QStringLiteral("runs"))).entryList({QStringLiteral("*.cleaverun")}, QDir::Files);
    };
    QTRY_COMPARE_WITH_TIMEOUT(bundles().size(), 1, kWaitMs);
  }

  void filesAreOpenedByTheirEndings() {
    bench_->openModel(model_);
    QTRY_VERIFY_WITH_TIMEOUT(bench_->runs().model() != nullptr, kWaitMs);
    const QString scenario = folder_->filePath(QStringLiteral("mine.scenario"));
    std::ofstream(scenario.toStdString()) << "name = mine\nlink = constant\nlink.mbps = 5\n";
    window_->openWorkspace(QStringLiteral("run"));
    QVERIFY(closed("scenario"));
    Q_EMIT window_->openRequested(scenario);
    QVERIFY(!closed("scenario"));
    QTRY_COMPARE(window_->findChild<ui::ScenarioPanel*>()->document().source().file, scenario);

    Q_EMIT window_->openRequested(QStringLiteral(CLEAVE_SOURCE_DIR "/models/lte-walk.cleavepolicy"));
    QCOMPARE(policy(), QStringLiteral("policy:" CLEAVE_SOURCE_DIR "/models/lte-walk.cleavepolicy"));

    auto* recent = find<QMenu>("recentMenu");
    Q_EMIT recent->aboutToShow();
    QStringList offered;
    for (const QAction* action : recent->actions()) offered << action->text();
    QVERIFY(offered.contains(scenario));
  }

  void aPolicyThatCannotBeIsPutBack() {
    bench_->openModel(model_, true);
    QTRY_COMPARE_WITH_TIMEOUT(window_->state(), ui::RunState::Running, kWaitMs);
    const QString broken = folder_->filePath(QStringLiteral("broken.cleavepolicy"));
    std::ofstream(broken.toStdString()) << "no policy";
    Q_EMIT window_->openRequested(broken);
    QCOMPARE(policy(), QStringLiteral("greedy"));
    const auto* log = window_->findChild<ui::LogModel*>();
    QVERIFY(log->errors() > 0);
    QCOMPARE(window_->state(), ui::RunState::Running);
  }

  void undoGoesWhereTheFocusIs() {
    window_->openWorkspace(QStringLiteral("compare"));
    auto* scenario = window_->findChild<ui::ScenarioPanel*>();
    auto* text = scenario->findChild<QPlainTextEdit*>();
    QVERIFY(text != nullptr);
    window_->panels().showPanel(QStringLiteral("scenario"));
    window_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    text->setFocus();
    QTRY_VERIFY(text->hasFocus());
    const QString before = scenario->document().text();
    QTest::keyClicks(text, QStringLiteral("# mine"));
    QVERIFY(scenario->document().text() != before);
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(scenario->document().text(), before);
  }
};

}  // namespace cleave::workbench

CLEAVE_GUI_TEST(cleave::workbench::TestWorkbench)
#include "test_app_workbench.moc"
