// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "core/measure/evaluate.h"
#include "core/network/activation_impl.h"
#include "core/network/network_runtime.h"
#include "core/train/batches.h"
#include "core/train/trainable_network.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

// The one test that needs torch's headers: the network that learns and the one that runs must be the same function.
namespace cleave {

class TestCoreFolding : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void foldedIsTheSameFunction();
  void batchesAreNormalisedAsFramesAre();
  void batchesDependOnSeedAndStepOnly();
  void anEpochIsAPermutation();
  void mixedBatchesAreBlends();
};

void TestCoreFolding::foldedIsTheSameFunction() {
  const NetworkDescription network = test::tinyNetwork();
  torch::manual_seed(5);
  TrainableNetwork trainable(network, torch::kCPU, torch::kFloat32);
  const ImageSet images = test::bandImages(32, 3);
  BatchSource batches(images, network.frame, {}, 16, 1, torch::kCPU);
  const torch::NoGradGuard noGrad;
  for (const auto& parameter : trainable.parameters()) {  // norms that are not the identity
    if (parameter.name.find(".norm.") != std::string::npos)
      parameter.tensor.add_(torch::randn_like(parameter.tensor) * 0.3);
  }
  for (int step = 0; step < 30; ++step) (void)trainable.forward(batches.at(step, 64).frames, true);  // their statistics

  Model model;
  model.manifest.network = network;
  packWeights(trainable.fold(), TensorType::Float32, model);
  const NetworkRuntime runtime(model);
  const auto frame = makeFrame(images, 4, network.frame);
  const auto expected = trainable.forward(runtime.prepare(frame).impl()->tensor, false);
  for (int exit = 1; exit <= 3; ++exit) {
    Activation scores = runtime.prepare(frame);
    runtime.runLayers(exit, 0, network.pathLength(exit), scores);
    const float* const wanted = expected[static_cast<std::size_t>(exit - 1)].data_ptr<float>();
    for (std::size_t i = 0; i < 4; ++i) {
      QVERIFY2(std::abs(scores.values()[i] - wanted[i]) < 1e-4F * (1 + std::abs(wanted[i])),
               qPrintable(QString("exit %1: %2, not %3").arg(exit).arg(scores.values()[i]).arg(wanted[i])));
    }
  }
}

// Flips and shifts change nothing in a flat image.
void TestCoreFolding::batchesAreNormalisedAsFramesAre() {
  const NetworkDescription network = test::tinyNetwork();
  const ImageSet images{1, 32, 32, std::vector<std::uint8_t>(4 * 1024, 200), {0, 1, 2, 3}};
  BatchSource batches(images, network.frame, {.eraseChance = 0}, 4, 1, torch::kCPU);
  const Batch batch = batches.at(0, 64);
  QVERIFY(batch.frames.sizes() == torch::IntArrayRef({4, 3, 64, 64}));
  const Activation input = NetworkRuntime(test::randomModel(network, 1)).prepare(makeFrame(images, 0, network.frame));
  for (std::int64_t image = 0; image < 4; ++image) {
    for (std::int64_t channel = 0; channel < 3; ++channel) {
      const float trained = batch.frames[image][channel][32][32].item<float>();
      const float run = input.values()[static_cast<std::size_t>(channel * 4096 + 32 * 64 + 32)];
      QVERIFY(std::abs(trained - run) < 1e-5F);
    }
  }
}

void TestCoreFolding::batchesDependOnSeedAndStepOnly() {
  const NetworkDescription network = test::tinyNetwork();
  const ImageSet images = test::bandImages(10, 3);
  BatchSource forwards(images, network.frame, {}, 4, 7, torch::kCPU);
  BatchSource backwards(images, network.frame, {}, 4, 7, torch::kCPU);
  BatchSource other(images, network.frame, {}, 4, 8, torch::kCPU);
  std::vector<Batch> seen;
  for (int step = 0; step < 9; ++step) seen.push_back(forwards.at(step, 64));
  bool differs = false;
  for (int step = 8; step >= 0; --step) {
    const Batch batch = backwards.at(step, 64);
    QVERIFY(torch::equal(batch.frames, seen[static_cast<std::size_t>(step)].frames));
    QVERIFY(torch::equal(batch.labels, seen[static_cast<std::size_t>(step)].labels));
    differs = differs || !torch::equal(other.at(step, 64).frames, batch.frames);
  }
  QVERIFY(differs);
}

void TestCoreFolding::anEpochIsAPermutation() {
  const NetworkDescription network = test::tinyNetwork();
  ImageSet images = test::bandImages(12, 3);
  for (std::size_t i = 0; i < 12; ++i) images.labels[i] = static_cast<std::uint8_t>(i);
  BatchSource batches(images, network.frame, {}, 3, 7, torch::kCPU);
  std::vector<std::int64_t> orders[2];
  for (int step = 0; step < 8; ++step) {
    const auto labels = batches.at(step, 64).labels;
    for (std::int64_t i = 0; i < 3; ++i) orders[step / 4].push_back(labels[i].item<std::int64_t>());
  }
  QVERIFY(orders[0] != orders[1]);
  for (auto& order : orders) {
    std::ranges::sort(order);
    for (std::int64_t i = 0; i < 12; ++i) QCOMPARE(order[static_cast<std::size_t>(i)], i);
  }
}

// The same batch with and without its blend: every image with the one before it.
void TestCoreFolding::mixedBatchesAreBlends() {
  const NetworkDescription network = test::tinyNetwork();
  const ImageSet images = test::bandImages(40, 3);
  BatchSource plain(images, network.frame, {}, 6, 7, torch::kCPU);
  BatchSource always(images, network.frame, {.mix = 1}, 6, 7, torch::kCPU);
  BatchSource sometimes(images, network.frame, {.mix = 0.4}, 6, 7, torch::kCPU);
  double least = 1;
  double most = 0;
  int mixed = 0;
  for (int step = 0; step < 60; ++step) {
    const Batch own = plain.at(step, 64);
    const Batch blend = always.at(step, 64);
    QCOMPARE(own.ownShare, 1.0);
    QVERIFY(blend.ownShare >= 0.5 && blend.ownShare < 1);
    least = std::min(least, blend.ownShare);
    most = std::max(most, blend.ownShare);
    QVERIFY(torch::equal(blend.labels, own.labels));
    QVERIFY(torch::equal(blend.otherLabels, own.labels.roll(1, 0)));
    const auto expected = own.frames * blend.ownShare + own.frames.roll(1, 0) * (1 - blend.ownShare);
    QVERIFY(torch::allclose(blend.frames, expected, 1e-4, 1e-4));
    const Batch rare = sometimes.at(step, 64);
    mixed += rare.ownShare < 1 ? 1 : 0;
    if (rare.ownShare == 1) QVERIFY(torch::equal(rare.frames, own.frames));
  }
  QVERIFY(least < 0.6 && most > 0.9);
  QVERIFY(mixed > 12 && mixed < 36);  // 24 expected
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreFolding)
#include "test_core_folding.moc"
