// SPDX-License-Identifier: GPL-3.0-or-later
// Device and scenario panel bound to a run, driven as a user drives them, against local agents.
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <algorithm>

#include "app/workbench/device/device_controller.h"
#include "app/workbench/scenario/scenario_controller.h"
#include "tests/core/files.h"
#include "tests/main/test_main.h"
#include "tests/ui/themed_window.h"
#include "ui/device/layer_bars.h"
#include "ui/device/state_line.h"
#include "ui/scenario/conditions_chart.h"
#include "ui/scenario/scenario_document.h"

namespace cleave::workbench {
namespace {

constexpr int kWaitMs = 60'000;  // agents load libtorch; sanitizers and busy machines are slow

bool tells(const QWidget& panel, const char* part) {
  const auto labels = panel.findChildren<QLabel*>(QStringLiteral("problem"));
  return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
    return !label->isHidden() && label->text().contains(QLatin1String(part));
  });
}

/// A window with a device panel, and a run when it is asked for.
struct Bench {
  ui::RunWindow window;
  ui::DevicePanel panel;
  RunController runs{window, options()};
  DeviceController devices{panel, runs, 1};

  static ExperimentOptions options() {
    ExperimentOptions made;
    made.samples = 4;
    made.settings.policy = "edge-only";
    return made;
  }
  void open(bool start) {
    runs.openModel(QStringLiteral(CLEAVE_SOURCE_DIR "/models/alexnet-fashion.cleavemodel"), start);
    QTRY_VERIFY_WITH_TIMEOUT(runs.model() != nullptr, kWaitMs);
    if (start) QTRY_COMPARE_WITH_TIMEOUT(window.state(), ui::RunState::Running, kWaitMs);
  }
  void change(const std::function<void(ui::DeviceSettings&)>& edit) {
    auto settings = panel.settings();
    edit(settings);
    panel.setSettings(settings);
    Q_EMIT panel.settingsChanged(settings);
  }
  [[nodiscard]] QString state() const { return panel.findChild<ui::StateLine*>(QStringLiteral("deviceState"))->text(); }
};

}  // namespace

