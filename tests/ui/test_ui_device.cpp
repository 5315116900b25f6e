// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <memory>

#include "tests/main/test_main.h"
#include "tests/ui/themed_window.h"
#include "ui/device/agent_section.h"
#include "ui/device/device_panel.h"
#include "ui/device/layer_bars.h"
#include "ui/device/state_line.h"
#include "ui/scenario/conditions_chart.h"

using namespace cleave::ui;

Q_DECLARE_METATYPE(cleave::ui::DeviceSettings)

/// The device panel, by clicks and keys.
class TestUiDevice : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { window_.reset(); }
  void whatIsSetIsShownAndNothingIsSaid();
  void everyControlSaysSo();
  void anotherAgentByItsAddress();
  void anAddressThatIsBeingTypedStays();
  void aWrongAddressIsToldAndChangesNothing();
  void recentDevicesAreOffered();
  void anEmulatedDeviceHasItsOwnThreads();
  void aProfileFileIsOneMoreDevice();
  void theRateIsLogarithmic();
  void aTraceNeedsAFile();
  void aScenarioIsPreviewed();
  void stateAndProgress();
  void profilingStartsStopsAndShowsTimes();
  void everythingFitsIntoANarrowDock();
  void pictures();

 private:
  template <class T>
  T* find(const char* name) const {
    auto* found = panel_->findChild<T*>(QString::fromLatin1(name));
    if (found == nullptr) qFatal("no %s", name);
    return found;
  }
  const DeviceSettings& last() const { return said_.back(); }
  static ConditionsPreview preview();
  void fill();

  std::unique_ptr<cleave::ui::test::ThemedWindow> window_;
  DevicePanel* panel_ = nullptr;
  std::vector<DeviceSettings> said_;
};

void TestUiDevice::init() {
  panel_ = new DevicePanel;
  window_ = std::make_unique<cleave::ui::test::ThemedWindow>(panel_);
  panel_->setScenarios(
      {{QStringLiteral("lte-drive"), QStringLiteral("lte-drive"), QStringLiteral("LTE in a car"), true},
       {QStringLiteral("wifi-office"), QStringLiteral("wifi-office"), {}, true},
       {QStringLiteral("/home/me/mine.scenario"), QStringLiteral("mine"), {}, false}});
  said_.clear();
  connect(panel_, &DevicePanel::settingsChanged, panel_, [this](const DeviceSettings& s) { said_.push_back(s); });
  window_->resize(320, 420);
  window_->show();
}

ConditionsPreview TestUiDevice::preview() {
  ConditionsPreview made;
  made.durationS = 600;
  for (int i = 0; i < 300; ++i) {
    const double mean = i % 60 > 52 ? 0 : 20 * std::exp(1.4 * std::sin(i / 23.0) + 0.5 * std::sin(i / 3.1));
    made.mbps.push_back({mean * 0.7, mean, mean * 1.25});
    made.rttMs.push_back({4, 5 + std::abs(std::sin(i / 7.0)), 8});
    const double load = (i / 40) % 2 == 0 ? 0.05 : 0.5;
    made.deviceLoad.push_back({load, load, load});
  }
  made.edgeLoad = {{0, 0, 0}};
  made.note = QStringLiteral("mean 23 Mbit/s · dead 12 % · target 100 ms");
  return made;
}

void TestUiDevice::whatIsSetIsShownAndNothingIsSaid() {
  DeviceSettings settings;
  settings.agent = QStringLiteral("pi:7070");
  settings.threads = 3;
  settings.int8 = true;
  settings.load = 0.4;
  settings.link = DeviceSettings::Link::Scenario;
  settings.scenario = QStringLiteral("wifi-office");
  panel_->setSettings(settings);
  QVERIFY(said_.empty());
  QCOMPARE(find<QComboBox>("deviceAgent")->currentText(), QStringLiteral("pi:7070"));
  QCOMPARE(find<QSpinBox>("deviceThreads")->value(), 3);
  QCOMPARE(find<QComboBox>("devicePrecision")->currentText(), QStringLiteral("int8"));
  QCOMPARE(find<QComboBox>("linkScenario")->currentText(), QStringLiteral("wifi-office"));
  QVERIFY(find<QComboBox>("linkScenario")->isVisible());
  QVERIFY(!find<QComboBox>("deviceEmulate")->isEnabled());  // only a local agent can be told
}

void TestUiDevice::everyControlSaysSo() {
  find<QSpinBox>("deviceThreads")->setFocus();
  QTest::keyClick(find<QSpinBox>("deviceThreads"), Qt::Key_Up);
  QCOMPARE(last().threads, 2);
  QTest::keyClick(find<QComboBox>("devicePrecision"), Qt::Key_Down);
  QVERIFY(last().int8);
  auto* load = find<QWidget>("deviceLoad")->findChild<QSlider*>();
  QTest::keyClick(load, Qt::Key_End);
  QCOMPARE(last().load, 0.95);
  QCOMPARE(said_.size(), std::size_t{3});
  QTest::keyClick(load, Qt::Key_End);
  QCOMPARE(said_.size(), std::size_t{3});  // nothing new
}

