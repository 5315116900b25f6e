// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <cmath>
#include <memory>
#include <thread>

#include "core/types/error.h"
#include "tests/main/test_main.h"
#include "tests/ui/samples.h"
#include "ui/map/network_map.h"
#include "ui/panels/accuracy_panel.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/confusion_panel.h"
#include "ui/panels/decision_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/legend_chip.h"
#include "ui/panels/policy_panel.h"
#include "ui/window/run_file_bar.h"
#include "ui/window/run_view_data.h"
#include "ui/window/run_window.h"

using namespace cleave;
using namespace cleave::ui;

/// Runs from files in the window.
class TestUiRecordedRun : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup() { window_.reset(); }
  void looksLikeTheRunThatWasWatched();
  void allOfALongRunIsShown();
  void theOpenModelComesBack();
  void settingsWaitForTheNextRun();
  void oneAfterAnother();
  void whatIsOnlyHalfShownCanBeReplaced();
  void aPartThatWasHiddenMeanwhileIsLeftOut();
  void singleRequestsCanBeLookedAt();
  void aRunWithoutRequests();
  void fillingCanBeStopped();
  void theLineSaysWhatIsShown();
  void openingIsShownAndCanBeGivenUp();
  void runsAreOffered();

 private:
  static RequestRecord request(std::uint64_t id);
  static RunTable table(std::uint64_t requests);
  static ModelSummary model() { return {QStringLiteral("small"), samples::network(), {}, {}}; }
  static RecordedRun recorded(const RunTable& table);
  void show(const RunTable& table);
  void show(const RecordedRun& run, const std::shared_ptr<RunViewData>& filling);
  [[nodiscard]] QString label(const char* name) const {
    return window_->findChild<QLabel*>(QString::fromLatin1(name))->text();
  }
  template <class T>
  T* find() const {
    return window_->findChild<T*>();
  }
  std::unique_ptr<RunWindow> window_;
};

void TestUiRecordedRun::init() {
  window_ = std::make_unique<RunWindow>();
  window_->show();
}

/// Of every kind that a run has.
RequestRecord TestUiRecordedRun::request(std::uint64_t id) {
  const auto step = static_cast<int>(id);
  auto record = samples::record(id, step % 5 == 0 ? Decision{1, 3, 8} : Decision{2, step % 6, 4}, step % 7 != 0);
  record.uplinkMs = 10 + step % 90;
  record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
  record.targetMs = step < 300 ? 80 : 60;
  record.linkMbps = step % 3 == 0 ? kUnknown : 9;
  record.reward = step % 11 == 0 ? kUnknown : 1 - 0.01 * (step % 50);
  record.deviceCpu = step % 2 == 0 ? kUnknown : 0.5;
  record.edgeTemperatureC = step < 50 ? kUnknown : 60;
  if (step % 13 == 0) record.label = -1;
  if (step % 97 == 5) record.outcome = Outcome::Failed;
  if (step % 89 == 6) record.outcome = Outcome::Fallback;
  record.probabilities.clear();
  return record;
}

RunTable TestUiRecordedRun::table(std::uint64_t requests) {
  RunTable table;
  for (std::uint64_t id = 0; id < requests; ++id) table.add(request(id));
  return table;
}

RecordedRun TestUiRecordedRun::recorded(const RunTable& table) {
  RecordedRun run;
  run.requests = table.size();
  run.path = QStringLiteral("/runs/a.cleaverun");
  run.model = model();
  run.device = QStringLiteral("a Pi");
  run.policy = QStringLiteral("greedy");
  run.startedAt = QStringLiteral("26 Nov 2026, 14:03");
  run.targetMs = 80;
  return run;
}

void TestUiRecordedRun::show(const RunTable& table) {
  const std::shared_ptr<RunViewData> filling = window_->makeFilling(table.size(), samples::network());
  std::thread([&] { filling->fill(table); }).join();
  show(recorded(table), filling);
}

void TestUiRecordedRun::show(const RecordedRun& run, const std::shared_ptr<RunViewData>& filling) {
  QSignalSpy shown(window_.get(), &RunWindow::recordedRunShown);
  window_->showRecordedRun(run, filling);
  QVERIFY(shown.wait());
}