class TestPanelControllers : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

  void theDeviceChangesWhileTheRunGoesOn() {
    Bench bench;
    bench.open(true);
    QTRY_VERIFY_WITH_TIMEOUT(bench.state().contains(QLatin1String("thread")), kWaitMs);
    bench.change([](auto& settings) {
      settings.emulate = QStringLiteral("raspberrypi4:4");
      settings.load = 0.5;
    });
    QTRY_VERIFY_WITH_TIMEOUT(bench.state().contains(QLatin1String("emulating raspberrypi4")), kWaitMs);
    QTRY_COMPARE_WITH_TIMEOUT(bench.window.state(), ui::RunState::Running, kWaitMs);
    QCOMPARE(bench.runs.device().load, 0.5);
    // What cannot be is put back, and told.
    bench.change([](auto& settings) { settings.int8 = true; });
    QVERIFY(tells(bench.panel, "float32"));
    QVERIFY(!bench.panel.settings().int8);
    bench.change([](auto& settings) {
      settings.agent = QStringLiteral("127.0.0.1:1");
      settings.emulate = QStringLiteral("none");
    });
    QTRY_VERIFY_WITH_TIMEOUT(tells(bench.panel, "127.0.0.1:1"), kWaitMs);
    QCOMPARE(bench.panel.settings().agent, QStringLiteral("local"));
    QTRY_COMPARE_WITH_TIMEOUT(bench.window.state(), ui::RunState::Running, kWaitMs);
    const QSignalSpy start(&bench.panel, &ui::DevicePanel::profileRequested);
    bench.panel.findChild<QPushButton*>(QStringLiteral("profileButton"))->click();
    QVERIFY(bench.panel.findChild<ui::StateLine*>(QStringLiteral("profileState"))
                ->text()
                .contains(QLatin1String("Stop it before")));
  }
  void theLinkFollowsRateScenarioAndTrace() {
    using Link = ui::DeviceSettings::Link;
    const test::Folder folder;
    test::writeText(folder / "bus.csv", "time_s,mbps\n0,10\n1,20\n2,10\n");
    Bench bench;
    bench.open(false);
    bench.change([](auto& settings) {
      settings.link = Link::Rate;
      settings.rateMbps = 7;
    });
    QCOMPARE(bench.runs.device().linkMbps, 7.0);
    QCOMPARE(bench.window.settings().linkMbps, 7.0);
    bench.change([](auto& settings) {
      settings.link = Link::Scenario;
      settings.scenario = QStringLiteral("urllc");
    });
    QTRY_VERIFY(bench.runs.device().scenario != nullptr);
    QCOMPARE(bench.runs.device().scenario->scenario.name, std::string("urllc"));
    QCOMPARE(bench.window.settings().targetMs, bench.runs.device().scenario->scenario.targetMs);
    QVERIFY(!bench.panel.findChild<ui::ConditionsChart*>()->preview().mbps.empty());
    bench.change([&](auto& settings) {
      settings.link = Link::Trace;
      settings.trace = QString::fromStdString((folder / "bus.csv").string());
    });
    QTRY_COMPARE(bench.runs.device().scenario ? bench.runs.device().scenario->scenario.name : "", std::string("bus"));
    bench.change([](auto& settings) { settings.trace = QStringLiteral("/no/such.csv"); });
    QTRY_VERIFY(tells(bench.panel, "/no/such.csv"));
    QCOMPARE(bench.runs.device().scenario->scenario.name, std::string("bus"));  // as it was
    QVERIFY(bench.panel.settings().trace.endsWith(QLatin1String("bus.csv")));
    // The top bar's link takes over.
    auto settings = bench.window.settings();
    settings.linkMbps = 3;
    Q_EMIT bench.window.settingsChanged(settings);
    QVERIFY(bench.runs.device().scenario == nullptr);
    QVERIFY(bench.panel.settings().link == Link::Rate);
    QCOMPARE(bench.panel.settings().rateMbps, 3.0);
  }
  void profilingShowsTimesAndCanBeStopped() {
    Bench bench;
    auto* button = bench.panel.findChild<QPushButton*>(QStringLiteral("profileButton"));
    auto* line = bench.panel.findChild<ui::StateLine*>(QStringLiteral("profileState"));
    button->click();
    QVERIFY(line->text().contains(QLatin1String("Open a model first")));
    bench.open(false);
    button->click();
    QTRY_VERIFY_WITH_TIMEOUT(line->text().startsWith(QLatin1String("Timing layers")), kWaitMs);
    button->click();
    QTRY_COMPARE_WITH_TIMEOUT(line->text(), QStringLiteral("stopped"), kWaitMs);
    button->click();
    QTRY_COMPARE_WITH_TIMEOUT(line->text(), QStringLiteral("done"), kWaitMs);
    const auto& times = bench.panel.findChild<ui::LayerBars*>()->times();
    QVERIFY(times.size() > 10);
    QVERIFY(times.front().deviceMs > 0 && times.front().edgeMs > 0);
  }
  void aScenarioIsCheckedKeptAndUsed() {
    const test::Folder folder;
    const QString own = QString::fromStdString((folder / "scenarios").string());
    ui::ScenarioPanel panel;
    ScenarioController scenarios(panel, own, 1);
    std::vector<QString> used;
    std::shared_ptr<const LiveScenario> live;
    connect(&scenarios, &ScenarioController::used, &scenarios,
            [&](const QString& title, const QString& id, std::shared_ptr<const LiveScenario> scenario) {
              used = {title, id};
              live = std::move(scenario);
            });
    const QSignalSpy listed(&scenarios, &ScenarioController::scenariosChanged);
    panel.resize(700, 560);
    panel.show();
    scenarios.open(QStringLiteral("wifi-office"));
    auto* chart = panel.findChild<ui::ConditionsChart*>();
    QTRY_VERIFY(!chart->preview().mbps.empty());
    auto* median = panel.findChild<QLineEdit*>(QStringLiteral("field:link.median_mbps"));
    QVERIFY(median != nullptr);
    median->selectAll();
    QTest::keyClicks(median, QStringLiteral("-1"));
    QTRY_VERIFY(tells(panel, "link.median_mbps is -1"));
    median->selectAll();
    QTest::keyClicks(median, QStringLiteral("12"));
    QTRY_VERIFY(!tells(panel, "link.median_mbps"));
    panel.findChild<QPushButton*>(QStringLiteral("useScenario"))->click();
    QTRY_COMPARE(used.size(), std::size_t{2});
    QVERIFY(used[1].isEmpty() && used[0].contains(QLatin1String("edited")));
    QCOMPARE(std::get<WanderLink>(live->scenario.link).medianMbps, 12.0);
    // Never over the shipped one.
    Q_EMIT panel.saveAsRequested(QStringLiteral("wifi-office"), true);
    QVERIFY(tells(panel, "is a built-in scenario"));
    Q_EMIT panel.saveAsRequested(QStringLiteral("my-office"), false);
    QTRY_COMPARE(listed.count(), 1);
    QCOMPARE(panel.document().source().title, QStringLiteral("my-office"));
    QVERIFY(!panel.document().modified());
    const std::string kept = test::readText((own + QStringLiteral("/my-office.scenario")).toStdString());
    QVERIFY(kept.find("name = my-office\n") != std::string::npos);
    QVERIFY(kept.find("link.median_mbps = 12\n") != std::string::npos);
    Q_EMIT panel.saveAsRequested(QStringLiteral("my-office"), false);
    QVERIFY(tells(panel, "already exists"));
    panel.findChild<QPushButton*>(QStringLiteral("useScenario"))->click();
    QTRY_VERIFY(used[1].endsWith(QLatin1String("my-office.scenario")));
    scenarios.open(QStringLiteral("/no/such.scenario"));
    QCOMPARE(panel.document().source().title, QStringLiteral("my-office"));
  }
  void pictures() {
    auto* panel = new ui::ScenarioPanel;
    ui::test::ThemedWindow window(panel);
    ScenarioController scenarios(*panel, {}, 1);
    scenarios.open(QStringLiteral("wifi-office"));
    window.resize(740, 640);
    window.show();
    QTRY_VERIFY(!panel->findChild<ui::ConditionsChart*>()->preview().mbps.empty());
    QVERIFY(window.savePictures(QStringLiteral("scenario-wifi-office-720x620"), {720, 620}));
    QVERIFY(window.savePictures(QStringLiteral("scenario-wifi-office-300x500"), {300, 500}));
  }
  void whatWasTypedOutlivesTheWindow() {
    const QTemporaryDir folder;
    const QString own = folder.path();
    const auto typed = [](ui::ScenarioPanel& panel) {
      panel.replaceText(panel.document().text() + QStringLiteral("# mine\n"), {});
    };
    {
      ui::ScenarioPanel panel;
      ScenarioController scenarios(panel, own, 1);
      scenarios.open(QStringLiteral("lte-walk"));
      scenarios.restoreDraft();
      typed(panel);
    }
    ui::ScenarioPanel panel;
    ScenarioController scenarios(panel, own, 1);
    const QSignalSpy noticed(&scenarios, &ScenarioController::noticed);
    scenarios.open(QStringLiteral("wifi-office"));
    scenarios.restoreDraft();
    QCOMPARE(noticed.size(), 1);
    QCOMPARE(panel.document().source().title, QStringLiteral("lte-walk"));
    QVERIFY(panel.document().modified() && panel.document().text().endsWith(QStringLiteral("# mine\n")));
    QCOMPARE(scenarios.scenarios().back().shipped, true);  // no scenario of its own
    panel.undoStack()->undo();
    QVERIFY(!panel.document().modified());
    // A crash: what was typed a second ago is there, and goes once all is saved or undone.
    const QString file = own + QStringLiteral("/unsaved.json");
    QTRY_VERIFY(!QFile::exists(file));
    typed(panel);
    QTRY_VERIFY(QFile::exists(file));
  }
  void windowsAtTheSameTimeHaveDraftsOfTheirOwn() {
    const QTemporaryDir folder;
    std::optional<ScenarioDraft> first(folder.path());
    first->claim();
    QVERIFY(first->write({QStringLiteral("demo"), QStringLiteral("first")}));
    {
      ScenarioDraft second(folder.path());
      second.claim();
      QVERIFY(!second.read());
      QVERIFY(second.write({QStringLiteral("demo"), QStringLiteral("second")}));
      QCOMPARE(first->read()->text, QStringLiteral("first"));
    }
    first->remove();
    first.reset();
    // What the second window left is taken by the next one, though the first one's place is free.
    ScenarioDraft third(folder.path());
    third.claim();
    QVERIFY(third.read());
    QCOMPARE(third.read()->text, QStringLiteral("second"));
    third.remove();
    QVERIFY(!third.read());
  }
  void damagedDraftsAreNone_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{\"of\": ");
    QTest::newRow("no text") << QByteArray(R"({"of": "lte-walk", "text": 3})");
    QTest::newRow("huge") << QByteArray(1 << 20, 'x');
  }
  void damagedDraftsAreNone() {
    QFETCH(QByteArray, bytes);
    const QTemporaryDir folder;
    const QString own = folder.path();
    QFile file(own + QStringLiteral("/unsaved.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    QVERIFY(!ScenarioDraft(own).read());
    QVERIFY(!ScenarioDraft(own + QStringLiteral("/none")).read() && !ScenarioDraft({}).read());
  }
  void anEditedScenarioReachesTheDevicePanel() {
    Bench bench;
    ui::ScenarioPanel panel;
    ScenarioController scenarios(panel, {}, 1);
    connect(&scenarios, &ScenarioController::used, &bench.devices, &DeviceController::useScenario);
    bench.devices.setScenarios(scenarios.scenarios());
    scenarios.open(QStringLiteral("lte-walk"));
    Q_EMIT panel.fieldEdited(QStringLiteral("target_ms"), QStringLiteral("55"));
    panel.findChild<QPushButton*>(QStringLiteral("useScenario"))->click();
    QTRY_VERIFY(bench.runs.device().scenario != nullptr);
    QCOMPARE(bench.window.settings().targetMs, 55.0);
    QCOMPARE(bench.panel.findChild<QComboBox*>(QStringLiteral("linkScenario"))->currentText(),
             QStringLiteral("lte-walk (edited)"));
    QVERIFY(!bench.panel.findChild<ui::ConditionsChart*>()->preview().mbps.empty());
  }
};

}  // namespace cleave::workbench

CLEAVE_GUI_TEST(cleave::workbench::TestPanelControllers)
#include "test_app_panel_controllers.moc"
