// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <limits>

#include "tests/main/test_main.h"
#include "tests/ui/samples.h"
#include "ui/features/feature_text.h"
#include "ui/map/feature_popup.h"
#include "ui/map/network_map.h"
#include "ui/panels/sample_panel.h"

using namespace cleave;
using namespace cleave::ui;
using Kind = MapTarget::Kind;

namespace {

/// An answer with pictures of one grey.
FeatureView answer(const FeatureQuery& query, int channels = 8, bool crossed = true) {
  FeatureView view;
  view.query = query;
  view.layer = QStringLiteral("pool1");
  view.shape = {8, 16, 16};
  view.high = 3;
  for (int i = 0; i < std::min(channels, query.channels); ++i) {
    QImage image(16, 16, QImage::Format_Grayscale8);
    image.fill(40 * i);
    view.channels.push_back(i);
    view.before.push_back(image);
    if (crossed) view.after.push_back(image);
  }
  if (crossed) {
    view.loss = FeatureView::Loss{0.0123, 18.4, 0.62, 0.71};
    view.payload = FeatureView::Payload{700, 1024, true};
  }
  return view;
}

}  // namespace

/// Features on the map and in the sample panel, answered by the test.
class TestUiFeatures : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tilesFillTheirRoom();
  void tintGoesFromGroundToInk();
  void wordsOfLossAndPayload();
  void aClickAsksForTheFeature();
  void theSeamAsksForWhatCrossed();
  void keysSelectOpenAndClose();
  void escapeIsTheWindowsWhileNothingIsOpen();
  void thePopupTakesItsOwnAnswerOnly();
  void thePopupFollowsItsLayer();
  void thePopupClosesWithItsButton();
  void nothingOpensBeforeTheFirstRequest();
  void sampleWaitsForItsFeature();
  void sampleAsksTwiceASecondAtMost();
  void sampleWithoutAnAnswer();
  void sampleAloneShowsAtOnce();
  void sampleSaysWhyNothingCrossed();
  void sampleDropsTilesWhereThereIsNoRoom();

 private:
  static void start(NetworkMap& map, Decision decision = {2, 2, 4}) {
    map.resize(800, 320);
    map.setNetwork(samples::network(), {0.9, 0.95});
    map.show();
    map.showRequest(samples::record(7, decision), {});
  }
  static FeatureQuery asked(QSignalSpy& spy) { return spy.takeLast().at(0).value<FeatureQuery>(); }
};

void TestUiFeatures::tilesFillTheirRoom() {
  const TileGrid grid = fitTiles(QRectF(10, 10, 349, 170), 32, 100);
  QCOMPARE(grid.columns, 8);
  QCOMPARE(grid.side, 40.0);
  QCOMPARE(grid.rows(), 4);
  QVERIFY(grid.area.adjusted(0, 0, 1, 1).contains(grid.tile(31)));
  QCOMPARE(grid.at(grid.tile(9).center()), 9);
  QCOMPARE(grid.at(QPointF(0, 0)), -1);
  QCOMPARE(fitTiles(QRectF(0, 0, 500, 500), 1, 120).side, 120.0);
  QCOMPARE(fitTiles(QRectF(0, 0, 1, 1), 32, 120).side, 0.0);
}

void TestUiFeatures::tintGoesFromGroundToInk() {
  QImage grey(2, 1, QImage::Format_Grayscale8);
  grey.scanLine(0)[0] = 0;
  grey.scanLine(0)[1] = 255;
  const QImage image = tinted(grey, Qt::white, Qt::blue);
  QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
  QCOMPARE(image.pixelColor(1, 0), QColor(Qt::blue));
}

void TestUiFeatures::wordsOfLossAndPayload() {
  QCOMPARE(lossText({0.5, 18.42, 0.62, 0.714}), QStringLiteral("SNR 18.4 dB · zeros 62 → 71 %"));
  QCOMPARE(lossText({0, std::numeric_limits<double>::infinity(), 0, 0}), QStringLiteral("lossless"));
  const PayloadText packed = payloadText(1024, 2048, {2, 2, 4});
  QCOMPARE(packed.size, QStringLiteral("1.0 kB of 8.2 kB (float32)"));
  QCOMPARE(packed.how, QStringLiteral("4.0 bits per element · bit-packed"));
  QVERIFY(payloadText(700, 2048, {2, 2, 4}).how.endsWith(QLatin1String("lossless coding")));
  QVERIFY(payloadText(8192, 2048, {2, 2, 32}).how.endsWith(QLatin1String("not quantized")));
  QVERIFY(payloadText(3072, 3072, {2, 0, 8}).how.endsWith(QLatin1String("raw frame")));
  QVERIFY(payloadText(1536, 3072, {2, 0, 4}).how.endsWith(QLatin1String("bit-packed")));
}

