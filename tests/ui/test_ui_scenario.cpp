// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>
#include <algorithm>
#include <cmath>
#include <memory>

#include "tests/main/test_main.h"
#include "tests/ui/themed_window.h"
#include "ui/scenario/conditions_chart.h"
#include "ui/scenario/scenario_document.h"
#include "ui/scenario/scenario_form.h"
#include "ui/scenario/scenario_highlighter.h"
#include "ui/scenario/scenario_panel.h"
#include "ui/scenario/scenario_text_edit.h"

using namespace cleave::ui;

/// The scenario panel, by clicks and keys, with the test in the controller's place.
class TestUiScenario : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { window_.reset(); }
  void emptyUntilOneIsOpened();
  void typingIsOneTextAndOneStep();
  void fieldsEditTheSameText();
  void undoInEitherUndoesBoth();
  void openingCanBeUndone();
  void revert();
  void problemsAreMarkedInTextAndForm();
  void wrongFieldValuesAreShownAsTheyStand();
  void aShippedOneAsksForAName();
  void anExistingNameIsReplacedOnSecondPressOnly();
  void anOwnOneIsSavedInItsPlace();
  void controlSSavesTheScenario();
  void typingOnWhileSavingIsKept();
  void menuAndUse();
  void narrowDocksStackFormAndText();
  void linearAndLogarithmic();
  void pictures();

 private:
  template <class T>
  T* find(const char* name) const {
    auto* found = panel_->findChild<T*>(QString::fromLatin1(name));
    if (found == nullptr) qFatal("no %s", name);
    return found;
  }
  ScenarioTextEdit* text() const { return find<ScenarioTextEdit>("scenarioText"); }
  QLineEdit* rate() const { return find<QLineEdit>("field:link.mbps"); }
  /// What the controller would say of a text of two keys.
  static std::vector<ScenarioField> fieldsOf(const QString& text);
  static ConditionsPreview preview();
  static ScenarioSource shipped() {
    return {QStringLiteral("office"),
            {},
            true,
            QStringLiteral("# An office\nname = office\nlink = constant\nlink.mbps = 20\n")};
  }

  std::unique_ptr<cleave::ui::test::ThemedWindow> window_;
  ScenarioPanel* panel_ = nullptr;
};

std::vector<ScenarioField> TestUiScenario::fieldsOf(const QString& text) {
  using Kind = ScenarioField::Kind;
  std::vector<ScenarioField> fields{{QStringLiteral("name"),
                                     QStringLiteral("Scenario"),
                                     ColourRole::Text,
                                     QStringLiteral("name"),
                                     {},
                                     {},
                                     Kind::Text,
                                     {},
                                     {},
                                     {},
                                     0},
                                    {QStringLiteral("link"),
                                     QStringLiteral("Link"),
                                     ColourRole::Link,
                                     QStringLiteral("kind"),
                                     {},
                                     {},
                                     Kind::Choice,
                                     {},
                                     {},
                                     {QStringLiteral("constant"), QStringLiteral("wander")},
                                     0},
                                    {QStringLiteral("link.mbps"),
                                     QStringLiteral("Link"),
                                     ColourRole::Link,
                                     QStringLiteral("rate"),
                                     QStringLiteral("Mbit/s"),
                                     QStringLiteral("Above 0"),
                                     Kind::Number,
                                     {},
                                     QStringLiteral("20"),
                                     {},
                                     0},
                                    {QStringLiteral("device_load.share"),
                                     QStringLiteral("Load on the device"),
                                     ColourRole::Device,
                                     QStringLiteral("share"),
                                     {},
                                     {},
                                     Kind::Number,
                                     {},
                                     QStringLiteral("0"),
                                     {},
                                     0}};
  const QStringList lines = text.split(QLatin1Char('\n'));
  for (int i = 0; i < lines.size(); ++i) {
    for (auto& field : fields) {
      if (lines[i].section(QLatin1Char('='), 0, 0).trimmed() != field.key) continue;
      field.value = lines[i].section(QLatin1Char('='), 1).trimmed();
      field.line = i + 1;
    }
  }
  return fields;
}

ConditionsPreview TestUiScenario::preview() {
  ConditionsPreview made;
  made.durationS = 600;
  for (int i = 0; i < 300; ++i) {
    const double mean = i % 60 > 52 ? 0 : 20 * std::exp(1.4 * std::sin(i / 23.0) + 0.5 * std::sin(i / 3.1));
    made.mbps.push_back({mean * 0.7, mean, mean * 1.25});
    made.rttMs.push_back({4, 5 + std::abs(std::sin(i / 7.0)), 8});
    const double load = (i / 40) % 2 == 0 ? 0.05 : 0.5;
    made.deviceLoad.push_back({load, load, load});
  }
  made.note = QStringLiteral("mean 23 Mbit/s · dead 12 % · target 100 ms");
  return made;
}

