// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/main/test_main.h"
#include "tests/ui/samples.h"
#include "ui/map/map_card.h"
#include "ui/map/network_map.h"
#include "ui/theme/colours.h"

using namespace cleave;
using namespace cleave::ui;

class TestUiMap : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void columnsFollowTheTrunk();
  void seamInTheTrunk();
  void seamInABranch();
  void edgeOnlyAndDeviceOnly();
  void crossingIsWhereTheSeamIs();
  void timesBelongToTheirLayers();
  void seamGlides();
  void aFloodOfRequestsEndsAtTheNewest();
  void pointsAreFound();
  void longNetworksStayReadable();
  void strangeRecordsAreIgnored();
  void labelsAreOfTheLatestRequests();
  void theSeamsCardSpeaksOfTheTransfer();
  void coloursSayWhere();
  void drawsAtAnySize();
};

namespace {

MapLayout layout() {
  return {samples::network(), QRectF(0, 0, 800, 320)};
}

}  // namespace

void TestUiMap::columnsFollowTheTrunk() {
  const MapLayout map = layout();
  QCOMPARE(map.trunk.size(), std::size_t{5});
  QCOMPARE(map.exits.size(), std::size_t{2});
  QCOMPARE(map.exits[0].branch.size(), std::size_t{3});
  for (std::size_t i = 1; i < map.trunk.size(); ++i) QVERIFY(map.trunk[i].face.left() > map.trunk[i - 1].face.right());
  QVERIFY(map.trunk[0].face.height() > map.trunk[1].face.height());  // 32 to 16 pixels
  QVERIFY(map.zone.contains(map.exits[1].pill));
}

void TestUiMap::seamInTheTrunk() {
  const MapLayout map = layout();
  const Seam seam = map.seam({2, 3, 8});
  QCOMPARE(seam.top, seam.bottom);
  QVERIFY(seam.top > map.trunk[2].face.right() && seam.top < map.trunk[3].face.left());
}

void TestUiMap::seamInABranch() {
  const MapLayout map = layout();
  const Seam seam = map.seam({1, 3, 8});  // after b1.conv
  QVERIFY(seam.top > map.trunk[1].face.right());
  QVERIFY(seam.bottom < map.trunk[1].face.left());
  QVERIFY(seam.step > map.exits[0].branch[0].face.center().y() && seam.step < map.exits[0].branch[1].face.center().y());
  const QPolygonF device = map.deviceSide(seam);
  QVERIFY(device.containsPoint(map.exits[0].branch[0].face.center(), Qt::OddEvenFill));
  QVERIFY(!device.containsPoint(map.exits[0].branch[1].face.center(), Qt::OddEvenFill));
  QVERIFY(device.containsPoint(map.trunk[1].face.center(), Qt::OddEvenFill));
  QVERIFY(!device.containsPoint(map.trunk[2].face.center(), Qt::OddEvenFill));
}

void TestUiMap::edgeOnlyAndDeviceOnly() {
  const MapLayout map = layout();
  const Seam edgeOnly = map.seam({2, 0, 8});
  QVERIFY(edgeOnly.top > map.frame.right() && edgeOnly.top < map.trunk[0].face.left());
  for (const Decision& decision : {Decision{2, 5, 32}, Decision{1, 5, 32}}) {
    QCOMPARE(map.seam(decision).top, map.zone.right());
    QVERIFY(map.crossing(decision).isNull());
  }
}

void TestUiMap::crossingIsWhereTheSeamIs() {
  const MapLayout map = layout();
  for (int partition = 0; partition < 5; ++partition) {
    const QLineF crossing = map.crossing({2, partition, 8});
    const double seam = map.seam({2, partition, 8}).top;
    QVERIFY(crossing.x1() < seam && crossing.x2() > seam);
  }
}

void TestUiMap::timesBelongToTheirLayers() {
  NetworkMap map;
  map.setNetwork(samples::network(), {0.9, 0.95});
  map.showRequest(samples::record(0, {1, 3, 8}), {});
  QCOMPARE(map.state().trunkMs, (std::vector<double>{2, 2, -1, -1, -1}));
  QCOMPARE(map.state().branchMs[0], (std::vector<double>{2, 1, 1}));
  map.showRequest(samples::record(1, {2, 0, 8}), {});
  QCOMPARE(map.state().trunkMs, (std::vector<double>{1, 1, 1, 1, 1}));
  QCOMPARE(map.state().branchMs[0], (std::vector<double>{2, 1, 1}));  // kept: the latest there is
}