void TestUiFeatures::aClickAsksForTheFeature() {
  NetworkMap map;
  start(map);
  QSignalSpy spy(&map, &NetworkMap::featureWanted);
  const auto click = [&](const QRectF& block) {
    QTest::mouseClick(&map, Qt::LeftButton, {}, block.center().toPoint());
    return asked(spy);
  };
  const MapLayout& at = map.layoutOfMap();
  QCOMPARE(click(at.trunk[3].face), (FeatureQuery{7, 0, {2, 2, 4}, 2, 4, 32}));
  QCOMPARE(map.state().selected, (MapTarget{Kind::Trunk, 0, 3}));
  QCOMPARE(click(at.frame), (FeatureQuery{7, 0, {2, 2, 4}, 2, 0, 32}));
  QCOMPARE(click(at.exits[0].branch[1].face), (FeatureQuery{7, 0, {2, 2, 4}, 1, 4, 32}));
  map.hide();
  map.showRequest(samples::record(8, {1, 1, 8}), {});
  map.show();
  QCOMPARE(click(at.trunk[0].face).exit, 1);  // on the request's own path
  QCOMPARE(click(at.trunk[4].face).exit, 2);  // beyond it
}

void TestUiFeatures::theSeamAsksForWhatCrossed() {
  NetworkMap map;
  start(map);
  QSignalSpy spy(&map, &NetworkMap::featureWanted);
  const QPoint seam(qRound(map.state().seam.top), qRound(map.layoutOfMap().axis));
  QCOMPARE(map.targetAt(seam).kind, Kind::Seam);
  QTest::mouseClick(&map, Qt::LeftButton, {}, seam);
  QCOMPARE(asked(spy), (FeatureQuery{7, 0, {2, 2, 4}, 2, 2, 32}));
  map.clearRun();
  map.showRequest(samples::record(9, {2, 5, 32}), {});
  map.inspect({Kind::Seam});  // device-only: there is none
  QCOMPARE(spy.count(), 0);
}

void TestUiFeatures::keysSelectOpenAndClose() {
  NetworkMap map;
  start(map);
  QSignalSpy spy(&map, &NetworkMap::featureWanted);
  auto* popup = map.findChild<FeaturePopup*>();
  QTest::keyClick(&map, Qt::Key_Right);
  QCOMPARE(map.state().selected.kind, Kind::Frame);
  QTest::keyClick(&map, Qt::Key_Right);
  QTest::keyClick(&map, Qt::Key_Right);
  QCOMPARE(map.state().selected, (MapTarget{Kind::Trunk, 0, 1}));
  QVERIFY(map.accessibleDescription().contains(QLatin1String("pool1, max pool")));
  QTest::keyClick(&map, Qt::Key_Down);
  QTest::keyClick(&map, Qt::Key_Down);
  QCOMPARE(map.state().selected, (MapTarget{Kind::Branch, 0, 1}));
  QTest::keyClick(&map, Qt::Key_Return);
  QCOMPARE(asked(spy).layer, 4);
  QVERIFY(popup->isVisible());
  QTest::keyClick(&map, Qt::Key_Up);  // the popup goes along
  QCOMPARE(asked(spy).layer, 3);
  QTest::keyClick(&map, Qt::Key_Escape);
  QVERIFY(!popup->isVisible());
  QCOMPARE(map.state().selected, (MapTarget{Kind::Branch, 0, 0}));
  QTest::keyClick(&map, Qt::Key_Up);
  QTest::keyClick(&map, Qt::Key_Left);
  QCOMPARE(map.state().selected, (MapTarget{Kind::Trunk, 0, 0}));
  QTest::keyClick(&map, Qt::Key_End);
  QTest::keyClick(&map, Qt::Key_Right);
  QCOMPARE(map.state().selected, (MapTarget{Kind::Trunk, 0, 4}));
  QTest::keyClick(&map, Qt::Key_Home);
  QCOMPARE(map.state().selected.kind, Kind::Frame);
  QTest::keyClick(&map, Qt::Key_Escape);
  QVERIFY(!map.state().selected);
}