void TestUiRecordedRun::looksLikeTheRunThatWasWatched() {
  const RunTable run = table(2500);
  RunWindow live;
  live.show();
  live.setModel(model());
  std::vector<RequestRecord> records;
  for (std::size_t row = 0; row < run.size(); ++row) records.push_back(run.record(row));
  live.appendRecords(records);
  show(run);
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  const auto panels = window_->findChildren<ChartPanel*>();
  QCOMPARE(panels.size(), live.findChildren<ChartPanel*>().size());
  for (const ChartPanel* panel : panels) {
    const auto twins = live.findChildren<ChartPanel*>();
    const auto twin = std::ranges::find_if(
        twins, [&](const ChartPanel* each) { return each->accessibleName() == panel->accessibleName(); });
    QVERIFY(twin != twins.end());
    const QByteArray name = panel->accessibleName().toUtf8();
    QCOMPARE(panel->isEmpty(), (*twin)->isEmpty());
    QTRY_VERIFY2(panel->note() == (*twin)->note(), qPrintable(panel->note() + " / " + (*twin)->note()));
    const ChartData shown = panel->chartData(ChartSpan::All);
    const ChartData watched = (*twin)->chartData(ChartSpan::All);
    QVERIFY2(shown.rows() > 0, name);
    QCOMPARE(shown.columns.size(), watched.columns.size());
    QCOMPARE(shown.target, watched.target);
    for (std::size_t i = 0; i < shown.columns.size(); ++i) {
      QVERIFY2(std::ranges::equal(shown.columns[i].values, watched.columns[i].values, same), name);
    }
  }
  QCOMPARE(find<PolicyPanel>()->model().rowCount(), live.findChild<PolicyPanel*>()->model().rowCount());
  const NetworkMap* map = find<NetworkMap>();
  const NetworkMap* watched = live.findChild<NetworkMap*>();
  QCOMPARE(map->state().record->id, watched->state().record->id);
  const MapTarget layer{.kind = MapTarget::Kind::Trunk, .layer = 1};
  QCOMPARE(map->times().onDevice(layer).count, watched->times().onDevice(layer).count);
  QCOMPARE(map->times().onEdge(layer).median, watched->times().onEdge(layer).median);
  QCOMPARE(map->state().cutShares, watched->state().cutShares);
  QCOMPARE(label("countsText"), live.findChild<QLabel*>(QStringLiteral("countsText"))->text());
}

void TestUiRecordedRun::allOfALongRunIsShown() {
  const RunTable run = table(kPlotCapacity + 5000);
  show(run);
  const LivePlot& plot = find<LatencyPanel>()->plot();
  QCOMPARE(plot.buffer().size(), run.size());
  QCOMPARE(find<DecisionPanel>()->strips().bufferSize(), run.size());
  const TimeAxis& axis = plot.timeAxis();
  QVERIFY(!axis.isLive());
  QVERIFY(!axis.isFollowing());
  QCOMPARE(axis.range().low, 0.0);
  QCOMPARE(axis.range().high, run.startS.back());
  QCOMPARE(window_->state(), RunState::Finished);
  QTRY_VERIFY(plot.pointsDrawn() > 0);
  QVERIFY(plot.pointsDrawn() <= 2 * plot.width());
}

void TestUiRecordedRun::theOpenModelComesBack() {
  ModelSummary open = model();
  open.network.trunk.pop_back();  // another network
  open.network.trunk.back().name = "last";
  open.network.exits = {{"last", {}}};
  window_->setModel(open);
  window_->setDeviceName(QStringLiteral("local agent"));
  show(table(300));
  QCOMPARE(find<NetworkMap>()->state().deviceName, QStringLiteral("a Pi"));
  QCOMPARE(find<NetworkMap>()->state().trunkMs.size(), std::size_t{5});
  QCOMPARE(window_->windowTitle(), QStringLiteral("small, 26 Nov 2026, 14:03 – Cleave"));
  window_->clearRun();  // the next run starts
  QVERIFY(!window_->recordedRun());
  QCOMPARE(find<NetworkMap>()->state().deviceName, QStringLiteral("local agent"));
  QCOMPARE(find<NetworkMap>()->state().trunkMs.size(), std::size_t{4});
  QVERIFY(find<RunFileBar>()->isHidden());
  QVERIFY(label("recordingText").isEmpty());
  const LivePlot& plot = find<LatencyPanel>()->plot();
  QCOMPARE(plot.buffer().size(), std::size_t{0});
  QCOMPARE(plot.buffer().capacity(), kPlotCapacity);
  QVERIFY(plot.timeAxis().isLive());
  QVERIFY(find<LatencyPanel>()->isEmpty());
  auto record = samples::record(0, {1, 2, 8});
  window_->appendRecords({record});
  QCOMPARE(plot.buffer().size(), std::size_t{1});
  QVERIFY(!find<LatencyPanel>()->isEmpty());
}