void TestUiScenario::init() {
  panel_ = new ScenarioPanel;
  window_ = std::make_unique<cleave::ui::test::ThemedWindow>(panel_);
  connect(panel_, &ScenarioPanel::textChanged, panel_,
          [this](const QString& now) { panel_->setFields(fieldsOf(now)); });
  connect(panel_, &ScenarioPanel::fieldEdited, panel_, [this](const QString& key, const QString& value) {
    QStringList lines = panel_->document().text().split(QLatin1Char('\n'));
    for (auto& line : lines) {
      if (line.startsWith(key + QLatin1String(" ="))) line = key + QStringLiteral(" = ") + value;
    }
    panel_->replaceText(lines.join(QLatin1Char('\n')), key);
  });
  window_->resize(700, 560);
  window_->show();
  panel_->open(shipped());
}

void TestUiScenario::emptyUntilOneIsOpened() {
  const ScenarioPanel fresh;
  QVERIFY(fresh.isEmpty());
  QVERIFY(!panel_->isEmpty());
  QCOMPARE(panel_->undoStack()->count(), 0);  // nothing to go back to
  QCOMPARE(panel_->note(), QStringLiteral("office · built-in"));
  QCOMPARE(text()->toPlainText(), shipped().text);
  QCOMPARE(rate()->text(), QStringLiteral("20"));
}

