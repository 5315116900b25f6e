// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <cmath>
#include <memory>

#include "core/types/error.h"
#include "tests/main/test_main.h"
#include "tests/ui/samples.h"
#include "ui/panels/log_panel.h"
#include "ui/window/banner.h"
#include "ui/window/link_control.h"
#include "ui/window/run_window.h"
#include "ui/window/target_spin.h"

using namespace cleave;
using namespace cleave::ui;

Q_DECLARE_METATYPE(cleave::ui::RunSettings)

/// What the user presses, sets and reads.
class TestUiWindow : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void buttons();
  void keys();
  void nothingStartsWithoutAModel();
  void settingsRoundTrip();
  void sliderIsLogarithmic();
  void userChangesAreTold();
  void policiesOfFilesAreShortlyNamed();
  void keysOfTexts();
  void statusSaysWhatGoesOnAndWrong();
  void bannerTells();
  void themes();
  void fitsASmallScreen();
  void pictureSaves();

 private:
  QToolButton* button(const char* name) const { return window_->findChild<QToolButton*>(QString::fromLatin1(name)); }
  void open() { window_->setModel({QStringLiteral("small"), samples::network(), {}, {0.9, 0.95}}); }
  std::unique_ptr<RunWindow> window_;
};

void TestUiWindow::init() {
  window_ = std::make_unique<RunWindow>();
  window_->setPolicies({QStringLiteral("sac-d"), QStringLiteral("oracle")}, QStringLiteral("sac-d"));
  window_->show();
  QVERIFY(QTest::qWaitForWindowActive(window_.get()));
}

void TestUiWindow::cleanup() {
  window_.reset();
}

void TestUiWindow::buttons() {
  open();
  QSignalSpy start(window_.get(), &RunWindow::startRequested);
  QSignalSpy pause(window_.get(), &RunWindow::pauseRequested);
  QSignalSpy resume(window_.get(), &RunWindow::resumeRequested);
  QSignalSpy stop(window_.get(), &RunWindow::stopRequested);
  QVERIFY(!button("pauseButton")->isEnabled());
  QVERIFY(!button("stopButton")->isEnabled());
  QTest::mouseClick(button("startButton"), Qt::LeftButton);
  QCOMPARE(start.size(), 1);
  QCOMPARE(start[0][0].value<RunSettings>().policy, QStringLiteral("sac-d"));
  window_->setState(RunState::Running);
  QVERIFY(!button("startButton")->isEnabled());
  QTest::mouseClick(button("pauseButton"), Qt::LeftButton);
  QCOMPARE(pause.size(), 1);
  window_->setState(RunState::Paused);
  QTest::mouseClick(button("startButton"), Qt::LeftButton);
  QCOMPARE(resume.size(), 1);
  QTest::mouseClick(button("stopButton"), Qt::LeftButton);
  QCOMPARE(stop.size(), 1);
  QCOMPARE(start.size(), 1);
}

void TestUiWindow::keys() {
  open();
  QSignalSpy start(window_.get(), &RunWindow::startRequested);
  QSignalSpy pause(window_.get(), &RunWindow::pauseRequested);
  QSignalSpy resume(window_.get(), &RunWindow::resumeRequested);
  QSignalSpy stop(window_.get(), &RunWindow::stopRequested);
  QTest::keyClick(window_.get(), Qt::Key_Escape);
  QCOMPARE(stop.size(), 0);  // nothing runs
  QTest::keyClick(window_.get(), Qt::Key_Space);
  QCOMPARE(start.size(), 1);
  window_->setState(RunState::Connecting);
  QTest::keyClick(window_.get(), Qt::Key_Space);
  QCOMPARE(start.size(), 1);
  window_->setState(RunState::Running);
  QTest::keyClick(window_.get(), Qt::Key_Space);
  QCOMPARE(pause.size(), 1);
  window_->setState(RunState::Paused);
  QTest::keyClick(window_.get(), Qt::Key_Space);
  QCOMPARE(resume.size(), 1);
  QTest::keyClick(window_.get(), Qt::Key_Escape);
  QCOMPARE(stop.size(), 1);
  QTest::keyClick(window_.get(), Qt::Key_F1);
  QTRY_VERIFY(window_->findChild<QWidget*>(QStringLiteral("shortcutsDialog")));
  // Every key that there is.
  QStringList listed;
  for (const QLabel* each : window_->findChild<QWidget*>(QStringLiteral("shortcutsDialog"))->findChildren<QLabel*>()) {
    listed << each->text();
  }
  int keys = 0;
  for (const QAction* action : window_->findChildren<QAction*>()) {
    if (action->shortcut().isEmpty() || action->shortcutContext() != Qt::WindowShortcut) continue;
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    QVERIFY2(listed.contains(key), qPrintable(key + ' ' + action->text()));
    ++keys;
  }
  QVERIFY(keys > 15);
}