void TestUiMap::seamGlides() {
  NetworkMap map;
  map.resize(800, 320);
  map.setNetwork(samples::network(), {});
  map.show();
  map.showRequest(samples::record(0, {2, 1, 8}), {});
  const double start = map.state().seam.top;
  map.showRequest(samples::record(1, {2, 4, 8}), {});
  QTRY_VERIFY(map.seamTarget().top > start);
  QVERIFY(map.state().seam.top < map.seamTarget().top);
  QTRY_COMPARE(map.state().seam, map.seamTarget());
}

void TestUiMap::aFloodOfRequestsEndsAtTheNewest() {
  NetworkMap map;
  map.resize(800, 320);
  map.setNetwork(samples::network(), {});
  map.show();
  int changes = 0;
  std::uint64_t shown = 0;
  for (std::uint64_t id = 0; id < 300; ++id) {
    map.showRequest(samples::record(id, {2, static_cast<int>(id % 5), 8}), {});
    if (map.state().record->id != shown) ++changes;
    shown = map.state().record->id;
  }
  QVERIFY(changes < 100);  // not each of them
  QTRY_COMPARE(map.state().record->id, std::uint64_t{299});
  QTRY_COMPARE(map.state().seam, map.layoutOfMap().seam({2, 4, 8}));
  map.showRequest(samples::record(300, {2, 1, 8}), {});
  map.clearRun();  // nothing comes after it
  QTest::qWait(200);
  QVERIFY(!map.state().record);
}

void TestUiMap::pointsAreFound() {
  const MapLayout map = layout();
  QCOMPARE(map.targetAt(map.frame.center()).kind, MapTarget::Kind::Frame);
  for (std::size_t i = 0; i < map.trunk.size(); ++i) {
    const MapTarget target = map.targetAt(map.trunk[i].face.center());
    QCOMPARE(target, (MapTarget{MapTarget::Kind::Trunk, 0, i}));
    QVERIFY(map.blockOf(target).contains(map.trunk[i].face));
    QCOMPARE(map.targetAt({map.trunk[i].face.center().x(), map.labels + 4}), target);  // its name as well
  }
  QCOMPARE(map.targetAt(map.exits[0].branch[2].face.center()), (MapTarget{MapTarget::Kind::Branch, 0, 2}));
  QVERIFY(!map.targetAt({4, 4}));
  QVERIFY(map.blockOf({MapTarget::Kind::Trunk, 0, 99}).isNull());
}

void TestUiMap::longNetworksStayReadable() {
  NetworkDescription deep;
  deep.frame.width = deep.frame.height = 64;
  for (int i = 0; i < 30; ++i) deep.trunk.push_back(samples::conv("features.conv" + std::to_string(i), 8));
  for (const int after : {3, 4, 20}) {
    deep.exits.push_back({"features.conv" + std::to_string(after), {samples::linear("e" + std::to_string(after), 4)}});
  }
  deep.exits.push_back({"features.conv29", {}});
  const MapLayout map(deep, QRectF(0, 0, 840, 290));
  QCOMPARE(map.labelStyle, LabelStyle::Upright);
  QCOMPARE(map.labelEvery, std::size_t{1});
  QVERIFY(map.labels + map.labelHeight < map.exits[0].pill.top());
  for (std::size_t e = 1; e < map.exits.size(); ++e) QVERIFY(!map.exits[e].pill.intersects(map.exits[e - 1].pill));
  QCOMPARE(map.exits[2].pill.width(), 74.0);  // alone, so it has all its width
  QCOMPARE(layout().labelStyle, LabelStyle::Rows);
  QVERIFY(MapLayout(deep, QRectF(0, 0, 300, 200)).labelEvery > 1);
}

void TestUiMap::strangeRecordsAreIgnored() {
  NetworkMap map;
  map.showRequest(samples::record(0, {2, 1, 8}), {});  // no network yet
  QVERIFY(!map.state().record);
  map.setNetwork(samples::network(), {});
  RequestRecord record = samples::record(0, {2, 1, 8});
  record.decision = {7, 99, 8};
  map.count(record.decision);
  map.showRequest(record, {});
  QVERIFY(!map.state().record);
}

