// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "core/measure/evaluate.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

const auto kSilent = [](int, int) {};

}  // namespace

class TestCoreEvaluate : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void framesRepeatGrey();
  void framesKeepColours();
  void framesAreScaled();
  void visitsEveryLayerOnce();
  void visitsWhatTheRuntimeComputes();
  void countsWhatIsRight();
  void endsWithTheSet();
  void stops();
};

void TestCoreEvaluate::framesRepeatGrey() {
  const ImageSet images = test::bandImages(2, 1);
  const auto frame = makeFrame(images, 1, {32, 32});
  QCOMPARE(frame.size(), std::size_t{3 * 32 * 32});
  for (std::size_t i = 0; i < 1024; ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) QVERIFY(frame[3 * i + channel] == images.pixels[1024 + i]);
  }
}

void TestCoreEvaluate::framesKeepColours() {
  const ImageSet images{3, 1, 2, {10, 11, 20, 21, 30, 31}, {0}};  // planar: red, green, blue
  QVERIFY((makeFrame(images, 0, {2, 1}) == std::vector<std::uint8_t>{10, 20, 30, 11, 21, 31}));
}

void TestCoreEvaluate::framesAreScaled() {
  const ImageSet images{1, 2, 2, {0, 100, 200, 255}, {0}};
  const auto frame = makeFrame(images, 0, {4, 2});
  QCOMPARE(frame.size(), std::size_t{3 * 4 * 2});
  // Bilinear between pixel centres: 0, 1/4, 3/4, 1 of the way.
  for (const auto& [at, value] : {std::pair{0U, 0}, {1U, 25}, {2U, 75}, {3U, 100}, {4U, 200}, {7U, 255}}) {
    QCOMPARE(static_cast<int>(frame[3 * at]), value);
  }
  const ImageSet flat{1, 28, 28, std::vector<std::uint8_t>(784, 77), {0}};
  const auto large = makeFrame(flat, 0, {224, 224});
  QVERIFY(std::ranges::all_of(large, [](std::uint8_t value) { return value == 77; }));
}

void TestCoreEvaluate::visitsEveryLayerOnce() {
  const NetworkDescription network = test::tinyNetwork();
  const NetworkRuntime runtime(test::randomModel(network, 3));
  std::vector<std::pair<int, int>> visited;
  visitLayers(runtime, test::randomFrame(network.frame, 3),
              [&](int exit, int layer, const Activation&) { visited.emplace_back(exit, layer); });
  const std::vector<std::pair<int, int>> expected{{1, 1}, {1, 2}, {1, 3}, {1, 4},  // pool1 and exit 1's own two
                                                  {2, 3}, {2, 4}, {2, 5}, {2, 6},  // conv2, pool2 and exit 2's own two
                                                  {3, 5}, {3, 6}};                 // fc3, fc4
  QVERIFY(visited == expected);
}

void TestCoreEvaluate::visitsWhatTheRuntimeComputes() {
  const NetworkDescription network = test::tinyNetwork();
  const NetworkRuntime runtime(test::randomModel(network, 3));
  const auto frame = test::randomFrame(network.frame, 4);
  visitLayers(runtime, frame, [&](int exit, int layer, const Activation& seen) {
    Activation own = runtime.prepare(frame);
    runtime.runLayers(exit, 0, layer, own);
    QVERIFY(seen.shape() == own.shape());
    QVERIFY(std::ranges::equal(seen.values(), own.values()));
  });
}

void TestCoreEvaluate::countsWhatIsRight() {
  const NetworkDescription network = test::tinyNetwork();
  const NetworkRuntime runtime(test::randomModel(network, 3));
  ImageSet images = test::bandImages(12, 5);
  std::vector<int> predicted[3];
  for (int i = 0; i < 12; ++i) {
    for (int exit = 1; exit <= 3; ++exit) {
      Activation scores = runtime.prepare(makeFrame(images, i, network.frame));
      runtime.runLayers(exit, 0, network.pathLength(exit), scores);
      predicted[exit - 1].push_back(argmax(scores.values()));
    }
    images.labels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(predicted[1].back());
  }
  int reports = 0;
  const auto accuracy = evaluateExits(runtime, images, 10,
                                      [&](int done, int total) {
                                        QCOMPARE(done, ++reports);
                                        QCOMPARE(total, 10);
                                      },
                                      {});
  QCOMPARE(reports, 10);
  QCOMPARE(accuracy.size(), std::size_t{3});
  for (std::size_t exit = 0; exit < 3; ++exit) {
    int correct = 0;
    for (std::size_t i = 0; i < 10; ++i) correct += predicted[exit][i] == predicted[1][i] ? 1 : 0;
    QCOMPARE(accuracy[exit].correct, correct);
    QCOMPARE(accuracy[exit].samples, 10);
  }
  QCOMPARE(accuracy[1].accuracy(), 1.0);
}

// More samples than there are images is what a user asks for who does not know the set.
void TestCoreEvaluate::endsWithTheSet() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  const ImageSet images = test::bandImages(5, 5);
  const auto accuracy = evaluateExits(runtime, images, 100000, [](int, int total) { QCOMPARE(total, 5); }, {});
  for (const auto& exit : accuracy) QCOMPARE(exit.samples, 5);
  QCOMPARE(evaluateExits(runtime, images, 0, kSilent, {})[0].samples, 0);
}

void TestCoreEvaluate::stops() {
  const NetworkRuntime runtime(test::randomModel(test::tinyNetwork(), 3));
  std::stop_source stop;
  int done = 0;
  const auto report = [&](int now, int) {
    done = now;
    if (now == 2) stop.request_stop();
  };
  QVERIFY_EXCEPTION_THROWN(evaluateExits(runtime, test::bandImages(5, 5), 5, report, stop.get_token()), Cancelled);
  QCOMPARE(done, 2);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreEvaluate)
#include "test_core_evaluate.moc"