void TestUiWindow::nothingStartsWithoutAModel() {
  QSignalSpy start(window_.get(), &RunWindow::startRequested);
  QVERIFY(!button("startButton")->isEnabled());
  QTest::keyClick(window_.get(), Qt::Key_Space);
  QCOMPARE(start.size(), 0);
}

void TestUiWindow::settingsRoundTrip() {
  QSignalSpy changed(window_.get(), &RunWindow::settingsChanged);
  for (const RunSettings& settings :
       {RunSettings{QStringLiteral("oracle"), 33.5, 8.4}, RunSettings{QStringLiteral("sac-d"), 100, 0},
        RunSettings{QStringLiteral("sac-d"), 400, 0.2}, RunSettings{QStringLiteral("sac-d"), 60, 300},
        RunSettings{QStringLiteral("new one"), 60, 17.321}}) {
    window_->setSettings(settings);
    QCOMPARE(window_->settings().policy, settings.policy);
    QCOMPARE(window_->settings().targetMs, settings.targetMs);
    QCOMPARE(window_->settings().linkMbps, settings.linkMbps);
  }
  QCOMPARE(changed.size(), 0);  // only the user's changes are told
}

void TestUiWindow::sliderIsLogarithmic() {
  QCOMPARE(LinkControl::rateAt(0), kLeastLinkMbps);
  QCOMPARE(LinkControl::rateAt(LinkControl::kSteps), kMostLinkMbps);
  const double middle = LinkControl::rateAt(LinkControl::kSteps / 2);
  QVERIFY(std::abs(middle - std::sqrt(kLeastLinkMbps * kMostLinkMbps)) < 0.2);
  for (int position = 0; position <= LinkControl::kSteps; position += 50) {
    QVERIFY(std::abs(LinkControl::positionOf(LinkControl::rateAt(position)) - position) <= 8);  // two digits
  }
}

void TestUiWindow::userChangesAreTold() {
  QSignalSpy changed(window_.get(), &RunWindow::settingsChanged);
  window_->findChild<QCheckBox*>(QStringLiteral("linkAsItIs"))->click();
  QCOMPARE(changed.size(), 1);
  QVERIFY(changed.back()[0].value<RunSettings>().linkMbps > 0);
  window_->findChild<QSlider*>(QStringLiteral("linkSlider"))->setValue(LinkControl::kSteps);
  QCOMPARE(changed.back()[0].value<RunSettings>().linkMbps, kMostLinkMbps);
  window_->findChild<TargetSpin*>(QStringLiteral("targetSpin"))->setValue(60);
  QCOMPARE(changed.back()[0].value<RunSettings>().targetMs, 60.0);
  window_->findChild<QComboBox*>(QStringLiteral("policyCombo"))->setCurrentIndex(1);
  QCOMPARE(changed.back()[0].value<RunSettings>().policy, QStringLiteral("oracle"));
}

void TestUiWindow::policiesOfFilesAreShortlyNamed() {
  auto* policy = window_->findChild<QComboBox*>(QStringLiteral("policyCombo"));
  QSignalSpy changed(window_.get(), &RunWindow::settingsChanged);
  for (const char* folder : {"/a", "/b"}) {  // two files of the same name are two policies
    const QString text = QStringLiteral("policy:%1/mine.cleavepolicy").arg(QLatin1String(folder));
    window_->setSettings({text, 80, 0});
    QCOMPARE(policy->currentText(), QStringLiteral("mine"));
    QCOMPARE(window_->settings().policy, text);
    QCOMPARE(policy->currentData(Qt::ToolTipRole).toString(), text);
  }
  policy->setCurrentIndex(policy->count() - 2);
  QCOMPARE(changed.back()[0].value<RunSettings>().policy, QStringLiteral("policy:/a/mine.cleavepolicy"));
}