void TestUiFeatures::escapeIsTheWindowsWhileNothingIsOpen() {
  NetworkMap map;
  start(map);
  const auto taken = [&map] {
    QKeyEvent key(QEvent::ShortcutOverride, Qt::Key_Escape, Qt::NoModifier);
    key.ignore();
    QCoreApplication::sendEvent(&map, &key);
    return key.isAccepted();
  };
  QVERIFY(!taken());
  map.inspect({Kind::Trunk, 0, 1});
  QVERIFY(taken());
}

void TestUiFeatures::thePopupTakesItsOwnAnswerOnly() {
  NetworkMap map;
  start(map);
  QSignalSpy spy(&map, &NetworkMap::featureWanted);
  auto* popup = map.findChild<FeaturePopup*>();
  map.inspect({Kind::Trunk, 0, 0});
  const FeatureQuery first = asked(spy);
  map.inspect({Kind::Seam});
  const FeatureQuery second = asked(spy);
  QVERIFY(popup->text().contains(QLatin1String("computing")));
  map.showFeature(answer(first));
  QVERIFY(!popup->view());
  map.showFeature(answer(second));
  QVERIFY(popup->view().has_value());
  QVERIFY(popup->text().contains(QStringLiteral("mean squared error 0.0123 · SNR 18.4 dB")));
  QVERIFY(popup->text().contains(QLatin1String("700 B of 8.2 kB (float32)")));
  map.showRequest(samples::record(8, {2, 4, 8}), {});  // pinned: the run goes on, the feature stays
  QCOMPARE(popup->query(), second);
  map.grab();
  FeatureView broken;
  broken.query = second;
  broken.error = QStringLiteral("No model is open.");
  map.showFeature(broken);
  QVERIFY(popup->text().contains(QLatin1String("No model is open.")));
  map.grab();
}

void TestUiFeatures::thePopupFollowsItsLayer() {
  QWidget window;
  window.resize(1000, 900);
  NetworkMap map(&window);
  window.show();
  start(map);
  map.inspect({Kind::Trunk, 0, 1});
  const auto* popup = window.findChild<FeaturePopup*>();
  const auto clear = [&] {
    return popup->y() > map.layoutOfMap().labels + map.layoutOfMap().labelHeight && popup->x() >= 0 &&
           popup->geometry().right() <= map.width();
  };
  QVERIFY(clear());
  map.resize(800, 500);
  QVERIFY(clear());
  map.resize(800, 220);
  QVERIFY(clear());
}

void TestUiFeatures::thePopupClosesWithItsButton() {
  NetworkMap map;
  start(map);
  map.inspect({Kind::Trunk, 0, 1});
  auto* popup = map.findChild<FeaturePopup*>();
  QTest::mouseClick(popup->findChild<QWidget*>(), Qt::LeftButton);
  QVERIFY(!popup->isVisible());
  QVERIFY(!map.state().selected);
  map.inspect({Kind::Trunk, 0, 1});
  map.hide();
  QVERIFY(!popup->isVisible());
}

void TestUiFeatures::nothingOpensBeforeTheFirstRequest() {
  NetworkMap map;
  QTest::keyClick(&map, Qt::Key_Right);  // no network at all
  map.resize(800, 320);
  map.setNetwork(samples::network(), {});
  map.show();
  QSignalSpy spy(&map, &NetworkMap::featureWanted);
  map.inspect({Kind::Trunk, 0, 1});
  map.inspect({Kind::Seam});
  QCOMPARE(spy.count(), 0);
  QVERIFY(!map.findChild<FeaturePopup*>()->isVisible());
}

namespace {

/// A panel with room for tiles, whose queries are collected.
struct Sampler {
  SamplePanel panel;
  QSignalSpy spy{&panel, &SamplePanel::featureWanted};
  explicit Sampler(const QSize& size = {260, 420}) {
    panel.setClasses({QStringLiteral("bag"), QStringLiteral("coat"), QStringLiteral("shirt")});
    panel.setNetwork(samples::network());
    panel.resize(size);
    panel.show();
  }
  void show(std::uint64_t id, Decision decision = {2, 2, 4}) {
    panel.showRequest(samples::record(id, decision), QImage(32, 32, QImage::Format_RGB888));
  }
  [[nodiscard]] FeatureQuery last() const { return spy.last().at(0).value<FeatureQuery>(); }
};

}  // namespace

