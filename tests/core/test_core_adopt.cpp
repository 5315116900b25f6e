// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>

#include "core/network/network_runtime.h"
#include "core/train/trainable_network.h"
#include "core/train/trainer.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

// Starting a training from another model: torch's headers again, for the network that learns.
namespace cleave {
namespace {

constexpr int kFrames = 12;

torch::Tensor pixels() {
  torch::manual_seed(21);
  return torch::rand({kFrames, 3, 64, 64});  // 0..1, before any normalisation
}

torch::Tensor normalised(const torch::Tensor& images, const FrameDescription& frame) {
  const auto three = [](const std::array<float, 3>& values) {
    return torch::tensor(std::vector<float>(values.begin(), values.end())).view({1, 3, 1, 1});
  };
  return (images - three(frame.mean)) / three(frame.deviation);
}

TrainableNetwork network(const NetworkDescription& description, std::uint64_t seed) {
  torch::manual_seed(seed);
  return {description, torch::kCPU, torch::kFloat32};
}

// A network whose norms have seen something and are not the identity.
TrainableNetwork donorOf(const NetworkDescription& description) {
  TrainableNetwork donor = network(description, 5);
  const torch::NoGradGuard noGrad;
  for (const auto& parameter : donor.parameters()) {
    if (parameter.name.find(".norm.") != std::string::npos) {
      parameter.tensor.add_(torch::randn_like(parameter.tensor) * 0.3);
    }
  }
  for (int step = 0; step < 30; ++step) (void)donor.forward(normalised(pixels(), description.frame), true);
  return donor;
}

bool same(const torch::Tensor& a, const torch::Tensor& b) {
  return torch::allclose(a, b, 1e-4, 1e-4);
}

bool same(const std::vector<torch::Tensor>& a, const std::vector<torch::Tensor>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) { return same(x, y); });
}

FrameDescription otherFrame(const NetworkDescription& description) {
  FrameDescription frame = description.frame;
  frame.mean = {0.485F, 0.456F, 0.406F};
  frame.deviation = {0.229F, 0.224F, 0.225F};
  return frame;
}

}  // namespace

class TestCoreAdopt : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void computesTheSame();
  void computesTheSameWithAnotherNormalisation();
  void paddingIsTheOneDifference();
  void learnsFromThere();
  void leavesOtherLayersAlone();
  void leavesOtherShapesAlone();
  void refusesStrangers();
};

// The weights that a bundle holds, into a network of random ones: as when the donor is run, and normalising each batch
// by itself, as training does, gives the same on the frames that norms were set up on.
void TestCoreAdopt::computesTheSame() {
  const NetworkDescription description = test::tinyNetwork();
  TrainableNetwork donor = donorOf(description);
  TrainableNetwork fresh = network(description, 6);
  const torch::NoGradGuard noGrad;
  const auto frames = normalised(pixels(), description.frame);
  const auto expected = donor.forward(frames, false);
  const auto before = fresh.forward(frames, false);
  const auto adopted = fresh.adopt(donor.fold(), description.frame, frames);
  QCOMPARE(adopted, (std::vector<std::string>{"conv1", "exit1.fc", "conv2", "exit2.conv", "exit2.fc", "fc3", "fc4"}));
  for (std::size_t exit = 0; exit < 3; ++exit) QVERIFY(!same(before[exit], expected[exit]));
  QVERIFY(same(fresh.forward(frames, false), expected));
  const auto unseen = frames.flip(0).roll(9, 3);
  QVERIFY(same(fresh.forward(unseen, false), donor.forward(unseen, false)));
  QVERIFY(same(fresh.forward(frames, true), expected));
}

void TestCoreAdopt::computesTheSameWithAnotherNormalisation() {
  NetworkDescription description = test::tinyNetwork();
  description.trunk[0].padding = 0;
  TrainableNetwork donor = donorOf(description);
  NetworkDescription ours = description;
  ours.frame = otherFrame(description);
  TrainableNetwork fresh = network(ours, 6);
  const torch::NoGradGuard noGrad;
  const auto expected = donor.forward(normalised(pixels(), description.frame), false);
  const auto frames = normalised(pixels(), ours.frame);
  QCOMPARE(fresh.adopt(donor.fold(), description.frame, frames).size(), std::size_t{7});
  QVERIFY(same(fresh.forward(frames, false), expected));
}