void TestUiScenario::typingIsOneTextAndOneStep() {
  text()->goToLine(4);
  QTest::keyClicks(text(), QStringLiteral("55"));
  QCOMPARE(panel_->document().text(), QString(shipped().text).replace(QLatin1String("20"), QLatin1String("2055")));
  QCOMPARE(rate()->text(), QStringLiteral("2055"));
  QCOMPARE(panel_->undoStack()->count(), 1);
  QVERIFY(panel_->note().endsWith(QLatin1String("edited")));
  QTest::keyClick(text(), Qt::Key_Backspace);
  QCOMPARE(panel_->undoStack()->count(), 2);
  QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
  QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(panel_->document().text(), shipped().text);
  QVERIFY(!panel_->document().modified());
  QTest::keyClick(text(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(rate()->text(), QStringLiteral("2055"));
}

void TestUiScenario::fieldsEditTheSameText() {
  rate()->setFocus();
  rate()->selectAll();
  QTest::keyClicks(rate(), QStringLiteral("1.5"));
  QCOMPARE(rate()->text(), QStringLiteral("1.5"));
  QVERIFY(text()->toPlainText().contains(QLatin1String("link.mbps = 1.5\n")));
  QVERIFY(text()->toPlainText().startsWith(QLatin1String("# An office\n")));
  QCOMPARE(panel_->undoStack()->count(), 1);  // three keys, one step
  QTest::keyClick(find<QComboBox>("field:link"), Qt::Key_Down);
  QCOMPARE(find<QComboBox>("field:link")->currentText(), QStringLiteral("wander"));
  QVERIFY(text()->toPlainText().contains(QLatin1String("link = wander\n")));
}

void TestUiScenario::undoInEitherUndoesBoth() {
  rate()->selectAll();
  QTest::keyClicks(rate(), QStringLiteral("7"));
  text()->goToLine(2);
  QTest::keyClicks(text(), QStringLiteral("x"));
  QCOMPARE(panel_->undoStack()->count(), 2);
  panel_->undoStack()->undo();
  QVERIFY(text()->toPlainText().contains(QLatin1String("name = office\n")));
  QCOMPARE(rate()->text(), QStringLiteral("7"));
  panel_->undoStack()->undo();
  QCOMPARE(rate()->text(), QStringLiteral("20"));
  panel_->undoStack()->redo();
  panel_->undoStack()->redo();
  QCOMPARE(rate()->text(), QStringLiteral("7"));
  QVERIFY(text()->toPlainText().contains(QLatin1String("name = officex\n")));
}

void TestUiScenario::openingCanBeUndone() {
  rate()->selectAll();
  QTest::keyClicks(rate(), QStringLiteral("7"));
  panel_->open({QStringLiteral("mine"), QStringLiteral("/tmp/mine.scenario"), false, QStringLiteral("name = mine\n")});
  QCOMPARE(panel_->note(), QStringLiteral("mine"));
  QCOMPARE(text()->toPlainText(), QStringLiteral("name = mine\n"));
  panel_->undoStack()->undo();
  QCOMPARE(panel_->note(), QStringLiteral("office · built-in · edited"));
  QCOMPARE(rate()->text(), QStringLiteral("7"));
  panel_->undoStack()->redo();
  QCOMPARE(panel_->document().source().file, QStringLiteral("/tmp/mine.scenario"));
}

void TestUiScenario::revert() {
  auto* button = find<QToolButton>("revertScenario");
  QVERIFY(!button->isEnabled());
  text()->selectAll();
  QTest::keyClick(text(), Qt::Key_Delete);
  QCOMPARE(panel_->document().text(), QString());
  QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(panel_->document().text(), shipped().text);
  QVERIFY(!button->isEnabled());
  panel_->undoStack()->undo();
  QCOMPARE(panel_->document().text(), QString());
}

void TestUiScenario::problemsAreMarkedInTextAndForm() {
  panel_->setProblem(4, QStringLiteral("link.mbps is -3, but must be above 0."));
  QCOMPARE(text()->markedLine(), 4);
  QVERIFY(rate()->property("wrong").toBool());
  QVERIFY(!find<QPushButton>("useScenario")->isEnabled());
  const auto problems = panel_->findChildren<QLabel*>(QStringLiteral("problem"));
  const bool told = std::any_of(problems.begin(), problems.end(), [](const QLabel* label) {
    return label->isVisible() && label->text() == QLatin1String("Line 4: link.mbps is -3, but must be above 0.");
  });
  QVERIFY(told);
  panel_->setProblem(0, {});
  QCOMPARE(text()->markedLine(), 0);
  QVERIFY(!rate()->property("wrong").toBool());
  QVERIFY(find<QPushButton>("useScenario")->isEnabled());
}

void TestUiScenario::wrongFieldValuesAreShownAsTheyStand() {
  text()->selectAll();
  QTest::keyClicks(text(), QStringLiteral("link.mbps = much"));
  QCOMPARE(rate()->text(), QStringLiteral("much"));
  text()->selectAll();
  QTest::keyClick(text(), Qt::Key_Delete);
  QCOMPARE(rate()->text(), QString());
  QCOMPARE(rate()->placeholderText(), QStringLiteral("20"));
}

void TestUiScenario::aShippedOneAsksForAName() {
  const QSignalSpy inPlace(panel_, &ScenarioPanel::saveRequested);
  const QSignalSpy as(panel_, &ScenarioPanel::saveAsRequested);
  QTest::mouseClick(find<QToolButton>("saveScenario"), Qt::LeftButton);
  QCOMPARE(inPlace.count(), 0);
  auto* name = find<QLineEdit>("scenarioName");
  QVERIFY(name->isVisible());
  QCOMPARE(name->text(), QStringLiteral("my-office"));
  QTest::keyClick(name, Qt::Key_Return);
  QCOMPARE(as.count(), 1);
  QCOMPARE(as[0][0].toString(), QStringLiteral("my-office"));
  QVERIFY(!as[0][1].toBool());
  panel_->setSaved({QStringLiteral("my-office"), QStringLiteral("/tmp/my-office.scenario"), false, shipped().text});
  QVERIFY(!name->isVisible());
  QCOMPARE(panel_->note(), QStringLiteral("my-office"));
}

void TestUiScenario::anExistingNameIsReplacedOnSecondPressOnly() {
  const QSignalSpy as(panel_, &ScenarioPanel::saveAsRequested);
  QTest::mouseClick(find<QToolButton>("saveScenarioAs"), Qt::LeftButton);
  auto* save = find<QPushButton>("saveUnderName");
  panel_->refuseName(QStringLiteral("You have one already."), true);
  QCOMPARE(save->text(), QStringLiteral("Replace"));
  QTest::mouseClick(save, Qt::LeftButton);
  QVERIFY(as[0][1].toBool());
  auto* name = find<QLineEdit>("scenarioName");
  QTest::keyClicks(name, QStringLiteral("2"));  // another name: asked anew
  QCOMPARE(save->text(), QStringLiteral("Save"));
  QTest::mouseClick(save, Qt::LeftButton);
  QVERIFY(!as[1][1].toBool());
  QTest::keyClick(name, Qt::Key_Escape);
  QVERIFY(!name->isVisible());
}

void TestUiScenario::anOwnOneIsSavedInItsPlace() {
  const ScenarioSource own{QStringLiteral("mine"), QStringLiteral("/tmp/mine.scenario"), false,
                           QStringLiteral("name = mine\n")};
  panel_->open(own);
  auto* save = find<QToolButton>("saveScenario");
  QVERIFY(!save->isEnabled());
  QTest::keyClicks(text(), QStringLiteral("#"));
  const QSignalSpy inPlace(panel_, &ScenarioPanel::saveRequested);
  QTest::mouseClick(save, Qt::LeftButton);
  QCOMPARE(inPlace.count(), 1);
}

void TestUiScenario::controlSSavesTheScenario() {
  const ScenarioSource own{QStringLiteral("mine"), QStringLiteral("/tmp/mine.scenario"), false,
                           QStringLiteral("name = mine\n")};
  panel_->open(own);
  const QSignalSpy inPlace(panel_, &ScenarioPanel::saveRequested);
  // The window's own Ctrl+S saves a picture of it.
  QAction picture;
  picture.setShortcut(Qt::CTRL | Qt::Key_S);
  const QSignalSpy pictures(&picture, &QAction::triggered);
  window_->addAction(&picture);
  QTest::keyClick(text(), Qt::Key_S, Qt::ControlModifier);
  QCOMPARE(inPlace.count(), 0);  // nothing to save
  QTest::keyClicks(text(), QStringLiteral("#"));
  QTest::keyClick(text(), Qt::Key_S, Qt::ControlModifier);
  QCOMPARE(inPlace.count(), 1);
  QCOMPARE(pictures.count(), 0);
  panel_->open(shipped());  // a shipped one asks for a name
  QTest::keyClicks(text(), QStringLiteral("#"));
  QTest::keyClick(text(), Qt::Key_S, Qt::ControlModifier);
  QCOMPARE(inPlace.count(), 1);
  QVERIFY(panel_->findChild<QLineEdit*>(QStringLiteral("scenarioName"))->isVisible());
}

void TestUiScenario::typingOnWhileSavingIsKept() {
  text()->goToLine(2);
  QTest::keyClicks(text(), QStringLiteral("a"));
  const QString saving = panel_->document().text();
  QTest::keyClicks(text(), QStringLiteral("b"));
  panel_->setSaved({QStringLiteral("mine"), QStringLiteral("/tmp/mine.scenario"), false, saving});
  QVERIFY(text()->toPlainText().contains(QLatin1String("name = officeab\n")));
  QVERIFY(panel_->document().modified());
}

void TestUiScenario::menuAndUse() {
  panel_->setScenarios({{QStringLiteral("a"), QStringLiteral("a"), {}, true},
                        {QStringLiteral("/x/b.scenario"), QStringLiteral("b"), {}, false}});
  const QSignalSpy open(panel_, &ScenarioPanel::openRequested);
  const auto actions = find<QToolButton>("openScenario")->menu()->actions();
  QCOMPARE(actions.size(), 5);  // two, two rules, and a file
  actions[2]->trigger();
  QCOMPARE(open[0][0].toString(), QStringLiteral("/x/b.scenario"));
  const QSignalSpy use(panel_, &ScenarioPanel::useRequested);
  QTest::mouseClick(find<QPushButton>("useScenario"), Qt::LeftButton);
  QCOMPARE(use.count(), 1);
}

void TestUiScenario::narrowDocksStackFormAndText() {
  QCOMPARE(find<QSplitter>("scenarioSplitter")->orientation(), Qt::Horizontal);
  window_->resize(320, 500);
  QCoreApplication::processEvents();
  QVERIFY2(window_->width() <= 320, qPrintable(QString::number(window_->width())));
  QCOMPARE(find<QSplitter>("scenarioSplitter")->orientation(), Qt::Vertical);
}

void TestUiScenario::linearAndLogarithmic() {
  auto* log = find<QToolButton>("previewLog");
  panel_->setPreview(preview());
  QVERIFY(log->isChecked());
  QTest::mouseClick(log, Qt::LeftButton);
  QVERIFY(!panel_->findChild<ConditionsChart*>()->logarithmic());
  QVERIFY(ScenarioHighlighter::roleOf(QStringLiteral("edge_load")) == ColourRole::Edge);
}

void TestUiScenario::pictures() {
  panel_->setPreview(preview());
  QVERIFY(window_->savePictures(QStringLiteral("scenario-700x560"), {700, 560}));
  panel_->setProblem(4, QStringLiteral("link.mbps is -3, but must be above 0 and at most 1000000."));
  QVERIFY(window_->savePictures(QStringLiteral("scenario-error-300x480"), {300, 480}));
}

CLEAVE_GUI_TEST(TestUiScenario)
#include "test_ui_scenario.moc"
