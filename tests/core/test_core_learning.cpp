// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/train/joint_loss.h"
#include "core/train/moving_average.h"
#include "core/train/sparsity.h"
#include "tests/main/test_main.h"

// What training minimises, and what it keeps.
namespace cleave {
namespace {

constexpr JointLossOptions kPlain{.labelSmoothing = 0, .earlyWeight = 0.5, .distillation = 0, .temperature = 3};

std::vector<torch::Tensor> sampleScores() {
  torch::manual_seed(11);
  std::vector<torch::Tensor> scores;
  for (int exit = 0; exit < 3; ++exit) scores.push_back((2 * torch::randn({8, 5})).requires_grad_());
  return scores;
}

Batch sampleBatch() {
  Batch batch;
  batch.labels = torch::tensor({0, 1, 2, 3, 4, 0, 1, 2}, torch::kInt64);
  return batch;
}

// -sum over classes of target * log softmax, averaged over images.
double crossEntropy(const torch::Tensor& scores, const torch::Tensor& labels, double smoothing) {
  const auto target = torch::one_hot(labels, scores.size(1)).to(torch::kFloat64) * (1 - smoothing) +
                      smoothing / static_cast<double>(scores.size(1));
  return -(target * torch::log_softmax(scores.detach().to(torch::kFloat64), 1)).sum(1).mean().item<double>();
}

std::vector<torch::Tensor> gradients(const Batch& batch, const JointLossOptions& options) {
  const auto scores = sampleScores();
  jointLoss(scores, batch, options).backward();
  return {scores[0].grad(), scores[1].grad(), scores[2].grad()};
}

bool near(double a, double b) {
  return std::abs(a - b) < 1e-5;
}

NamedTensors liveTensors() {
  return {{"a", torch::tensor({1.0F, 2.0F}).requires_grad_()}, {"b.norm.mean", torch::tensor({-3.0F})}};
}

void set(const NamedTensors& live, float value) {
  const torch::NoGradGuard noGrad;
  for (const auto& [name, tensor] : live) torch::Tensor(tensor).fill_(value);
}

float averageOf(const MovingAverage& average, const std::string& name) {
  return average.state().at("average." + name)[0].item<float>();
}

}  // namespace

class TestCoreLearning : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void withoutTeacherItIsCrossEntropy();
  void blendedLabels();
  void theTeachersShareByHand();
  void theTeacherIsNotTaught();
  void taughtAloneLabelsAreNothing();
  void oneExitHasNoTeacher();
  void averageFollowsItsFormula();
  void averageStartsOver();
  void averageIsAppliedOnce();
  void averageGoesOnFromItsState();
  void densityByHand();
  void densityFallsWithItsGradient();
  void penaltySumsAndPassesOn();
};

void TestCoreLearning::withoutTeacherItIsCrossEntropy() {
  const auto scores = sampleScores();
  const Batch batch = sampleBatch();
  for (const double smoothing : {0.0, 0.1}) {
    for (const double weight : {0.0, 0.5, 2.0}) {
      JointLossOptions options = kPlain;
      options.labelSmoothing = smoothing;
      options.earlyWeight = weight;
      const double expected = crossEntropy(scores[2], batch.labels, smoothing) +
                              weight * (crossEntropy(scores[0], batch.labels, smoothing) +
                                        crossEntropy(scores[1], batch.labels, smoothing));
      QVERIFY(near(jointLoss(scores, batch, options).item<double>(), expected));
    }
  }
}

void TestCoreLearning::blendedLabels() {
  const auto scores = sampleScores();
  Batch batch = sampleBatch();
  batch.otherLabels = batch.labels.roll(1, 0);
  const double own = jointLoss(scores, batch, kPlain).item<double>();
  Batch other = batch;
  other.labels = batch.otherLabels;
  const double theirs = jointLoss(scores, other, kPlain).item<double>();
  for (const double share : {0.5, 0.7, 0.99}) {
    batch.ownShare = share;
    QVERIFY(near(jointLoss(scores, batch, kPlain).item<double>(), share * own + (1 - share) * theirs));
  }
  QVERIFY(std::abs(own - theirs) > 0.01);
}

void TestCoreLearning::theTeachersShareByHand() {
  const auto scores = sampleScores();
  const Batch batch = sampleBatch();
  JointLossOptions options = kPlain;
  options.distillation = 0.3;
  for (const double t : {1.0, 3.0}) {
    options.temperature = t;
    const auto taught = torch::softmax(scores[2].detach().to(torch::kFloat64) / t, 1);
    double expected = crossEntropy(scores[2], batch.labels, 0);
    for (const std::size_t exit : {0U, 1U}) {
      const auto said = torch::log_softmax(scores[exit].detach().to(torch::kFloat64) / t, 1);
      const double divergence = (taught * (taught.log() - said)).sum(1).mean().item<double>();
      expected += 0.5 * (0.7 * crossEntropy(scores[exit], batch.labels, 0) + 0.3 * t * t * divergence);
    }
    QVERIFY(near(jointLoss(scores, batch, options).item<double>(), expected));
  }
  // Who says what the teacher says has nothing to learn from it.
  const std::vector<torch::Tensor> agreed(3, scores[2].detach());
  const double entropy = crossEntropy(scores[2], batch.labels, 0);
  QVERIFY(near(jointLoss(agreed, batch, options).item<double>(), entropy * (1 + 2 * 0.5 * 0.7)));
}