void TestUiFeatures::sampleWaitsForItsFeature() {
  Sampler sampler;
  sampler.show(1);  // the first is seen at once, its feature follows
  QCOMPARE(sampler.panel.note(), QStringLiteral("1"));
  QCOMPARE(sampler.spy.count(), 1);
  QCOMPARE(sampler.last(), (FeatureQuery{1, 0, {2, 2, 4}, 2, 2, 9}));
  sampler.panel.showFeature(answer(sampler.last()));
  QVERIFY(sampler.panel.content().feature.has_value());
  sampler.show(2);
  sampler.show(3);
  QCOMPARE(sampler.panel.note(), QStringLiteral("1"));  // frame and feature are of the same request
  QTRY_COMPARE(sampler.spy.count(), 2);
  QCOMPARE(sampler.last().request, std::uint64_t{3});
  QCOMPARE(sampler.panel.note(), QStringLiteral("1"));
  sampler.panel.showFeature(answer({}));  // somebody else's
  QCOMPARE(sampler.panel.note(), QStringLiteral("1"));
  sampler.panel.showFeature(answer(sampler.last()));
  QCOMPARE(sampler.panel.note(), QStringLiteral("3"));
  QCOMPARE(sampler.panel.content().payload, QStringLiteral("9.8 kB of 8.2 kB (float32)"));
  QVERIFY(!sampler.panel.grab().isNull());
}

void TestUiFeatures::sampleAsksTwiceASecondAtMost() {
  Sampler sampler;
  for (std::uint64_t id = 0; id < 500; ++id) {
    sampler.show(id);
    if (sampler.spy.count() > 0) sampler.panel.showFeature(answer(sampler.last()));
  }
  QCOMPARE(sampler.spy.count(), 1);
  sampler.panel.hide();
  sampler.show(600);
  QCOMPARE(sampler.spy.count(), 1);  // nobody sees it
  QCOMPARE(sampler.panel.note(), QStringLiteral("600"));
}

void TestUiFeatures::sampleWithoutAnAnswer() {
  Sampler sampler;
  sampler.show(1);
  sampler.show(2);
  QTRY_COMPARE(sampler.spy.count(), 2);
  QTRY_COMPARE(sampler.panel.note(), QStringLiteral("2"));  // after the beat, without tiles
  QVERIFY(!sampler.panel.content().feature);
  FeatureView broken;
  broken.query = sampler.last();
  broken.error = QStringLiteral("No model is open.");
  sampler.panel.showFeature(broken);
  QVERIFY(!sampler.panel.content().feature);
  sampler.panel.clearRun();
  sampler.panel.showFeature(answer(broken.query));
  QVERIFY(sampler.panel.isEmpty());
}

void TestUiFeatures::sampleAloneShowsAtOnce() {
  SamplePanel panel;
  panel.resize(260, 420);
  panel.show();
  for (std::uint64_t id = 1; id < 4; ++id) {
    panel.showRequest(samples::record(id, {2, 2, 4}), {});
    QCOMPARE(panel.note(), QString::number(id));
  }
  QCOMPARE(panel.content().payload, QStringLiteral("9.8 kB sent"));  // no network to tell it against
}

void TestUiFeatures::sampleSaysWhyNothingCrossed() {
  Sampler sampler({180, 200});
  sampler.show(1, {2, 5, 32});
  QVERIFY(sampler.panel.content().crossing.contains(QLatin1String("device only")));
  auto fallback = samples::record(2, {2, 2, 4});
  fallback.outcome = Outcome::Fallback;
  sampler.panel.showRequest(fallback, {});
  QVERIFY(sampler.panel.content().crossing.contains(QLatin1String("timed out")));
  auto strange = samples::record(3, {2, 2, 4});
  strange.decision = {7, 99, 4};  // not of this network
  sampler.panel.showRequest(strange, {});
  QCOMPARE(sampler.panel.content().payload, QStringLiteral("9.8 kB sent"));
  QCOMPARE(sampler.spy.count(), 0);
}

void TestUiFeatures::sampleDropsTilesWhereThereIsNoRoom() {
  for (const QSize size : {QSize(206, 230), QSize(244, 330), QSize(400, 600), QSize(520, 240), QSize(60, 50)}) {
    Sampler sampler(size);
    sampler.show(1);
    QCOMPARE(sampler.spy.count() == 1, size.height() >= 330);
    if (sampler.spy.count() == 1) sampler.panel.showFeature(answer(sampler.last()));
    QVERIFY(!sampler.panel.grab().isNull());
  }
}

CLEAVE_GUI_TEST(TestUiFeatures)
#include "test_ui_features.moc"