void TestUiRecordedRun::settingsWaitForTheNextRun() {
  const auto target = [this] { return find<LatencyPanel>()->chartData(ChartSpan::All).target; };
  show(table(200));
  QCOMPARE(target(), std::optional(80.0));
  window_->setSettings({QStringLiteral("random"), 33, 0});
  window_->setDeviceName(QStringLiteral("another"));
  window_->setFrames(1, 1, {{1, 2, 3}});
  QMenu* memory = window_->findChild<QMenu*>(QStringLiteral("memoryMenu"));
  memory->actions().front()->trigger();  // 1,000 requests
  QCOMPARE(target(), std::optional(80.0));
  QCOMPARE(find<NetworkMap>()->state().deviceName, QStringLiteral("a Pi"));
  QCOMPARE(find<LatencyPanel>()->plot().buffer().size(), std::size_t{200});
  QVERIFY(find<NetworkMap>()->state().frame.isNull());  // the frames are those of another run
  window_->clearRun();
  QCOMPARE(target(), std::optional(33.0));
  QCOMPARE(find<NetworkMap>()->state().deviceName, QStringLiteral("another"));
  QCOMPARE(find<LatencyPanel>()->plot().buffer().capacity(), std::size_t{1000});
}

void TestUiRecordedRun::oneAfterAnother() {
  show(table(700));
  show(table(40));
  QCOMPARE(window_->requestsCounted(), std::uint64_t{40});
  QCOMPARE(find<LatencyPanel>()->plot().buffer().size(), std::size_t{40});
  QCOMPARE(find<LatencyPanel>()->plot().timeAxis().range().high, 3.9);
  window_->setModel(model());
  QVERIFY(!window_->recordedRun());
  QCOMPARE(window_->requestsCounted(), std::uint64_t{0});
}

void TestUiRecordedRun::whatIsOnlyHalfShownCanBeReplaced() {
  const RunTable long_ = table(700);
  const std::shared_ptr<RunViewData> filling = window_->makeFilling(long_.size(), samples::network());
  filling->fill(long_);
  window_->showRecordedRun(recorded(long_), filling);
  QTRY_VERIFY(find<LatencyPanel>()->plot().buffer().size() == 700);  // the first of the charts
  show(table(40));
  for (const LivePlot* plot : window_->findChildren<LivePlot*>()) {
    QVERIFY(plot->buffer().lastX(XUnit::Requests) < 40);
  }
  window_->showRecordedRun(recorded(long_), window_->makeFilling(0, samples::network()));
  window_->clearRun();  // the next run starts at once
  QTest::qWait(20);
  QVERIFY(!window_->recordedRun());
  window_->appendRecords({samples::record(0, {1, 2, 8})});
  QCOMPARE(find<LatencyPanel>()->plot().buffer().size(), std::size_t{1});
}

void TestUiRecordedRun::aPartThatWasHiddenMeanwhileIsLeftOut() {
  const RunTable run = table(1000);
  const std::shared_ptr<RunViewData> filling = window_->makeFilling(run.size(), samples::network());
  filling->fill(run);
  LivePlot& plot = find<LatencyPanel>()->plot();
  plot.setSeriesVisible(0, false);
  show(recorded(run), filling);
  const PlotValues& row = plot.buffer().values(1);
  QCOMPARE(row[4], row[0] + row[1]);  // device and link; the edge is hidden
}

void TestUiRecordedRun::singleRequestsCanBeLookedAt() {
  const auto run = std::make_shared<RunTable>(table(700));
  const std::shared_ptr<RunViewData> filling = window_->makeFilling(run->size(), samples::network());
  filling->fill(*run);
  filling->keep(run);
  show(recorded(*run), filling);
  TimeAxis& axis = find<LatencyPanel>()->plot().timeAxis();
  const NetworkMap* map = find<NetworkMap>();
  axis.pick(run->startS[123] + 0.01);
  QCOMPARE(map->state().record->id, std::uint64_t{123});
  QCOMPARE(map->state().decision, run->decision[123]);
  QVERIFY(map->state().frame.isNull());
  axis.step(2);
  QCOMPARE(map->state().record->id, std::uint64_t{125});
  // Its images come later.
  window_->setRecordedFrames(2, 1, std::vector(64, std::vector<std::uint8_t>{255, 0, 0, 0, 255, 0}));
  QCOMPARE(map->state().frame.pixelColor(0, 0), QColor(255, 0, 0));
  show(table(40));  // another one, of which no request is kept
  QVERIFY(!axis.mark());
  QVERIFY(map->state().frame.isNull());
  window_->setModel(model());
  window_->appendRecords({samples::record(0, {1, 2, 8})});
  axis.pick(0);
  QCOMPARE(map->state().record->id, std::uint64_t{0});
}

