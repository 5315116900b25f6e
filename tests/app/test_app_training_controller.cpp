// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <QApplication>

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <memory>

#include "app/workbench/train/training_controller.h"
#include "tests/app/fake_trainer.h"
#include "tests/app/job_files.h"
#include "tests/main/test_main.h"
#include "ui/train/training_charts.h"
#include "ui/train/training_files_panel.h"
#include "ui/train/training_list.h"

namespace cleave::workbench {

/// Counts what other threads have called an object with.
class CallCounter : public QObject {
 public:
  int calls = 0;
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::MetaCall) ++calls;
    return false;
  }
};

/// From the click on Train to the policy in use, with a program that only pretends to train.
class TestTrainingController : public QObject {
  Q_OBJECT

  static constexpr int kWaitMs = 20'000;
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<ui::TrainPanel> panel_;
  std::unique_ptr<TrainingController> controller_;

  [[nodiscard]] std::filesystem::path root() const { return folder_->path().toStdString(); }
  void open(bool lockedOut = false) {
    controller_.reset();
    panel_ = std::make_unique<ui::TrainPanel>();
    panel_->resize(1000, 700);
    panel_->show();
    TrainingControllerOptions options;
    options.folder = lockedOut ? "/proc/nowhere" : root() / "jobs";
    options.program = root() / "trainer";
    options.atOnce = 1;
    controller_ = std::make_unique<TrainingController>(*panel_, options);
  }
  [[nodiscard]] const ui::TrainingInfo* current() const { return panel_->list()->current(); }
  [[nodiscard]] bool reaches(ui::TrainingState state) const {
    return QTest::qWaitFor([&] { return current() != nullptr && current()->state == state; }, kWaitMs);
  }
  [[nodiscard]] std::filesystem::path result() const {
    return root() / "jobs" / panel_->current().toStdString() / "sac-d-demo.cleavepolicy";
  }
  void press(Qt::Key key) {
    panel_->list()->table()->setFocus();
    QTest::keyClick(panel_->list()->table(), key);
  }

 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    // The form gives the algorithm where the script looks for its mode.
    const auto script = test::fakeTrainer(root());
    std::ofstream(root() / "trainer") << "#!/bin/sh\nexec " << script.string() << " policy train work \"$@\"\n";
    std::filesystem::permissions(root() / "trainer", std::filesystem::perms::owner_all);
    open();
  }
  void cleanup() {
    controller_.reset();
    panel_.reset();
    std::error_code none;
    for (const auto& entry :
         std::filesystem::directory_iterator(root() / "jobs", none)) {  // whatever still runs or sleeps
      if (const auto mark = markFromText(test::content(entry.path() / "pid"))) signalGroup(*mark, SIGKILL);
    }
  }

  void trainPauseStopUseResume() {
    QSignalSpy title(controller_.get(), &TrainingController::titleProgressChanged);
    QSignalSpy used(controller_.get(), &TrainingController::usePolicyRequested);
    QSignalSpy ended(controller_.get(), &TrainingController::trainingEnded);
    const QSignalSpy trained(controller_.get(), &TrainingController::policiesTrained);
    QTest::mouseClick(panel_->findChild<QPushButton*>("train"), Qt::LeftButton);
    QVERIFY(reaches(ui::TrainingState::Running));
    QTRY_COMPARE_WITH_TIMEOUT(controller_->titleProgress(), QStringLiteral("40 % - 6 s left"), kWaitMs);
    QTRY_VERIFY_WITH_TIMEOUT(!panel_->charts()->isEmpty(), kWaitMs);
    QVERIFY(title.size() > 0);
    press(Qt::Key_P);
    QVERIFY(reaches(ui::TrainingState::Paused));
    QVERIFY(controller_->titleProgress().isEmpty());
    press(Qt::Key_R);
    QVERIFY(reaches(ui::TrainingState::Running));
    press(Qt::Key_S);
    QVERIFY(reaches(ui::TrainingState::Stopped));
    QTRY_VERIFY(panel_->files()->button()->isEnabled());
    QTest::mouseClick(panel_->files()->button(), Qt::LeftButton);  // a checkpoint becomes a policy
    QTRY_COMPARE_WITH_TIMEOUT(used.size(), 1, kWaitMs);
    QVERIFY2(used.takeFirst()[0].toString().endsWith("sac-d-demo-at-50.cleavepolicy"), "another file");
    std::ofstream(result().string() + ".go") << "x";
    press(Qt::Key_R);
    QVERIFY(reaches(ui::TrainingState::Done));
    QTRY_COMPARE(ended.size(), 1);
    QTRY_COMPARE(trained.size(), 1);
    QCOMPARE(trained[0][0].toStringList(), QStringList{QString::fromStdString(result().string())});
    press(Qt::Key_U);
    QTRY_COMPARE_WITH_TIMEOUT(used.size(), 1, kWaitMs);
    QCOMPARE(used[0][0].toString().toStdString(), result().string());
    press(Qt::Key_Delete);
    auto* question = panel_->findChild<QMessageBox*>("removeQuestion");
    QVERIFY(question != nullptr && question->text().contains("sac-d-demo"));
    for (QAbstractButton* button : question->buttons()) {
      if (question->buttonRole(button) == QMessageBox::DestructiveRole) button->click();
    }
    QTRY_VERIFY_WITH_TIMEOUT(panel_->list()->isEmpty(), kWaitMs);
    QCOMPARE(trained.size(), 1);
  }

  void aNewWindowFindsTheTrainingAtWork() {
    QTest::mouseClick(panel_->findChild<QPushButton*>("train"), Qt::LeftButton);
    QVERIFY(reaches(ui::TrainingState::Running));
    QVERIFY(test::waitForFile(result().string() + ".started"));
    const QString id = panel_->current();
    open();
    QVERIFY(reaches(ui::TrainingState::Running));
    QCOMPARE(panel_->current(), id);
    ::kill(std::stoi(test::content(result().string() + ".started")), SIGKILL);  // its crash is not ours
    QVERIFY(reaches(ui::TrainingState::Failed));
    QVERIFY(current()->error.contains("was interrupted"));
  }

  void aBusyWindowGetsAllLooksAtOnceAndLosesNoError() {
    QTest::mouseClick(panel_->findChild<QPushButton*>("train"), Qt::LeftButton);
    QVERIFY(reaches(ui::TrainingState::Running));
    CallCounter counter;
    controller_->installEventFilter(&counter);
    Q_EMIT panel_->useRequested(panel_->current());  // of which there is no checkpoint
    QThread::msleep(1000);                           // four looks after that of the order
    QCoreApplication::sendPostedEvents(controller_.get(), QEvent::MetaCall);
    QVERIFY2(counter.calls <= 2, qPrintable(QString::number(counter.calls)));  // one may come just now
    QTRY_VERIFY(panel_->findChild<QLabel*>("trainingError")->text().contains("checkpoint"));
  }

  void aFolderThatCannotBeIsTold() {
    open(true);
    auto* error = panel_->findChild<QLabel*>("trainingError");
    QTRY_VERIFY_WITH_TIMEOUT(error->text().contains("Cannot create"), kWaitMs);
  }
};

}  // namespace cleave::workbench

CLEAVE_GUI_TEST(cleave::workbench::TestTrainingController)
#include "test_app_training_controller.moc"
