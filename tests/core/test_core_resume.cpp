// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/network/network_runtime.h"
#include "core/train/trainer.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using Report = std::function<void(const TrainProgress&)>;

const auto kSilent = [](const TrainProgress&) {};

TrainOptions sampleOptions(const std::filesystem::path& checkpoint = {}) {
  TrainOptions options;
  options.network = test::tinyNetwork();
  options.stages = {{48, 0.9}, {64, 0.9}};  // 3 steps each; the second stage crosses an epoch's end
  options.batchSize = 12;
  options.precision = Precision::Float32;
  options.augmentation.mix = 0.5;
  options.checkpoint = checkpoint;
  return options;
}

ImageSet sampleImages() {
  return test::bandImages(40, 1);
}

}  // namespace

class TestCoreResume : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void cancelledAfterEveryStep();
  void theAverageGoesOn();
  void finishedTrainingIsNotRepeated();
  void writesAsItGoes();
  void restartIgnoresTheCheckpoint();
  void refusesOtherSettings_data();
  void refusesOtherSettings();
  void refusesOtherImages();
  void refusesTruncation();
  void refusesDamage_data();
  void refusesDamage();
};

// The hardest way through: every call does one step and is cancelled. The weights must not differ in a bit.
void TestCoreResume::cancelledAfterEveryStep() {
  const test::Folder folder;
  const TrainOptions options = sampleOptions(folder / "c");
  const Model unbroken = train(sampleImages(), sampleOptions(), kSilent, {});
  Model broken;
  int cancelled = 0;
  for (bool done = false; !done;) {
    std::stop_source stop;
    int reports = 0;
    try {
      broken = train(
          sampleImages(), options,
          [&](const TrainProgress& progress) {
            if (reports++ == 0) {
              QCOMPARE(progress.step, static_cast<std::int64_t>(cancelled));
              QCOMPARE(progress.resumed, cancelled > 0);
            }
            stop.request_stop();  // the first report comes before a step, so exactly one is done
          },
          stop.get_token());
      done = true;
    } catch (const Cancelled&) {
      QVERIFY(std::filesystem::exists(folder / "c"));
      QVERIFY(++cancelled <= 6);
    }
  }
  QCOMPARE(cancelled, 5);
  QVERIFY(broken.weights == unbroken.weights);
  QCOMPARE(broken.manifest.weightsChecksum, unbroken.manifest.weightsChecksum);
}

// The moving average is part of what is kept.
void TestCoreResume::theAverageGoesOn() {
  for (const double decay : {0.15, 0.999}) {
    const test::Folder folder;
    TrainOptions options = sampleOptions(folder / "c");
    options.averageDecay = decay;
    options.checkpointSeconds = 0;
    TrainOptions without = options;
    without.checkpoint.clear();
    const Model unbroken = train(sampleImages(), without, kSilent, {});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(train(sampleImages(), options, kSilent, stop.get_token()), Cancelled);
    QVERIFY(test::readText(folder / "c").find("\"average.conv1.weight\"") != std::string::npos);
    const Model broken = train(sampleImages(), options, kSilent, {});
    QVERIFY(broken.weights == unbroken.weights);
    // What training has kept for a repeat is the state before the average was laid over it.
    QVERIFY(train(sampleImages(), options, kSilent, {}).weights == unbroken.weights);
  }
}

void TestCoreResume::finishedTrainingIsNotRepeated() {
  const test::Folder folder;
  const Model first = train(sampleImages(), sampleOptions(folder / "c"), kSilent, {});
  std::vector<TrainProgress> reports;
  const Model again = train(sampleImages(), sampleOptions(folder / "c"),
                            [&](const TrainProgress& progress) { reports.push_back(progress); }, {});
  QVERIFY(again.weights == first.weights);
  QCOMPARE(reports.size(), std::size_t{1});
  QCOMPARE(reports[0].step, std::int64_t{6});
  QVERIFY(reports[0].resumed);
}

// A training that is killed has its last checkpoint: copies of the file are what a kill would have left.
void TestCoreResume::writesAsItGoes() {
  const test::Folder folder;
  TrainOptions options = sampleOptions(folder / "c");
  options.checkpointSeconds = 0;
  std::vector<std::string> left;
  const Model unbroken = train(sampleImages(), options,
                               [&](const TrainProgress&) {
                                 if (std::filesystem::exists(folder / "c"))
                                   left.push_back(test::readText(folder / "c"));
                               },
                               {});
  QVERIFY(!left.empty());
  test::writeText(folder / "c", left[0]);
  QVERIFY(train(sampleImages(), options, kSilent, {}).weights == unbroken.weights);
}

void TestCoreResume::restartIgnoresTheCheckpoint() {
  const test::Folder folder;
  test::writeText(folder / "c", "not a checkpoint");
  TrainOptions options = sampleOptions(folder / "c");
  options.restart = true;
  bool first = true;
  const Model model = train(sampleImages(), options,
                            [&](const TrainProgress& progress) {
                              if (first) QCOMPARE(progress.step, std::int64_t{0});
                              first = false;
                            },
                            {});
  QVERIFY(model.weights == train(sampleImages(), sampleOptions(), kSilent, {}).weights);
}

