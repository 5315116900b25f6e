// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <set>
#include <thread>

#include "core/measure/evaluate.h"
#include "core/network/network_runtime.h"
#include "core/train/trainer.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

TrainOptions sampleOptions() {
  TrainOptions options;
  options.network = test::tinyNetwork();
  options.stages = {{48, 0.9},
                    {64, 0.9}};  // of 40 images in batches of 12: 3 steps each, the second over an epoch's end
  options.batchSize = 12;
  options.precision = Precision::Float32;
  return options;
}

Model trained(const TrainOptions& options, const ImageSet& images = test::bandImages(40, 1)) {
  return train(images, options, [](const TrainProgress&) {}, {});
}

}  // namespace

class TestCoreTrainer : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void sameSeedSameWeights();
  void everyOptionMatters_data();
  void everyOptionMatters();
  void resultIsAModel();
  void reportsProgress();
  void learnsWhatIsEasy();
  void trainsInBfloat16();
  void refusesDivergence();
  void refusesSmallBatches();
};

void TestCoreTrainer::sameSeedSameWeights() {
  const Model first = trained(sampleOptions());
  const Model second = trained(sampleOptions());
  QCOMPARE(second.manifest.weightsChecksum, first.manifest.weightsChecksum);
  QVERIFY(second.weights == first.weights);
}

void TestCoreTrainer::everyOptionMatters_data() {
  QTest::addColumn<int>("option");
  int option = 0;
  for (const char* name :
       {"seed", "rate", "weight decay", "label smoothing", "batch size", "stages", "a stage's rate", "early weight",
        "distillation", "temperature", "flip", "shift", "erase chance", "erase largest", "mix", "moving average",
        "no moving average", "quantized steps", "sparsity"}) {
    QTest::newRow(name) << option++;
  }
}

void TestCoreTrainer::everyOptionMatters() {
  QFETCH(int, option);
  static const std::string usual = trained(sampleOptions()).manifest.weightsChecksum;
  TrainOptions options = sampleOptions();
  const std::function<void()> changes[] = {[&] { options.seed = 2; },
                                           [&] { options.peakRate = 0.06; },
                                           [&] { options.weightDecay = 0.1; },
                                           [&] { options.loss.labelSmoothing = 0.2; },
                                           [&] { options.batchSize = 13; },
                                           [&] { options.stages[0].frameSize = 64; },
                                           [&] { options.stages[1].rate = 0.5; },
                                           [&] { options.loss.earlyWeight = 0.3; },
                                           [&] { options.loss.distillation = 0; },
                                           [&] { options.loss.temperature = 1; },
                                           [&] { options.augmentation.flip = false; },
                                           [&] { options.augmentation.shift = 0; },
                                           [&] { options.augmentation.eraseChance = 1; },
                                           [&] { options.augmentation.eraseLargest = 0.9; },
                                           [&] { options.augmentation.mix = 1; },
                                           [&] { options.averageDecay = 0.05; },
                                           [&] { options.averageDecay = 0; },
                                           [&] { options.quantizedSteps = 0; },
                                           [&] { options.sparsity = 0.05; }};
  QCOMPARE(std::size(changes), std::size_t{19});
  changes[option]();
  QVERIFY(trained(options).manifest.weightsChecksum != usual);
}

void TestCoreTrainer::resultIsAModel() {
  const Model model = trained(sampleOptions());
  verifyWeights(model, "result");
  QVERIFY(model.manifest.network == sampleOptions().network);
  std::set<std::string> names;
  for (const auto& tensor : model.manifest.tensors) {
    QVERIFY(tensor.type == TensorType::Float16);
    QVERIFY2(tensor.name.find(".norm.") == std::string::npos, "batch normalisation is folded");
    names.insert(tensor.name);
  }
  QCOMPARE(names.size(), std::size_t{14});  // weight and bias of seven layers
  const NetworkRuntime runtime(model);
  Activation scores = runtime.prepare(test::randomFrame(model.manifest.network.frame, 1));
  runtime.runLayers(3, 0, 6, scores);
  QVERIFY(std::ranges::all_of(scores.values(), [](float v) { return std::isfinite(v); }));
}

