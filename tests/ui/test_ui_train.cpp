// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryFile>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <memory>

#include "tests/main/test_main.h"
#include "ui/charts/xy_chart.h"
#include "ui/theme/look.h"
#include "ui/train/seed_bands.h"
#include "ui/train/train_panel.h"
#include "ui/train/training_charts.h"
#include "ui/train/training_files_panel.h"
#include "ui/train/training_form.h"
#include "ui/train/training_list.h"
#include "ui/train/training_plots.h"
#include "ui/train/training_problem.h"
#include "ui/train/training_text.h"

using namespace cleave::ui;

Q_DECLARE_METATYPE(cleave::ui::TrainingRequest)

namespace {

TrainingChoices choices() {
  return {{"sac-d", "dqn"}, {"lte-drive", "wifi-office"}, {"fashion-mnist", "folder"}, {"alexnet"}, 4};
}

TrainingInfo info(const QString& id, TrainingState state, const QString& group = {}) {
  TrainingInfo one;
  one.id = id;
  one.name = "training " + id;
  one.group = group.isEmpty() ? id : group;
  one.what = "sac-d · lte-drive · seed 1";
  one.state = state;
  one.done = 0.43;
  one.etaS = state == TrainingState::Running ? 110 : -1;
  one.latest = 82.44;
  return one;
}

TrainingFile file(TrainingFile::Kind kind, const QString& name) {
  return {kind, name, "/t/" + name, QDateTime(QDate(2026, 1, 2), QTime(3, 4)), 12'345};
}

TrainingCurves curves(int seeds) {
  TrainingCurves all;
  for (int seed = 0; seed < seeds; ++seed) {
    TrainingSeed one{QString::number(seed), {}};
    for (const char* name : {"return", "judged_return", "violation_rate", "entropy", "temperature", "critic_loss"}) {
      one.series[name] = {{100, 1.0 + seed}, {200, 2.0 + seed}, {300, 3.0 + seed}};
    }
    all.seeds.push_back(one);
  }
  all.referenceReturn = {{"oracle", 9}, {"greedy", 4}};
  all.referenceViolation = {{"oracle", 0.01}};
  return all;
}

}  // namespace

/// The Train panel, as a user meets it.
class TestUiTrain : public QObject {
  Q_OBJECT

  std::unique_ptr<TrainPanel> panel_;

  template <class T>
  T* find(const char* name) const {
    return panel_->findChild<T*>(QString::fromLatin1(name));
  }
  void click(QAbstractButton* button) { QTest::mouseClick(button, Qt::LeftButton); }
  void clickRow(int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTableView* table = panel_->list()->table();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, modifiers,
                      table->visualRect(table->model()->index(row, 0)).center());
  }

 private Q_SLOTS:
  void init() {
    panel_ = std::make_unique<TrainPanel>();
    panel_->setChoices(choices());
    panel_->resize(1100, 700);
    panel_->show();
    QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
  }
  void cleanup() { panel_.reset(); }

  void emptyPanelsSayWhatToDo() {
    QVERIFY(panel_->list()->isEmpty() && panel_->list()->emptyText().contains("Press Train"));
    QVERIFY(panel_->charts()->isEmpty() && panel_->charts()->emptyText().contains("Press Train"));
    QVERIFY(panel_->files()->isEmpty() && panel_->files()->emptyText().contains("Choose a training"));
    QVERIFY(panel_->current().isEmpty());
  }

  void oneClickTrains() {
    QSignalSpy asked(panel_.get(), &TrainPanel::trainRequested);
    click(find<QPushButton>("train"));
    QCOMPARE(asked.size(), 1);
    const auto request = asked[0][0].value<TrainingRequest>();
    QCOMPARE(request.kind, TrainingKind::Policy);
    QCOMPARE(request.algorithm, QStringLiteral("sac-d"));
    QCOMPARE(request.scenario, QStringLiteral("lte-drive"));
    QCOMPARE(request.seeds, 1);
    QCOMPARE(request.steps, 0);
    QVERIFY(request.model.isEmpty() && request.traces.isEmpty());
  }