void TestCoreAdopt::paddingIsTheOneDifference() {
  const NetworkDescription description = test::tinyNetwork();
  TrainableNetwork donor = donorOf(description);
  NetworkDescription ours = description;
  ours.frame = otherFrame(description);
  TrainableNetwork fresh = network(ours, 6);
  const torch::NoGradGuard noGrad;
  const auto first = [](TrainableNetwork& from, const torch::Tensor& frames) {
    torch::Tensor found;
    (void)from.forward(frames, false, [&](const std::string& layer, const torch::Tensor& feature) {
      if (layer == "conv1") found = feature.clone();
      return feature;
    });
    return found;
  };
  const auto frames = normalised(pixels(), ours.frame);
  (void)fresh.adopt(donor.fold(), description.frame, frames);
  const auto expected = first(donor, normalised(pixels(), description.frame));
  const auto found = first(fresh, frames);
  const auto inner = [](const torch::Tensor& feature) {
    return feature.slice(2, 1, 15).slice(3, 1, 15);
  };  // of 16 x 16
  QVERIFY(same(inner(found), inner(expected)));
  QVERIFY(!same(found, expected));
}

void TestCoreAdopt::learnsFromThere() {
  const NetworkDescription description = test::tinyNetwork();
  TrainableNetwork fresh = network(description, 6);
  (void)fresh.adopt(donorOf(description).fold(), description.frame, normalised(pixels(), description.frame));
  const auto scores = fresh.forward(normalised(pixels(), description.frame), true);
  (scores[0].sum() + scores[1].sum() + scores[2].square().sum()).backward();
  for (const auto& parameter : fresh.parameters()) {
    QVERIFY2(parameter.tensor.requires_grad() && parameter.tensor.grad().defined(), parameter.name.c_str());
  }
}

void TestCoreAdopt::leavesOtherLayersAlone() {
  const NetworkDescription description = test::tinyNetwork();
  TrainableNetwork fresh = network(description, 6);
  NamedTensors some = donorOf(description).fold();
  some.erase("fc3.bias");
  some.erase("conv2.weight");
  some["ghost.weight"] = torch::zeros({2, 2});
  const auto before = fresh.state().at("fc3.weight").clone();
  const auto adopted = fresh.adopt(some, description.frame, normalised(pixels(), description.frame));
  QCOMPARE(adopted, (std::vector<std::string>{"conv1", "exit1.fc", "exit2.conv", "exit2.fc", "fc4"}));
  QVERIFY(torch::equal(fresh.state().at("fc3.weight"), before));
}

void TestCoreAdopt::leavesOtherShapesAlone() {
  const NetworkDescription description = test::tinyNetwork();
  TrainableNetwork fresh = network(test::tinyNetwork(7), 6);  // more classes: other scores, the same trunk
  const auto adopted =
      fresh.adopt(donorOf(description).fold(), description.frame, normalised(pixels(), description.frame));
  QCOMPARE(adopted, (std::vector<std::string>{"conv1", "conv2", "exit2.conv", "fc3"}));
}

void TestCoreAdopt::refusesStrangers() {
  TrainOptions options;
  options.network = test::tinyNetwork();
  options.stages = {{64, 1}};
  options.batchSize = 12;
  options.precision = Precision::Float32;
  NetworkDescription strange = test::tinyNetwork();
  for (auto& layer : strange.trunk) layer.name += "'";
  for (auto& exit : strange.exits) {
    exit.after += "'";
    for (auto& layer : exit.branch) layer.name += "'";
  }
  Model stranger = test::randomModel(strange, 3);
  stranger.manifest.name = "stranger";
  options.initial = std::make_shared<const Model>(stranger);
  const std::string said =
      test::refusal<UsageError>([&] { train(test::bandImages(24, 1), options, [](const TrainProgress&) {}, {}); });
  QCOMPARE(test::faultIn(said, {"'stranger' shares no layer", "same architecture", "--init"}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreAdopt)
#include "test_core_adopt.moc"