// Reports come about every second; a slow listener makes that every step.
void TestCoreTrainer::reportsProgress() {
  TrainOptions options = sampleOptions();
  options.stages = {{48, 0.6}, {64, 0.3}};  // 2 steps and 1
  std::vector<TrainProgress> reports;
  train(test::bandImages(40, 1), options,
        [&](const TrainProgress& progress) {
          reports.push_back(progress);
          std::this_thread::sleep_for(std::chrono::milliseconds(1050));
        },
        {});
  QCOMPARE(reports.size(), std::size_t{4});
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const TrainProgress& p = reports[i];
    QCOMPARE(p.step, static_cast<std::int64_t>(i));
    QCOMPARE(p.steps, std::int64_t{3});
    QVERIFY(!p.resumed);
    QCOMPARE(p.exitAccuracy.size(), std::size_t{3});
    for (const double accuracy : p.exitAccuracy) QVERIFY(accuracy >= 0 && accuracy <= 1);
    QVERIFY(p.etaS >= 0);
    QCOMPARE(p.exitLoss.size(), std::size_t{3});
    if (i == 0) continue;
    for (const double loss : p.exitLoss) QVERIFY(loss > 0 && loss < 10);
    QVERIFY(p.elapsedS > reports[i - 1].elapsedS);
    QCOMPARE(p.frameSize, i < 3 ? 48 : 64);
    QVERIFY(p.loss > 0.5 && p.loss < 10);  // untrained: 2 ln 4
    QVERIFY(p.rate > 0);
  }
  QVERIFY(reports[1].etaS > 0);
  QCOMPARE(reports.back().etaS, 0.0);
}

// Trained with batch normalisation, run with it folded away and halves for weights: the exits must still see the bands.
void TestCoreTrainer::learnsWhatIsEasy() {
  TrainOptions options = sampleOptions();
  options.stages = {{64, 5}};
  options.batchSize = 16;
  TrainProgress last;
  const Model model = train(test::bandImages(320, 2), options, [&](const TrainProgress& p) { last = p; }, {});
  QCOMPARE(last.step, std::int64_t{100});
  QVERIFY2(last.loss < 0.6 * 2 * std::log(4.0), qPrintable(QString::number(last.loss)));
  const NetworkRuntime runtime(model);
  const auto accuracy = evaluateExits(runtime, test::bandImages(100, 77), 100, [](int, int) {}, {});
  for (const ExitAccuracy& exit : accuracy) {
    QCOMPARE(exit.samples, 100);
    QVERIFY2(exit.accuracy() > 0.9, qPrintable(QString::number(exit.accuracy())));
  }
}

void TestCoreTrainer::trainsInBfloat16() {
  TrainOptions options = sampleOptions();
  options.precision = Precision::BFloat16;
  const Model first = trained(options);
  QCOMPARE(trained(options).manifest.weightsChecksum, first.manifest.weightsChecksum);
  QVERIFY(first.manifest.weightsChecksum != trained(sampleOptions()).manifest.weightsChecksum);
  QVERIFY(trainingDevice(Precision::BFloat16).ends_with("bfloat16"));
  QVERIFY(trainingDevice(Precision::Float32).ends_with("float32"));
}

void TestCoreTrainer::refusesDivergence() {
  TrainOptions options = sampleOptions();
  options.peakRate = 1e38;
  const std::string said = test::refusal([&] { trained(options); });
  QCOMPARE(test::faultIn(said, {"The loss became", "at step", "seed 1", "lower --rate"}), QByteArray());
}

void TestCoreTrainer::refusesSmallBatches() {
  TrainOptions options = sampleOptions();
  options.batchSize = 41;
  QCOMPARE(test::faultIn(test::refusal([&] { trained(options); }), {"fewer training images than a batch"}),
           QByteArray());
  for (const int size : {1, 0, -4}) {  // batch normalisation needs two
    options.batchSize = size;
    const std::string said = test::refusal<UsageError>([&] { trained(options); });
    QCOMPARE(test::faultIn(said, {"batch of " + std::to_string(size), "at least 2"}), QByteArray());
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreTrainer)
#include "test_core_trainer.moc"