  void theFormIsRead() {
    QTemporaryFile trace;
    QVERIFY(trace.open());
    find<QComboBox>("algorithm")->setCurrentText("dqn");
    find<QSpinBox>("seeds")->setValue(3);
    find<QSpinBox>("steps")->setValue(5000);
    QTest::keyClicks(find<QLineEdit>("trainingName"), "mine");
    find<QLineEdit>("traces")->setText(trace.fileName() + "; " + trace.fileName());
    QVERIFY2(panel_->form()->problem().isEmpty(), qPrintable(panel_->form()->problem()));
    const auto request = panel_->form()->request();
    QCOMPARE(request.algorithm, QStringLiteral("dqn"));
    QCOMPARE(request.seeds, 3);
    QCOMPARE(request.steps, 5000);
    QCOMPARE(request.name, QStringLiteral("mine"));
    QCOMPARE(request.traces.size(), 2);
    panel_->setScenario("wifi-office");
    QCOMPARE(panel_->form()->request().scenario, QStringLiteral("wifi-office"));
    find<QComboBox>("kind")->setCurrentIndex(1);
    const auto network = panel_->form()->request();
    QCOMPARE(network.kind, TrainingKind::Network);
    QCOMPARE(network.stages, QStringLiteral("96:0.25"));
    QCOMPARE(network.threads, 3);
    QVERIFY(panel_->form()->problem().isEmpty());
  }

  void problemsAreToldAsTheyAreTyped() {
    auto* label = find<QLabel>("trainingProblem");
    auto* train = find<QPushButton>("train");
    QVERIFY(label->isHidden() && train->isEnabled());
    auto* scenario = find<QComboBox>("scenario");
    scenario->lineEdit()->selectAll();
    QTest::keyClicks(scenario->lineEdit(), "moon");
    QVERIFY(label->isVisible() && label->text().startsWith("'moon' is neither a known scenario nor a file"));
    QVERIFY(!train->isEnabled());
    QSignalSpy asked(panel_.get(), &TrainPanel::trainRequested);
    click(train);
    QCOMPARE(asked.size(), 0);
    scenario->setCurrentText("lte-drive");
    QVERIFY(label->isHidden() && train->isEnabled());
  }