void TestUiWindow::keysOfTexts() {
  open();
  window_->setState(RunState::Running);
  QSignalSpy stop(window_.get(), &RunWindow::stopRequested);
  auto* edit = new QLineEdit(window_.get());
  edit->show();
  edit->setFocus();
  QTest::keyClick(edit, Qt::Key_Escape);
  QCOMPARE(stop.size(), 0);
  window_->undoStack().push(new QUndoCommand);
  QTest::keyClick(edit, Qt::Key_A);
  QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(edit->text(), QString());  // its own first
  QVERIFY(window_->undoStack().canUndo());
  QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(!window_->undoStack().canUndo());
  button("stopButton")->setFocus();
  QTest::keyClick(button("stopButton"), Qt::Key_Escape);
  QCOMPARE(stop.size(), 1);
  delete edit;
}

void TestUiWindow::statusSaysWhatGoesOnAndWrong() {
  const auto* state = window_->findChild<QLabel*>(QStringLiteral("stateText"));
  window_->setBackgroundWork(QStringLiteral("training 43 %"));
  QVERIFY2(window_->windowTitle().contains(QLatin1String("training 43 %")), qPrintable(window_->windowTitle()));
  QVERIFY(state->text().contains(QLatin1String("training 43 %")));
  window_->setBackgroundWork({});
  QVERIFY(!state->text().contains(QLatin1String("training")));
  window_->notify(LogModel::Kind::Error, QStringLiteral("Lost."));
  QVERIFY(button("errorsButton")->isVisible());
  window_->findChild<LogPanel*>()->findChild<QTableView*>()->actions().last()->trigger();  // Clear
  QVERIFY(!button("errorsButton")->isVisible());
}

void TestUiWindow::bannerTells() {
  auto* banner = window_->findChild<Banner*>();
  QVERIFY(!banner->isVisible());
  window_->setState(RunState::Connecting, QStringLiteral("Deploying model 43 %, 2 s left"));
  QVERIFY(banner->isVisible());
  QCOMPARE(banner->kind(), Banner::Kind::Info);
  window_->setState(RunState::Running);
  QVERIFY(!banner->isVisible());
  window_->setState(RunState::Failed, QStringLiteral("Cannot reach the device."));
  QVERIFY(banner->isVisible());
  QCOMPARE(banner->text(), QStringLiteral("Cannot reach the device."));
  QCOMPARE(banner->kind(), Banner::Kind::Error);
  QVERIFY(window_->isEnabled());
  banner->setInfoTime(10);
  window_->setState(RunState::Running, QStringLiteral("Figures were written."));
  QVERIFY(banner->isVisible());
  QTRY_VERIFY(!banner->isVisible());
  const auto& log = window_->findChild<LogPanel*>()->model();
  QCOMPARE(log.rowCount(), 2);  // progress is not kept, the rest is
  QCOMPARE(log.errors(), 1);
  QVERIFY(window_->findChild<QToolButton*>(QStringLiteral("errorsButton"))->isVisible());
}

void TestUiWindow::themes() {
  window_->setTheme(Theme::Dark);
  QVERIFY(coloursOf(*window_).dark);
  window_->setTheme(Theme::Light);
  QVERIFY(!coloursOf(*window_).dark);
  QPalette dark(Qt::black);
  QGuiApplication::setPalette(dark);
  window_->setTheme(Theme::System);
  QVERIFY(coloursOf(*window_).dark);
  QGuiApplication::setPalette(QPalette(Qt::lightGray));
  QCoreApplication::processEvents();
  QVERIFY(!coloursOf(*window_).dark);  // follows the desktop while it runs
  QVERIFY(!styleSheetFor(lightColours()).contains(QLatin1Char('@')));
}

void TestUiWindow::fitsASmallScreen() {
  open();
  window_->setState(RunState::Failed, QStringLiteral("Something went wrong, and this is a sentence about it."));
  window_->resize(1280, 720);
  QCoreApplication::processEvents();
  QCOMPARE(window_->size(), QSize(1280, 720));
  for (const QWidget* widget : window_->findChildren<QWidget*>(QStringLiteral("panel"))) {
    if (widget->visibleRegion().isEmpty()) continue;  // behind another one's tab
    const QRect area(widget->mapTo(window_.get(), QPoint(0, 0)), widget->size());
    QVERIFY2(window_->rect().contains(area), qPrintable(widget->accessibleName()));
  }
}

void TestUiWindow::pictureSaves() {
  QTemporaryDir folder;
  window_->savePicture(folder.filePath(QStringLiteral("a.png")));
  QCOMPARE(QImage(folder.filePath(QStringLiteral("a.png"))).size(), window_->size());
  QVERIFY_EXCEPTION_THROWN(window_->savePicture(QStringLiteral("/nowhere/a.png")), Error);
}

CLEAVE_GUI_TEST(TestUiWindow)
#include "test_ui_window.moc"
