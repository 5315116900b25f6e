// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <utility>

#include "app/experiment/local_agent.h"
#include "app/workbench/run/run_controller.h"
#include "core/bundle/bundle.h"
#include "tests/app/dream_profile.h"
#include "tests/main/test_main.h"
#include "ui/panels/log_panel.h"
#include "ui/window/banner.h"

namespace cleave::workbench {

/// The whole workbench, driven as a user drives it, against a local agent.
class TestRunController : public QObject {
  Q_OBJECT

  static constexpr int kWaitMs = 30'000;  // the agent loads libtorch; sanitizers and busy machines are slow
  const QString model_ = QStringLiteral(CLEAVE_SOURCE_DIR "/models/alexnet-fashion.cleavemodel");

 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

  void runPauseResumeStop() {
    ui::RunWindow window;
    ExperimentOptions options;
    options.samples = 4;
    RunController controller(window, options);
    controller.openModel(model_, true);
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Running, kWaitMs);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_Space);
    QTRY_COMPARE(window.state(), ui::RunState::Paused);
    QTest::keyClick(&window, Qt::Key_Space);
    QTRY_COMPARE(window.state(), ui::RunState::Running);
    QTest::keyClick(&window, Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Finished, kWaitMs);
  }
  void aBrokenModelIsToldInTheWindow() {
    ui::RunWindow window;
    RunController controller(window, {});
    controller.openModel(QStringLiteral("/no/such.cleavemodel"));
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Failed, kWaitMs);
  }
  void modelsThatOpenedAreOfferedAgain() {
    ui::RunWindow window;
    RunController controller(window, {});
    auto* recent = window.findChild<QMenu*>(QStringLiteral("recentMenu"));
    QVERIFY(recent != nullptr);
    const auto offered = [recent] {
      Q_EMIT recent->aboutToShow();
      QStringList texts;
      for (const QAction* action : recent->actions()) texts << action->text();
      return texts;
    };
    QVERIFY(!offered().contains(model_));
    controller.openModel(QStringLiteral("/no/such.cleavemodel"));
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Failed, kWaitMs);
    controller.openModel(model_);
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Idle, kWaitMs);
    QVERIFY(offered().contains(model_));
    QVERIFY(!offered().contains(QStringLiteral("/no/such.cleavemodel")));
  }
  void anAgentThatIsNotThereIsToldInTheWindow() {
    ui::RunWindow window;
    ExperimentOptions options;
    options.agent = "127.0.0.1:1";
    const QTemporaryDir runs;
    RunController controller(window, options, runs.path());
    controller.openModel(model_, true);
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Failed, kWaitMs);
    // No run has begun: there is no file to be named or exported.
    QTRY_VERIFY(window.findChild<QLabel*>(QStringLiteral("recordingText"))->text().isEmpty());
    QVERIFY(QDir(runs.path()).isEmpty());
    Q_EMIT window.exportRequested(runs.path());
    QVERIFY(window.findChild<ui::Banner*>()->text().startsWith("There is no run to export"));
  }
  void anAgentThatWasStartedAheadOutlivesARunThatCannotStart() {
    ui::RunWindow window;
    ExperimentOptions options;
    options.startedAgent = std::make_shared<LocalAgent>(LocalAgentOptions{});
    const std::weak_ptr<LocalAgent> agent = options.startedAgent;
    RunController controller(window, std::move(options));
    controller.openModel(model_);
    QTRY_VERIFY_WITH_TIMEOUT(controller.model(), kWaitMs);
    ui::RunSettings settings = window.settings();
    settings.policy = QStringLiteral("no such policy");
    Q_EMIT window.startRequested(settings);
    QCOMPARE(window.state(), ui::RunState::Failed);
    QVERIFY(!agent.expired());
  }
  void aMachineThatCannotKeepUpSaysSoInTheWindow() {
    const test::Folder folder;
    ui::RunWindow window;
    ExperimentOptions options;
    options.samples = 4;
    options.emulate = test::dreamProfile(folder, readBundle(model_.toStdString()).manifest.network);
    RunController controller(window, options);
    controller.openModel(model_, true);
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Running, kWaitMs);
    const auto* banner = window.findChild<ui::Banner*>();
    QVERIFY(banner != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(banner->text().contains("slower than dream in conv1 ("), kWaitMs);
    QCOMPARE(banner->kind(), ui::Banner::Kind::Info);
  }
  void noticesInQuickSuccessionAllArriveInOrder() {
    ui::RunWindow window;
    ExperimentOptions options;
    options.samples = 4;
    RunController controller(window, options);
    controller.setWatcher([](ExperimentEvents& events) {
      events.observed = [notice = events.notice, told = false](std::uint64_t, const Observation&, int) mutable {
        if (std::exchange(told, true)) return;
        for (const char* text : {"The first notice.", "The second notice.", "The third notice."}) notice(text);
      };
    });
    controller.openModel(model_, true);
    auto* log = window.findChild<ui::LogPanel*>();
    QVERIFY(log != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(log->model().asText().contains("The third notice."), kWaitMs);
    const QString text = log->model().asText();
    const auto first = text.indexOf("The first notice.");
    const auto second = text.indexOf("The second notice.");
    QVERIFY2(first >= 0 && first < second && second < text.indexOf("The third notice."), qPrintable(text));
  }
  void theNewestOfSeveralModelsIsOpened() {
    ui::RunWindow window;
    RunController controller(window, {});
    const QSignalSpy opened(&controller, &RunController::modelOpened);
    controller.openModel(model_);
    controller.openModel(QStringLiteral("/no/such.cleavemodel"));
    controller.openModel(model_);
    QVERIFY(controller.busy());
    QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Idle, kWaitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!controller.busy(), kWaitMs);
    QCOMPARE(opened.size(), 1);
  }
  void closingInTheMiddleOfARunEndsEverything() {
    ui::RunWindow window;
    ExperimentOptions options;
    options.samples = 4;
    {
      RunController controller(window, options);
      controller.openModel(model_, true);
      QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Running, kWaitMs);
    }  // joins the run's thread; the test's time limit catches a hang
  }
};

}  // namespace cleave::workbench

CLEAVE_GUI_TEST(cleave::workbench::TestRunController)
#include "test_app_run_controller.moc"