void TestUiMap::labelsAreOfTheLatestRequests() {
  NetworkMap map;
  map.setNetwork(samples::network(), {});
  map.resize(900, 320);
  map.show();
  auto first = samples::record(0, {1, 2, 8});
  std::ranges::fill(first.layerMs, 3.0F);
  map.add(first);
  map.showRequest(first, {});
  QCOMPARE(map.state().branchMs[0][0], 3.0);
  // Of many requests one is shown; the others' times count all the same.
  auto unseen = samples::record(1, {1, 2, 8});
  std::ranges::fill(unseen.layerMs, 7.0F);
  map.add(unseen);
  auto shown = samples::record(2, {2, 3, 4});
  std::ranges::fill(shown.layerMs, 5.0F);
  map.add(shown);
  map.lookBackAt(shown, {});
  QCOMPARE(map.state().trunkMs[0], 5.0);
  QCOMPARE(map.state().branchMs[0][0], 7.0);
  // Looking back changes nothing for good.
  map.lookBackAt(first, {});
  QCOMPARE(map.state().branchMs[0][0], 3.0);
  map.lookBackAt(shown, {});
  QCOMPARE(map.state().branchMs[0][0], 7.0);
}

void TestUiMap::theSeamsCardSpeaksOfTheTransfer() {
  const MapLayout layout(samples::network(), QRectF(0, 0, 900, 320));
  MapState state;
  const auto card = [&](const RequestRecord& record) {
    state.record = record;
    state.decision = record.decision;
    return MapCard::of(layout, state);
  };
  auto record = samples::record(0, {2, 3, 4});
  record.payloadBytes = 6900;
  record.uplinkMs = 12.3;
  QCOMPARE(card(record).title, QStringLiteral("4 bits"));
  QCOMPARE(card(record).detail, QStringLiteral("6.9 kB · 12.3 ms"));
  QCOMPARE(card(record).frame, ColourRole::Link);
  record.decision.partition = 0;
  QVERIFY(card(record).title.startsWith(QStringLiteral("frame, ")));
  record.outcome = Outcome::Fallback;
  QCOMPARE(card(record).frame, ColourRole::Violation);
  record.outcome = Outcome::Failed;
  QCOMPARE(card(record).title, QStringLiteral("request failed"));
  auto alone = samples::record(1, {2, 99, 32});
  QCOMPARE(card(alone).title, QStringLiteral("device only"));
}

void TestUiMap::coloursSayWhere() {
  NetworkMap map;
  map.setNetwork(samples::network(), {0.9, 0.95});
  map.resize(900, 320);
  map.show();
  auto record = samples::record(0, {2, 2, 8});
  std::ranges::fill(record.layerMs, 9.0F);
  map.showRequest(record, {});
  QTRY_COMPARE(map.state().seam, map.seamTarget());
  const QImage picture = map.grab().toImage();
  const auto at = [&](const QRectF& box) { return picture.pixelColor(box.center().toPoint()); };
  const auto& trunk = map.layoutOfMap().trunk;
  const auto near = [](const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 60;
  };
  const Colours& colours = coloursOf(map);
  QVERIFY(near(at(trunk[0].face), colours.device));
  QVERIFY(near(at(trunk[1].face), colours.device));
  QVERIFY(near(at(trunk[2].face), colours.edge));
  const QRectF& lit = map.layoutOfMap().exits[1].pill;
  const QRectF& other = map.layoutOfMap().exits[0].pill;
  const auto corner = [&](const QRectF& pill) {
    return picture.pixelColor((pill.topLeft() + QPointF(8, 5)).toPoint());
  };
  QVERIFY(near(corner(lit), colours.exitTint));
  QVERIFY(corner(lit) != corner(other));
}

void TestUiMap::drawsAtAnySize() {
  NetworkMap map;
  map.setNetwork(samples::network(), {0.9});
  for (const QSize size : {QSize(420, 170), QSize(800, 320), QSize(2000, 900), QSize(30, 20)}) {
    map.resize(size);
    for (const Decision& decision : {Decision{1, 3, 1}, Decision{2, 0, 8}, Decision{2, 5, 32}}) {
      map.showRequest(samples::record(0, decision), QImage(32, 32, QImage::Format_RGB888));
      QVERIFY(!map.grab().isNull());
    }
  }
}

CLEAVE_GUI_TEST(TestUiMap)
#include "test_ui_map.moc"