void TestCoreLearning::theTeacherIsNotTaught() {
  const Batch batch = sampleBatch();
  JointLossOptions options = kPlain;
  const auto plain = gradients(batch, options);
  options.distillation = 0.8;
  const auto taught = gradients(batch, options);
  QVERIFY(torch::equal(taught[2], plain[2]));  // the last exit learns from the labels alone
  QVERIFY(!torch::allclose(taught[0], plain[0], 1e-3, 1e-4));
  QVERIFY(!torch::allclose(taught[1], plain[1], 1e-3, 1e-4));
}

void TestCoreLearning::taughtAloneLabelsAreNothing() {
  Batch batch = sampleBatch();
  JointLossOptions options = kPlain;
  options.distillation = 1;
  const auto before = gradients(batch, options);
  batch.labels = batch.labels.roll(3, 0);
  const auto after = gradients(batch, options);
  for (const std::size_t exit : {0U, 1U}) QVERIFY(torch::allclose(after[exit], before[exit], 1e-5, 1e-7));
  QVERIFY(!torch::allclose(after[2], before[2], 1e-3, 1e-4));
}

void TestCoreLearning::oneExitHasNoTeacher() {
  const std::vector<torch::Tensor> scores{sampleScores()[0]};
  const Batch batch = sampleBatch();
  QVERIFY(near(jointLoss(scores, batch, {}).item<double>(), crossEntropy(scores[0], batch.labels, 0.05)));
}

// decay = min(limit, (1 + n) / (10 + n)) after n steps.
void TestCoreLearning::averageFollowsItsFormula() {
  for (const double limit : {0.999, 0.3}) {
    const auto live = liveTensors();
    MovingAverage average(live, limit);
    double expected = 1;
    for (int n = 0; n < 200; ++n) {
      const auto value = static_cast<float>(std::sin(n));
      set(live, value);
      average.update();
      const double decay = std::min(limit, (1.0 + n) / (10.0 + n));
      expected = decay * expected + (1 - decay) * static_cast<double>(value);
      QVERIFY(near(averageOf(average, "a"), expected));
    }
    QCOMPARE(live.at("a")[0].item<float>(), static_cast<float>(std::sin(199)));  // the live ones are only read
    QVERIFY(!average.state().at("average.a").requires_grad());
  }
}

void TestCoreLearning::averageStartsOver() {
  const auto live = liveTensors();
  MovingAverage average(live, 0.999);
  for (int n = 0; n < 50; ++n) average.update();
  set(live, 8);
  average.restart();
  QCOMPARE(averageOf(average, "a"), 8.0F);
  set(live, 4);
  average.update();  // as young as at the start: 0.1 of what was
  QVERIFY(near(averageOf(average, "a"), 0.1 * 8 + 0.9 * 4));
}

void TestCoreLearning::averageIsAppliedOnce() {
  const auto live = liveTensors();
  MovingAverage average(live, 0.999);
  set(live, 10);
  average.update();
  const float a0 = averageOf(average, "a");
  const float b0 = averageOf(average, "b.norm.mean");
  average.apply();
  QCOMPARE(live.at("a")[0].item<float>(), a0);
  QCOMPARE(live.at("b.norm.mean")[0].item<float>(), b0);
  QVERIFY(near(a0, 0.1 * 1 + 0.9 * 10) && near(b0, 0.1 * -3 + 0.9 * 10));
  QVERIFY(live.at("a").requires_grad());
}

void TestCoreLearning::averageGoesOnFromItsState() {
  const auto live = liveTensors();
  MovingAverage unbroken(live, 0.999);
  for (int n = 0; n < 7; ++n) {
    set(live, static_cast<float>(n));
    unbroken.update();
  }
  MovingAverage resumed(live, 0.999);
  const auto kept = unbroken.state();
  QCOMPARE(kept.size(), std::size_t{3});
  for (auto& [name, tensor] : resumed.state()) torch::Tensor(tensor).copy_(kept.at(name));  // as a checkpoint is read
  for (int n = 0; n < 5; ++n) {
    set(live, static_cast<float>(-n));
    unbroken.update();
    resumed.update();
    for (const char* name : {"a", "b.norm.mean"}) QCOMPARE(averageOf(resumed, name), averageOf(unbroken, name));
  }
}

void TestCoreLearning::densityByHand() {
  QVERIFY(near(density(torch::tensor({3.0F, 3.0F, -3.0F})).item<double>(), 1));
  QVERIFY(near(density(torch::tensor({0.0F, 0.0F, 0.0F, 5.0F})).item<double>(), 0.5));  // 1 / sqrt(4)
  QVERIFY(near(density(torch::tensor({0.0F, 0.0F, 0.0F, 500.0F})).item<double>(), 0.5));
  QCOMPARE(density(torch::zeros({4})).item<double>(), 0.0);
}

void TestCoreLearning::densityFallsWithItsGradient() {
  torch::manual_seed(12);
  const auto feature = torch::relu(torch::randn({64})).detach().requires_grad_();
  const auto before = density(feature);
  before.backward();
  const auto after = density((feature - 0.5 * feature.grad()).detach());
  QVERIFY(after.item<double>() < before.item<double>());
}

void TestCoreLearning::penaltySumsAndPassesOn() {
  SparsityPenalty penalty;
  QVERIFY(!penalty.sum().defined());
  int passed = 0;
  const auto hook = penalty.before([&](const std::string& layer, const torch::Tensor& feature) {
    if (layer == "conv1") ++passed;
    return feature * 2;
  });
  const auto feature = torch::tensor({{0.0F, 0.0F, 0.0F, 5.0F}});
  QVERIFY(torch::equal(hook("conv1", feature), feature * 2));
  hook("conv1", feature);
  QCOMPARE(passed, 2);
  QVERIFY(near(penalty.sum().item<double>(), 1));
  QVERIFY(torch::equal(penalty.before({})("conv1", feature), feature));
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreLearning)
#include "test_core_learning.moc"
