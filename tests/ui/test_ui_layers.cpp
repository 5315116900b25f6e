// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>
#include <numeric>

#include "tests/main/test_main.h"
#include "tests/ui/samples.h"
#include "ui/map/layer_card.h"
#include "ui/map/layer_facts.h"
#include "ui/map/layer_times.h"
#include "ui/map/network_map.h"

using namespace cleave;
using namespace cleave::ui;
using Kind = MapTarget::Kind;

/// What is known of a layer, and how it is shown.
class TestUiLayers : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sidesAreKeptApart();
  void timesSlide();
  void strangeRecordsAndLayersAreIgnored();
  void costs();
  void hoveringShowsTheCard();
  void everyRequestIsCountedOnce();
};

void TestUiLayers::sidesAreKeptApart() {
  LayerTimes times;
  times.reset(samples::network());
  for (std::uint64_t i = 0; i < 100; ++i) {
    auto record = samples::record(i, {2, i % 2 == 0 ? 3 : 1, 8});
    record.layerMs[1] += static_cast<float>(i) / 100;
    times.add(record);
  }
  const MapTarget pool{Kind::Trunk, 0, 1};
  const TimeSummary device = times.onDevice(pool);
  const TimeSummary edge = times.onEdge(pool);
  QCOMPARE(device.count, std::size_t{50});
  QCOMPARE(edge.count, std::size_t{50});
  QVERIFY(qAbs(device.median - 2.49) < 1e-5);
  QVERIFY(qAbs(edge.median - 1.5) < 1e-5);
  QVERIFY(device.p95 > 2.9 && device.p95 < 2.98);
  QVERIFY(qAbs(device.latest - 2.98) < 1e-5);
  QCOMPARE(device.bins.size(), std::size_t{kTimeBins});
  QCOMPARE(std::accumulate(device.bins.begin(), device.bins.end(), 0), 50);
  QCOMPARE(times.onDevice({Kind::Branch, 0, 0}).count, std::size_t{0});  // exit 1 was never taken
  times.add(samples::record(100, {1, 3, 8}));
  QCOMPARE(times.onDevice({Kind::Branch, 0, 0}).count, std::size_t{1});
  QCOMPARE(times.onEdge({Kind::Branch, 0, 1}).count, std::size_t{1});
  QCOMPARE(times.onDevice({Kind::Branch, 0, 0}).bins[kTimeBins / 2], 1);  // one value lies in the middle
}

void TestUiLayers::timesSlide() {
  LayerTimes times;
  times.reset(samples::network());
  for (std::uint64_t i = 0; i < 3000; ++i) {
    auto record = samples::record(i, {2, 5, 32});
    if (i < 2500) record.layerMs[0] = 90;
    times.add(record);
  }
  QCOMPARE(times.onDevice({Kind::Trunk, 0, 0}).count, kLayerTimes);
  QCOMPARE(times.onDevice({Kind::Trunk, 0, 0}).p95, 2.0);
  times.clear();
  QCOMPARE(times.onDevice({Kind::Trunk, 0, 0}).count, std::size_t{0});
}

void TestUiLayers::strangeRecordsAndLayersAreIgnored() {
  LayerTimes times;
  times.add(samples::record(0, {2, 1, 8}));  // no network yet
  times.reset(samples::network());
  auto record = samples::record(0, {2, 1, 8});
  record.layerMs.resize(50, 1);
  times.add(record);
  record.decision.exit = 9;
  times.add(record);
  record.decision.exit = 0;
  times.add(record);
  QCOMPARE(times.onEdge({Kind::Trunk, 0, 4}).count, std::size_t{1});
  for (const MapTarget target :
       {MapTarget{}, MapTarget{Kind::Frame}, MapTarget{Kind::Seam}, MapTarget{Kind::Trunk, 0, 99},
        MapTarget{Kind::Branch, 9, 0}, MapTarget{Kind::Branch, 0, 9}}) {
    QCOMPARE(times.onEdge(target).count, std::size_t{0});
  }
}

void TestUiLayers::costs() {
  const auto conv = samples::conv("conv", 8);
  QCOMPARE(parameters(conv, {3, 32, 32}), 3.0 * 9 * 8 + 8);
  QCOMPARE(operations(conv, {3, 32, 32}, {8, 32, 32}), 2.0 * 3 * 9 * 8 * 32 * 32);
  QCOMPARE(operations(samples::linear("fc", 10), {4, 2, 2}, {10}), 2.0 * 160);
  QCOMPARE(operations(samples::pool("pool"), {4, 2, 2}, {4, 1, 1}), 0.0);
  QCOMPARE(kindText(samples::pool("pool")), QStringLiteral("max pool 2×2, stride 2"));
  QCOMPARE(costText(samples::linear("fc", 1000), {1000}, {1000}), QStringLiteral("2.0 MFLOP · 1.0 M parameters"));
  QVERIFY(costText(samples::pool("pool"), {4, 2, 2}, {4, 1, 1}).isEmpty());
}

void TestUiLayers::hoveringShowsTheCard() {
  NetworkMap map;
  map.resize(800, 320);
  map.setNetwork(samples::network(), {});
  map.show();
  for (std::uint64_t i = 0; i < 20; ++i) map.add(samples::record(i, {2, 2, 8}));
  const auto* card = map.findChild<LayerCard*>();
  QVERIFY(!card->isVisible());
  const auto& trunk = map.layoutOfMap().trunk;
  QTest::mouseMove(&map, trunk[0].face.center().toPoint());
  QTRY_VERIFY(card->isVisible());
  QCOMPARE(card->facts().name, QStringLiteral("conv1"));
  QCOMPARE(card->facts().device.count, std::size_t{20});
  QCOMPARE(card->facts().edge.count, std::size_t{0});
  QVERIFY(textOf(card->facts()).contains(QLatin1String("Edge: not run yet")));
  QTest::mouseMove(&map, trunk[3].face.center().toPoint());  // from block to block without a pause
  QTRY_COMPARE(card->facts().name, QStringLiteral("fc1"));
  QCOMPARE(card->facts().edge.count, std::size_t{20});
  QVERIFY(QRect(QPoint(), map.size()).contains(card->geometry()));
  map.grab();
  QTest::mouseMove(&map, map.layoutOfMap().frame.center().toPoint());
  QTRY_COMPARE(card->facts().name, QStringLiteral("frame"));
  QTest::mouseMove(&map, QPoint(790, 4));
  QTRY_VERIFY(!card->isVisible());
}

void TestUiLayers::everyRequestIsCountedOnce() {
  NetworkMap map;
  map.setNetwork(samples::network(), {});
  map.add(samples::record(0, {2, 2, 8}));
  map.showRequest(samples::record(0, {2, 2, 8}), {});
  QCOMPARE(map.times().onDevice({Kind::Trunk, 0, 0}).count, std::size_t{1});
  map.showRequest(samples::record(1, {2, 2, 8}), {});  // shown without having been added
  QCOMPARE(map.times().onDevice({Kind::Trunk, 0, 0}).count, std::size_t{2});
}

CLEAVE_GUI_TEST(TestUiLayers)
#include "test_ui_layers.moc"