void TestCoreResume::refusesOtherSettings_data() {
  QTest::addColumn<int>("option");
  for (const char* name : {"seed",
                           "rate",
                           "weight decay",
                           "label smoothing",
                           "batch size",
                           "stages",
                           "network",
                           "precision",
                           "a stage's rate",
                           "early weight",
                           "distillation",
                           "temperature",
                           "flip",
                           "shift",
                           "erase chance",
                           "erase largest",
                           "mix",
                           "moving average",
                           "no moving average",
                           "quantized steps",
                           "sparsity"}) {
    static int option = 0;
    QTest::newRow(name) << option++;
  }
}

void TestCoreResume::refusesOtherSettings() {
  QFETCH(int, option);
  const test::Folder folder;
  TrainOptions options = sampleOptions(folder / "c");
  std::stop_source stop;
  stop.request_stop();
  QVERIFY_EXCEPTION_THROWN(train(sampleImages(), options, kSilent, stop.get_token()), Cancelled);
  if (option == 0) options.seed = 2;
  if (option == 1) options.peakRate = 0.06;
  if (option == 2) options.weightDecay = 0.1;
  if (option == 3) options.loss.labelSmoothing = 0.2;
  if (option == 4) options.batchSize = 13;
  if (option == 5) options.stages[1].epochs = 2;
  if (option == 6) options.network.trunk[2].outputs = 12;
  if (option == 7) options.precision = Precision::BFloat16;
  if (option == 8) options.stages[1].rate = 0.5;
  if (option == 9) options.loss.earlyWeight = 0.3;
  if (option == 10) options.loss.distillation = 0.2;
  if (option == 11) options.loss.temperature = 1;
  if (option == 12) options.augmentation.flip = false;
  if (option == 13) options.augmentation.shift = 0;
  if (option == 14) options.augmentation.eraseChance = 0.1;
  if (option == 15) options.augmentation.eraseLargest = 0.1;
  if (option == 16) options.augmentation.mix = 0.1;
  if (option == 17) options.averageDecay = 0.9;
  if (option == 18) options.averageDecay = 0;
  if (option == 19) options.quantizedSteps = 0.1;
  if (option == 20) options.sparsity = 0.01;
  const std::string said = test::refusal([&] { train(sampleImages(), options, kSilent, {}); });
  QCOMPARE(test::faultIn(said, {(folder / "c").string(), "different settings", "--restart"}), QByteArray());
}

void TestCoreResume::refusesOtherImages() {
  const test::Folder folder;
  train(sampleImages(), sampleOptions(folder / "c"), kSilent, {});
  ImageSet otherPixels = sampleImages();
  otherPixels.pixels.back() ^= 1;
  ImageSet otherLabels = sampleImages();
  otherLabels.labels.back() ^= 1;
  for (const auto& images : {test::bandImages(40, 9), otherPixels, otherLabels}) {
    const std::string said = test::refusal([&] { train(images, sampleOptions(folder / "c"), kSilent, {}); });
    QCOMPARE(test::faultIn(said, {(folder / "c").string(), "--restart"}), QByteArray());
  }
}

void TestCoreResume::refusesTruncation() {
  const test::Folder folder;
  train(sampleImages(), sampleOptions(folder / "c"), kSilent, {});
  const std::string whole = test::readText(folder / "c");
  SplitMix random(31, 0);
  for (int round = 0; round < 30; ++round) {
    const std::size_t length = round < 3 ? static_cast<std::size_t>(round) : random.below(whole.size());
    test::writeText(folder / "c", whole.substr(0, length));
    const std::string said = test::refusal([&] { train(sampleImages(), sampleOptions(folder / "c"), kSilent, {}); });
    QCOMPARE(test::faultIn(said, {(folder / "c").string(), "not a usable checkpoint", "--restart"}), QByteArray());
  }
}

void TestCoreResume::refusesDamage_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  const auto row = [](const char* name, const char* from, const char* to) {
    QTest::newRow(name) << QByteArray(from) << QByteArray(to);
  };
  row("another format", "cleave-checkpoint", "cleave-checkpaint");
  row("no step", "\"step\"", "\"stop\"");
  row("negative step", "\"step\":6", "\"step\":-6");
  row("step beyond the end", "\"step\":6", "\"step\":7");
  row("tensor far outside", "[\"conv1.norm.mean\",[8],", "[\"conv1.norm.mean\",[8],9999999999");
  row("tensor of no memory's size", "[\"conv1.norm.mean\",[8],", "[\"conv1.norm.mean\",[1099511627776,1099511627776],");
  row("negative extent", "[\"conv1.norm.mean\",[8],", "[\"conv1.norm.mean\",[-8],");
  row("too many values", "[\"conv1.norm.mean\",[8],", "[\"conv1.norm.mean\",[80000000],");
  row("another name", "[\"conv1.norm.mean\",", "[\"conv1.norm.moan\",");
  row("another shape", "[\"conv1.norm.mean\",[8],", "[\"conv1.norm.mean\",[4],");
  row("a flipped value", "]}\n", "]}\nX");
}

void TestCoreResume::refusesDamage() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  const test::Folder folder;
  train(sampleImages(), sampleOptions(folder / "c"), kSilent, {});
  test::writeText(folder / "c", test::replaced(test::readText(folder / "c"), from.toStdString(), to.toStdString()));
  const std::string said = test::refusal([&] { train(sampleImages(), sampleOptions(folder / "c"), kSilent, {}); });
  QCOMPARE(test::faultIn(said, {(folder / "c").string(), "not a usable checkpoint", "--restart"}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreResume)
#include "test_core_resume.moc"