void TestUiDevice::anotherAgentByItsAddress() {
  auto* line = find<QComboBox>("deviceAgent")->lineEdit();
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("raspberrypi:7070"));
  QVERIFY(said_.empty());  // not before Enter
  QTest::keyClick(line, Qt::Key_Return);
  QCOMPARE(last().agent, QStringLiteral("raspberrypi:7070"));
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("local"));
  QTest::keyClick(line, Qt::Key_Return);
  QCOMPARE(last().agent, QStringLiteral("local"));
}

void TestUiDevice::anAddressThatIsBeingTypedStays() {
  auto* line = find<QComboBox>("deviceAgent")->lineEdit();
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("raspberr"));
  panel_->setSettings(panel_->settings());  // the run reports its device
  QTest::keyClicks(line, QStringLiteral("ypi:7070"));
  QTest::keyClick(line, Qt::Key_Return);
  QCOMPARE(last().agent, QStringLiteral("raspberrypi:7070"));
}

void TestUiDevice::aWrongAddressIsToldAndChangesNothing() {
  auto* line = find<QComboBox>("deviceAgent")->lineEdit();
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("raspberrypi"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(said_.empty());
  QCOMPARE(panel_->settings().agent, QStringLiteral("local"));
  const auto problems = panel_->findChildren<QLabel*>(QStringLiteral("problem"));
  const bool told = std::any_of(problems.begin(), problems.end(), [](const QLabel* label) {
    return label->isVisible() && label->text().contains(QLatin1String("HOST:PORT"));
  });
  QVERIFY(told);
  for (const auto* bad : {"", "pi", "pi:", ":7070", "pi:0", "pi:65536", "a b:7", "pi:x"}) {
    QVERIFY2(!AgentSection::objectionTo(QString::fromLatin1(bad)).isEmpty(), bad);
  }
  QVERIFY(AgentSection::objectionTo(QStringLiteral("[::1]:7070")).isEmpty());
}

void TestUiDevice::recentDevicesAreOffered() {
  panel_->setRecentDevices({QStringLiteral("pi:7070"), QStringLiteral("jetson:7070")});
  auto* combo = find<QComboBox>("deviceAgent");
  QCOMPARE(combo->count(), 3);
  combo->setCurrentIndex(2);
  Q_EMIT combo->activated(2);
  QCOMPARE(last().agent, QStringLiteral("jetson:7070"));
}

void TestUiDevice::anEmulatedDeviceHasItsOwnThreads() {
  QTest::keyClick(find<QComboBox>("deviceEmulate"), Qt::Key_Down);
  QCOMPARE(last().emulate, QStringLiteral("raspberrypi4"));
  QVERIFY(!find<QSpinBox>("deviceThreads")->isEnabled());
}

void TestUiDevice::aProfileFileIsOneMoreDevice() {
  auto* combo = find<QComboBox>("deviceEmulate");
  combo->setCurrentIndex(combo->count() - 1);  // asks for a file
  QCOMPARE(combo->currentIndex(), 0);
  QVERIFY(said_.empty());
  auto* dialog = panel_->findChild<QFileDialog*>();
  QVERIFY(dialog != nullptr && dialog->isVisible());
  dialog->reject();
  panel_->takeProfileFile(QStringLiteral("/data/my-board.json"));
  QCOMPARE(last().emulate, QStringLiteral("/data/my-board.json"));
  QCOMPARE(combo->currentText(), QStringLiteral("my-board"));
}

void TestUiDevice::theRateIsLogarithmic() {
  QTest::keyClick(find<QComboBox>("linkKind"), Qt::Key_Down);
  QVERIFY(last().link == DeviceSettings::Link::Rate);
  auto* slider = find<QWidget>("linkRate")->findChild<QSlider*>();
  QVERIFY(slider->isVisible());
  QTest::keyClick(slider, Qt::Key_Home);
  QCOMPARE(last().rateMbps, 0.2);
  QTest::keyClick(slider, Qt::Key_End);
  QCOMPARE(last().rateMbps, 300.0);
}

void TestUiDevice::aTraceNeedsAFile() {
  auto* kind = find<QComboBox>("linkKind");
  kind->setCurrentIndex(3);
  QVERIFY(said_.empty());
  auto* dialog = panel_->findChild<QFileDialog*>();
  QVERIFY(dialog != nullptr);
  dialog->reject();
  QCOMPARE(kind->currentIndex(), 0);  // as it was
  panel_->takeTraceFile(QStringLiteral("/data/bus.csv"));
  QVERIFY(last().link == DeviceSettings::Link::Trace);
  QCOMPARE(last().trace, QStringLiteral("/data/bus.csv"));
  QCOMPARE(find<QPushButton>("linkTrace")->text(), QStringLiteral("bus.csv"));
}

void TestUiDevice::aScenarioIsPreviewed() {
  find<QComboBox>("linkKind")->setCurrentIndex(2);
  QCOMPARE(last().scenario, QStringLiteral("lte-drive"));
  auto* chart = panel_->findChild<ConditionsChart*>();
  QVERIFY(chart->isHidden());
  panel_->setLinkPreview(preview());
  QVERIFY(!chart->isHidden());
  QVERIFY(chart->logarithmic());
  QVERIFY2(chart->readout(chart->width() / 2).contains(QLatin1String("Mbit/s")), qPrintable(chart->readout(150)));
  QCOMPARE(chart->readout(0), QString());
  panel_->setLinkPreview({});
  QVERIFY(chart->isHidden());
}

void TestUiDevice::stateAndProgress() {
  auto* line = find<StateLine>("deviceState");
  QVERIFY(line->text().contains(QLatin1String("start a run")));
  panel_->setState({DeviceState::Kind::Busy, QStringLiteral("Deploying the model"), 0.43});
  QCOMPARE(line->text(), QStringLiteral("Deploying the model 43 %"));
  panel_->setState({DeviceState::Kind::Ready, QStringLiteral("Raspberry Pi 4"), -1});
  QCOMPARE(line->text(), QStringLiteral("Raspberry Pi 4"));
  panel_->setProblem(QStringLiteral("No."));
  find<QWidget>("deviceLoad")->findChild<QSlider*>()->setValue(10);
  const auto problems = panel_->findChildren<QLabel*>(QStringLiteral("problem"));
  for (const auto* label : problems) QVERIFY(label->isHidden());  // the next try clears it
}

void TestUiDevice::profilingStartsStopsAndShowsTimes() {
  const QSignalSpy start(panel_, &DevicePanel::profileRequested);
  const QSignalSpy stop(panel_, &DevicePanel::profileStopRequested);
  auto* button = find<QPushButton>("profileButton");
  QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(start.count(), 1);
  panel_->setProfileState({DeviceState::Kind::Busy, QStringLiteral("Timing layers"), 0.5});
  QCOMPARE(button->text(), QStringLiteral("Stop"));
  QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(stop.count(), 1);
  panel_->setProfileState({DeviceState::Kind::Ready, QStringLiteral("done"), -1});
  QVERIFY(find<LayerBars>("layerBars")->isHidden());
  panel_->setProfile(QStringLiteral("a Pi"), {{QStringLiteral("conv1"), 14.2, 2.9}, {QStringLiteral("fc8"), 0.4, 0.1}});
  QVERIFY(find<LayerBars>("layerBars")->isVisible());
  QCOMPARE(find<LayerBars>("layerBars")->times().size(), std::size_t{2});
}

void TestUiDevice::everythingFitsIntoANarrowDock() {
  fill();
  window_->resize(300 + 16, 330 + 16);
  QCoreApplication::processEvents();
  auto* scroll = panel_->findChild<QScrollArea*>();
  QVERIFY2(scroll->widget()->minimumSizeHint().width() <= scroll->viewport()->width(),
           qPrintable(QStringLiteral("%1 in %2")
                          .arg(scroll->widget()->minimumSizeHint().width())
                          .arg(scroll->viewport()->width())));
  QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
}

void TestUiDevice::fill() {
  DeviceSettings settings;
  settings.emulate = QStringLiteral("raspberrypi4:1");
  settings.load = 0.35;
  settings.link = DeviceSettings::Link::Scenario;
  settings.scenario = QStringLiteral("wifi-office");
  panel_->setSettings(settings);
  panel_->setLinkPreview(preview());
  panel_->setState({DeviceState::Kind::Ready,
                    QStringLiteral("AMD EPYC 7763 64-Core Processor, stands in for raspberrypi4:1 · 1 thread"), -1});
  panel_->setProfileState({DeviceState::Kind::Ready, QStringLiteral("done"), -1});
  std::vector<LayerProfile> times;
  for (const auto* name :
       {"conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5", "fc6", "fc7", "fc8"}) {
    const auto i = static_cast<double>(times.size());
    times.push_back({QString::fromLatin1(name), 31.4 / (1 + i), 4.1 / (1 + i)});
  }
  panel_->setProfile(QStringLiteral("raspberrypi4:1 emulated on AMD EPYC, float32, 1 thread: medians of 15 requests"),
                     times);
}

void TestUiDevice::pictures() {
  panel_->setState({DeviceState::Kind::Busy, QStringLiteral("Deploying the model"), 0.43});
  QVERIFY(window_->savePictures(QStringLiteral("device-start-300x330"), {300, 330}));
  fill();
  QVERIFY(window_->savePictures(QStringLiteral("device-300x330"), {300, 330}));
  QVERIFY(window_->savePictures(QStringLiteral("device-600x700"), {600, 700}));
  DeviceSettings settings = panel_->settings();
  settings.link = DeviceSettings::Link::Rate;
  panel_->setSettings(settings);
  panel_->setState(
      {DeviceState::Kind::Failed, QStringLiteral("Nobody listens at raspberrypi:7070: start cleave-agent there."), -1});
  panel_->setProblem(QStringLiteral("'raspberrypi4' has times for float32 only: choose float32 or another device."));
  QVERIFY(window_->savePictures(QStringLiteral("device-error-360x620"), {360, 620}));
}

CLEAVE_GUI_TEST(TestUiDevice)
#include "test_ui_device.moc"