  void everyProblemIsOneSentence_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    QTest::newRow("trace") << "traces"
                           << "/no/trace.csv"
                           << "/no/trace.csv";
    QTest::newRow("model") << "model"
                           << "/no/x.cleavemodel"
                           << "/no/x.cleavemodel";
    QTest::newRow("scenario file") << "scenario"
                                   << "/no/x.scenario"
                                   << "/no/x.scenario";
    QTest::newRow("no scenario") << "scenario"
                                 << ""
                                 << "No scenario";
    QTest::newRow("name") << "name" << QString(81, 'x') << "80 characters";
    QTest::newRow("stages") << "stages"
                            << "big"
                            << "SIZE:EPOCHS";
    QTest::newRow("no epochs") << "stages"
                               << "96:0"
                               << "0 epochs";
    QTest::newRow("frame") << "stages"
                           << "4:1"
                           << "16 to 1024";
    QTest::newRow("data") << "data"
                          << "/no/folder"
                          << "/no/folder";
    QTest::newRow("pictures") << "dataset"
                              << "folder"
                              << "subfolder per class";
    QTest::newRow("architecture") << "architecture"
                                  << "resnet"
                                  << "'resnet'";
  }
  void everyProblemIsOneSentence() {
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, says);
    TrainingRequest request = panel_->form()->request();
    if (field == "traces") request.traces = {value};
    if (field == "model") request.model = value;
    if (field == "scenario") request.scenario = value;
    if (field == "name") request.name = value;
    if (field == "stages" || field == "data" || field == "dataset" || field == "architecture") {
      request.kind = TrainingKind::Network;
    }
    if (field == "stages") request.stages = value;
    if (field == "data") request.dataFolder = value;
    if (field == "dataset") request.dataset = value;
    if (field == "architecture") request.architecture = value;
    const QString said = problemOf(request, choices());
    QVERIFY2(said.contains(says), qPrintable(said));
    QVERIFY(said.endsWith('.') && !said.contains('\n'));
  }

  void theQueueShowsAndSteers() {
    auto failed = info("b", TrainingState::Failed);
    failed.error = "The disk is full.";
    panel_->setTrainings({info("a", TrainingState::Running), failed, info("c", TrainingState::Done)});
    const TrainingModel& model = panel_->list()->model();
    QCOMPARE(model.rowCount(), 3);
    const auto text = [&](int row, int column) {
      return model.data(model.index(row, column), Qt::DisplayRole).toString();
    };
    QCOMPARE(text(0, TrainingModel::Name), QStringLiteral("training c"));  // the newest first
    QCOMPARE(text(2, TrainingModel::State), QStringLiteral("training"));
    QCOMPARE(text(2, TrainingModel::Progress), QStringLiteral("43 %"));
    QCOMPARE(text(2, TrainingModel::Left), QStringLiteral("2 min"));
    QCOMPARE(text(2, TrainingModel::Latest), QStringLiteral("82.4"));
    QCOMPARE(panel_->current(), QStringLiteral("c"));
    QCOMPARE(panel_->list()->note(), QStringLiteral("1 of 3 active"));

    QSignalSpy paused(panel_.get(), &TrainPanel::pauseRequested);
    QSignalSpy resumed(panel_.get(), &TrainPanel::resumeRequested);
    QSignalSpy stopped(panel_.get(), &TrainPanel::stopRequested);
    QSignalSpy removed(panel_.get(), &TrainPanel::removeRequested);
    auto* pause = find<QToolButton>("pauseTrainingButton");
    QVERIFY(!pause->isEnabled());
    clickRow(2);
    QCOMPARE(panel_->current(), QStringLiteral("a"));
    QVERIFY(pause->isEnabled() && !find<QToolButton>("removeTrainingButton")->isEnabled());
    click(pause);
    QCOMPARE(paused.takeFirst()[0].toStringList(), QStringList{"a"});
    QTest::keyClick(panel_->list()->table(), Qt::Key_S);
    QCOMPARE(stopped.takeFirst()[0].toStringList(), QStringList{"a"});
    clickRow(1);
    QCOMPARE(find<QLabel>("trainingError")->text(), QStringLiteral("The disk is full."));
    click(find<QToolButton>("resumeTrainingButton"));
    QCOMPARE(resumed.takeFirst()[0].toStringList(), QStringList{"b"});
    clickRow(0, Qt::ControlModifier);  // two at once, and only what fits
    QTest::keyClick(panel_->list()->table(), Qt::Key_Delete);
    QCOMPARE(removed.size(), 0);  // it asks
    auto* question = find<QMessageBox>("removeQuestion");
    QVERIFY(question->text().contains(QLatin1Char('2')));
    for (QAbstractButton* button : question->buttons()) {
      if (question->buttonRole(button) == QMessageBox::DestructiveRole) button->click();
    }
    QStringList gone = removed.takeFirst()[0].toStringList();
    gone.sort();
    QCOMPARE(gone, (QStringList{"b", "c"}));
    panel_->setError("It cannot be deleted.");
    QCOMPARE(find<QLabel>("trainingError")->text(), QStringLiteral("It cannot be deleted."));
  }

  void theModelIsSound() {
    TrainingModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTrainings({info("a", TrainingState::Queued, "x"), info("b", TrainingState::Queued, "x")});
    model.setTrainings({info("a", TrainingState::Running, "x"), info("b", TrainingState::Queued, "x"),
                        info("c", TrainingState::Queued), info("d", TrainingState::Damaged, "x")});
    QCOMPARE(model.rowOf("c"), 0);
    QCOMPARE(model.rowOf("a"), 1);
    QCOMPARE(model.rowOf("d"), 3);
    model.setTrainings({info("c", TrainingState::Queued), info("d", TrainingState::Queued, "x")});
    QCOMPARE(model.rowOf("d"), 0);  // it is the newest group's first now
    model.setTrainings({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.rowOf("c"), -1);
    QVERIFY(model.training(0) == nullptr);
  }

  void aNewTrainingIsChosenAndTheChoiceStays() {
    panel_->setTrainings({info("a", TrainingState::Done)});
    QCOMPARE(panel_->current(), QStringLiteral("a"));
    panel_->setTrainings({info("a", TrainingState::Done), info("b", TrainingState::Running)});
    QCOMPARE(panel_->current(), QStringLiteral("a"));  // somebody else's
    QSignalSpy changed(panel_.get(), &TrainPanel::currentChanged);
    click(find<QPushButton>("train"));
    panel_->setTrainings({info("a", TrainingState::Done), info("b", TrainingState::Running),
                          info("c", TrainingState::Queued, "g"), info("d", TrainingState::Queued, "g")});
    QCOMPARE(panel_->current(), QStringLiteral("c"));
    QCOMPARE(changed.last()[0].toString(), QStringLiteral("c"));
    panel_->setTrainings({info("a", TrainingState::Done)});
    QCOMPARE(panel_->current(), QStringLiteral("a"));
  }

  void curvesOfSeedsAreBands() {
    panel_->setTrainings({info("a", TrainingState::Running)});
    panel_->setCurves("other", curves(1));  // came too late
    QVERIFY(panel_->charts()->isEmpty());
    panel_->setCurves("a", curves(3));
    QVERIFY(!panel_->charts()->isEmpty());
    QVERIFY(panel_->charts()->note().contains("3 seeds"));
    const auto& charts = panel_->charts()->charts();
    const auto named = [](const XyChart* chart, const QString& name) {
      for (const XyCurve& curve : chart->curves()) {
        if (curve.name == name) return curve;
      }
      return XyCurve{};
    };
    const XyCurve policy = named(charts[0], "policy, mean of seeds");
    QCOMPARE(policy.points, (QList<QPointF>{{100, 2}, {200, 3}, {300, 4}}));
    QCOMPARE(policy.low.last(), QPointF(300, 3));
    QCOMPARE(policy.high.last(), QPointF(300, 5));
    QCOMPARE(named(charts[0], "oracle").points.last(), QPointF(300, 9));
    QCOMPARE(named(charts[0], "greedy").points.first(), QPointF(0, 4));
    QCOMPARE(named(charts[1], "oracle").points.last(), QPointF(300, 1));  // per cent
    QVERIFY(!named(charts[2], "entropy").points.isEmpty() && !named(charts[2], "temperature").points.isEmpty());
    QVERIFY(!named(charts[3], "critic loss").points.isEmpty());
    const auto range = plotsOf(curves(1), lightColours())[0].y;
    QVERIFY(range && range->low < 1 && range->high > 9);
    panel_->setCurves("a", {});
    QVERIFY(panel_->charts()->isEmpty());
  }

  void curvesOfANetworkAreByExit() {
    TrainingCurves network;
    network.kind = TrainingKind::Network;
    TrainingSeed seed{"a", {}};
    for (const char* name : {"train_accuracy/1", "train_accuracy/2", "train_loss/1", "train_loss/2", "loss", "rate"}) {
      seed.series[name] = {{10, 0.5}, {20, 0.25}};
    }
    seed.series["accuracy/2"] = {{20, 0.9}};
    network.seeds = {seed};
    const auto plots = plotsOf(network, lightColours());
    QCOMPARE(plots[0].curves.size(), std::size_t{3});
    QCOMPARE(plots[0].curves[1].points.first(), QPointF(10, 50));
    QCOMPARE(plots[0].curves[2].kind, XyCurve::Kind::Points);
    QCOMPARE(plots[1].curves.size(), std::size_t{2});
    QCOMPARE(plots[2].curves.size(), std::size_t{1});
    QCOMPARE(plots[3].curves.size(), std::size_t{1});
  }

  void bandsOfUnevenSeeds() {
    const SeedBand band = bandOf({{{0, 0}, {10, 10}, {20, 20}}, {{0, 2}, {10, 4}}, {}});
    QCOMPARE(band.mean, (QList<QPointF>{{0, 1}, {10, 7}, {20, 20}}));
    QCOMPARE(band.low, (QList<QPointF>{{0, 0}, {10, 4}}));  // after that there is one seed only
    QCOMPARE(bandOf({{{0, 0}, {10, 10}}, {{0, 0}, {5, 3}, {20, 3}}}).mean.at(1), QPointF(5, 4));  // between points
    QVERIFY(bandOf({}).mean.isEmpty());
    QCOMPARE(smoothed({{0, 0}, {1, 3}, {2, 6}, {3, 0}}, 1), (QList<QPointF>{{0, 0}, {1, 3}, {2, 3}, {3, 0}}));
  }

  void filesAreUsed() {
    using Kind = TrainingFile::Kind;
    auto one = info("a", TrainingState::Running);
    panel_->setTrainings({one});
    QPushButton* button = panel_->files()->button();
    QVERIFY(panel_->files()->isEmpty() && panel_->files()->emptyText().contains("5 seconds"));
    one.files = {file(Kind::Checkpoint, "x.cleavepolicy.checkpoint"), file(Kind::Early, "x-at-80000.cleavepolicy")};
    panel_->setTrainings({one});
    QTreeWidget* list = panel_->files()->list();
    QCOMPARE(list->topLevelItemCount(), 2);
    QCOMPARE(list->topLevelItem(1)->text(0), QStringLiteral("policy after 80,000"));
    QCOMPARE(list->topLevelItem(1)->text(2), QStringLiteral("12.3 kB"));
    QCOMPARE(button->text(), QStringLiteral("Use latest checkpoint"));
    QSignalSpy use(panel_.get(), &TrainPanel::useRequested);
    QSignalSpy useFile(panel_.get(), &TrainPanel::usePolicyRequested);
    click(button);
    QCOMPARE(use.takeFirst()[0].toString(), QStringLiteral("a"));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->topLevelItem(1)).center());
    QCOMPARE(button->text(), QStringLiteral("Use this policy"));
    panel_->setTrainings({one});  // an update does not lose the choice
    click(button);
    QCOMPARE(useFile.takeFirst()[0].toString(), QStringLiteral("/t/x-at-80000.cleavepolicy"));
    panel_->list()->table()->setFocus();
    QTest::keyClick(panel_->list()->table(), Qt::Key_U);
    QCOMPARE(use.takeFirst()[0].toString(), QStringLiteral("a"));

    auto network = info("b", TrainingState::Done);
    network.kind = TrainingKind::Network;
    network.files = {file(Kind::Result, "n.cleavemodel")};
    panel_->setTrainings({network});
    QSignalSpy model(panel_.get(), &TrainPanel::openModelRequested);
    QCOMPARE(button->text(), QStringLiteral("Open this model"));
    click(button);
    QCOMPARE(model.takeFirst()[0].toString(), QStringLiteral("/t/n.cleavemodel"));
  }

  void titles() {
    QVERIFY(titleProgress({}).isEmpty());
    QVERIFY(titleProgress({info("a", TrainingState::Paused)}).isEmpty());
    QCOMPARE(titleProgress({info("a", TrainingState::Running), info("b", TrainingState::Done)}),
             QStringLiteral("43 % - 2 min left"));
    auto unknown = info("a", TrainingState::Running);
    unknown.etaS = -1;
    QCOMPARE(titleProgress({unknown}), QStringLiteral("43 %"));
    QCOMPARE(durationText(8), QStringLiteral("8 s"));
    QCOMPARE(durationText(3900), QStringLiteral("1 h 05 min"));
  }

  void itDrawsInBothThemesAndSmall() {
    panel_->setTrainings({info("a", TrainingState::Running)});
    panel_->setCurves("a", curves(2));
    for (const Theme theme : {Theme::Dark, Theme::Light}) {
      panel_->setPalette(paletteFor(coloursFor(theme)));
      QVERIFY(!panel_->grab().isNull());
    }
    panel_->resize(panel_->minimumSizeHint());
    QVERIFY(panel_->width() <= 900 && panel_->height() <= 600);
    QVERIFY(!panel_->grab().isNull());
  }
};

CLEAVE_GUI_TEST(TestUiTrain)
#include "test_ui_train.moc"
