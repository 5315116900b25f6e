// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QtTest>

#include "app/workbench/run/feature_controller.h"
#include "shipped_model.h"
#include "tests/main/test_main.h"

namespace cleave::workbench {

/// A widget that asks and is answered.
class Asker : public QObject {
  Q_OBJECT

 public:
  std::vector<ui::FeatureView> seen;
  void showFeature(const ui::FeatureView& view) { seen.push_back(view); }

 Q_SIGNALS:
  void featureWanted(const cleave::ui::FeatureQuery& query);
};

class TestFeatureController : public QObject {
  Q_OBJECT

  static constexpr int kWaitMs = 30'000;
  std::shared_ptr<const SampleSet> frames_ =
      std::make_shared<const SampleSet>(makeSamples(shippedModel()->manifest, 2, 1));

  static ui::FeatureQuery query(std::uint64_t request, int layer) {
    return {.request = request, .frame = 1, .decision = {5, 4, 4}, .exit = 5, .layer = layer, .channels = 8};
  }

 private Q_SLOTS:
  void answersWithPicturesOnTheAskersThread() {
    FeatureController controller;
    controller.setModel(shippedModel());
    controller.setFrames(frames_);
    Asker asker;
    controller.serve(asker);
    Q_EMIT asker.featureWanted(query(7, 4));
    QTRY_COMPARE_WITH_TIMEOUT(asker.seen.size(), std::size_t{1}, kWaitMs);
    const auto& view = asker.seen.front();
    QVERIFY2(view.error.isEmpty(), qPrintable(view.error));
    QCOMPARE(view.query, query(7, 4));
    QCOMPARE(view.layer, QStringLiteral("pool2"));
    QCOMPARE(view.before.size(), std::size_t{8});
    QCOMPARE(view.after.size(), std::size_t{8});
    QCOMPARE(view.before.front().size(), QSize(13, 13));
    QVERIFY(view.loss && view.loss->snrDb > 5);
    QVERIFY(view.payload && view.payload->bytes <= view.payload->packedBytes);
  }
  void eachAskerGetsItsOwnLatest() {
    FeatureController controller;
    controller.setModel(shippedModel());
    controller.setFrames(frames_);
    Asker one;
    Asker other;
    controller.serve(one);
    controller.serve(other);
    Q_EMIT one.featureWanted(query(0, 11));
    QThread::msleep(20);  // the worker has begun by then
    for (std::uint64_t i = 1; i < 200; ++i) Q_EMIT one.featureWanted(query(i, 11));
    Q_EMIT other.featureWanted(query(1000, 1));
    const auto latestOf = [](const Asker& asker) { return asker.seen.empty() ? 0 : asker.seen.back().query.request; };
    QTRY_COMPARE_WITH_TIMEOUT(latestOf(one), std::uint64_t{199}, kWaitMs);
    QTRY_COMPARE_WITH_TIMEOUT(latestOf(other), std::uint64_t{1000}, kWaitMs);
    QCOMPARE(one.seen.size(), std::size_t{1});  // the rest was overtaken
    QCOMPARE(other.seen.size(), std::size_t{1});
  }
  void whatCannotBeShownIsSaid() {
    FeatureController controller;
    Asker asker;
    controller.serve(asker);
    Q_EMIT asker.featureWanted(query(0, 4));
    QTRY_COMPARE_WITH_TIMEOUT(asker.seen.size(), std::size_t{1}, kWaitMs);
    QVERIFY(asker.seen.back().error.contains("open"));
    controller.setModel(shippedModel());
    Q_EMIT asker.featureWanted(query(1, 4));
    QTRY_COMPARE_WITH_TIMEOUT(asker.seen.size(), std::size_t{2}, kWaitMs);
    QVERIFY(asker.seen.back().error.contains("frame"));
    controller.setFrames(frames_);
    Q_EMIT asker.featureWanted(query(2, 99));
    QTRY_COMPARE_WITH_TIMEOUT(asker.seen.size(), std::size_t{3}, kWaitMs);
    QVERIFY(asker.seen.back().error.contains("99"));
  }
  void endsInTheMiddleOfWork() {
    Asker asker;
    {
      FeatureController controller;
      controller.setModel(shippedModel());
      controller.setFrames(frames_);
      controller.serve(asker);
      Q_EMIT asker.featureWanted(query(0, 11));
    }  // joins; the test's time limit catches a hang
    QCoreApplication::processEvents();
    QVERIFY(asker.seen.empty());
    Q_EMIT asker.featureWanted(query(1, 11));  // nobody is there
  }
  void anAskerMayLeaveFirst() {
    FeatureController controller;
    controller.setModel(shippedModel());
    controller.setFrames(frames_);
    QSignalSpy answers(&controller, &FeatureController::answered);
    {
      Asker asker;
      controller.serve(asker);
      Q_EMIT asker.featureWanted(query(0, 1));
    }
    QTRY_COMPARE_WITH_TIMEOUT(answers.count(), 1, kWaitMs);
  }
};

}  // namespace cleave::workbench

CLEAVE_TEST(cleave::workbench::TestFeatureController)
#include "test_app_feature_controller.moc"