void TestUiRecordedRun::aRunWithoutRequests() {
  show({});
  QVERIFY(window_->recordedRun());
  QCOMPARE(window_->requestsCounted(), std::uint64_t{0});
  QVERIFY(find<LatencyPanel>()->isEmpty());
  QVERIFY(find<PolicyPanel>()->isEmpty());
  window_->grab();
  show(table(3));
  QVERIFY(!find<LatencyPanel>()->isEmpty());
}

void TestUiRecordedRun::fillingCanBeStopped() {
  const RunTable run = table(100);
  const auto filling = window_->makeFilling(run.size(), samples::network());
  std::stop_source stop;
  stop.request_stop();
  QVERIFY_EXCEPTION_THROWN(filling->fill(run, {}, stop.get_token()), Cancelled);
}

void TestUiRecordedRun::theLineSaysWhatIsShown() {
  show(table(1500));
  const auto* bar = find<RunFileBar>();
  QVERIFY(bar->isVisible());
  QCOMPARE(bar->text(),
           QStringLiteral("Recorded 26 Nov 2026, 14:03 · small · greedy · target 80.0 ms · a Pi · 1,500 requests"));
  QVERIFY(label("recordingText").contains(QLatin1String("showing /runs/a.cleaverun")));
  QSignalSpy closed(window_.get(), &RunWindow::recordedRunClosed);
  QTest::mouseClick(window_->findChild<QToolButton*>(QStringLiteral("closeRun")), Qt::LeftButton);
  QCOMPARE(closed.size(), 1);
  QVERIFY(!bar->isVisible());
  QCOMPARE(window_->state(), RunState::Idle);
  QCOMPARE(window_->requestsCounted(), std::uint64_t{0});
}

void TestUiRecordedRun::openingIsShownAndCanBeGivenUp() {
  const auto* bar = find<RunFileBar>();
  QVERIFY(!bar->isVisible());
  show(table(10));
  const QString before = bar->text();
  window_->setOpening(QStringLiteral("Opening b, 43 %"), 0.43);
  QCOMPARE(bar->text(), QStringLiteral("Opening b, 43 %"));
  QCOMPARE(bar->findChild<QProgressBar*>()->value(), 43);
  QSignalSpy cancelled(window_.get(), &RunWindow::openingCancelled);
  QTest::mouseClick(window_->findChild<QPushButton*>(QStringLiteral("cancelOpening")), Qt::LeftButton);
  QCOMPARE(cancelled.size(), 1);
  window_->setOpening({});
  QCOMPARE(bar->text(), before);
  QVERIFY(!bar->findChild<QProgressBar*>()->isVisible());
}

void TestUiRecordedRun::runsAreOffered() {
  auto* menu = window_->findChild<QMenu*>(QStringLiteral("runsMenu"));
  QSignalSpy wanted(window_.get(), &RunWindow::runFilesWanted);
  Q_EMIT menu->aboutToShow();
  QCOMPARE(wanted.size(), 1);
  QCOMPARE(menu->actions().size(), 1);
  QVERIFY(!menu->actions().front()->isEnabled());
  window_->setRunFiles({{QStringLiteral("/runs/b.cleaverun"), QStringLiteral("today & greedy")},
                        {QStringLiteral("/runs/a.cleaverun"), QStringLiteral("yesterday")}});
  QCOMPARE(menu->actions().size(), 2);
  QSignalSpy opened(window_.get(), &RunWindow::openRequested);
  menu->actions().front()->trigger();
  QCOMPARE(opened[0][0].toString(), QStringLiteral("/runs/b.cleaverun"));
  window_->setRunFiles({});
  QVERIFY(!menu->actions().front()->isEnabled());
}

CLEAVE_GUI_TEST(TestUiRecordedRun)
#include "test_ui_recorded_run.moc"
