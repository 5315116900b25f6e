// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/codec/quantizer.h"
#include "core/train/fake_quantize.h"
#include "core/train/random_cuts.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

// Training with features quantized as the link will: how (fakeQuantize), and which (RandomCuts).
namespace cleave {
namespace {

std::vector<float> valuesOf(const torch::Tensor& tensor) {
  const auto plain = tensor.detach().contiguous();
  return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

std::size_t levelsOf(const torch::Tensor& tensor) {
  const auto values = valuesOf(tensor);
  return std::set<float>(values.begin(), values.end()).size();
}

// As many widths as a ramp has levels after it; 0: left as it was.
int bitsOf(const torch::Tensor& before, const torch::Tensor& after) {
  if (torch::equal(before, after)) return 0;
  return static_cast<int>(std::lround(std::log2(levelsOf(after))));
}

const std::vector<std::string> kLayers{"conv1", "pool1", "conv2", "pool2", "fc3", "exit1.pool", "exit2.conv"};

using Slices = std::array<std::map<std::string, int>, RandomCuts::kSlices>;

// What one step quantizes in each slice of its batch: bits by layer, "" being the frame.
Slices cutsAt(const RandomCuts& cuts, std::int64_t step) {
  static const torch::Tensor ramp = torch::linspace(0, 1, 257).expand({RandomCuts::kSlices, 257});
  static const torch::Tensor frame =
      torch::linspace(-4, 4, 257).view({1, 1, 1, 257}).expand({RandomCuts::kSlices, 3, 1, 257});
  const auto cut = cuts.at(step);
  Slices found;
  const auto note = [&](const std::string& layer, const torch::Tensor& before, const torch::Tensor& after) {
    for (std::int64_t slice = 0; slice < RandomCuts::kSlices; ++slice) {
      if (const int bits = bitsOf(before[slice], after[slice]); bits > 0) {
        found[static_cast<std::size_t>(slice)][layer] = bits;
      }
    }
  };
  note("", frame.select(1, 0), cut.frame(frame).select(1, 0));
  if (const auto hook = cut.hook()) {
    for (const auto& layer : kLayers) note(layer, ramp, hook(layer, ramp));
  }
  return found;
}

RandomCuts cutsOf(double share, std::uint64_t seed) {
  return {test::tinyNetwork(), share, seed, torch::kCPU};
}

}  // namespace

class TestCoreRandomCuts : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void fewLevelsAndZeroExact();
  void gradientPassesThrough();
  void isTheQuantizersResult();
  void findsTheLeastError();
  void framesHaveTheirRange();
  void survivesDeadAndHalfPrecision();
  void pureFunctionOfSeedAndStep();
  void theShareIsKept();
  void everyCutAndWidthOccurs();
  void batchesMayBeSmall();
  void neverAndAlways();
};

void TestCoreRandomCuts::fewLevelsAndZeroExact() {
  torch::manual_seed(21);
  const auto feature = torch::relu(torch::randn({4, 8, 9, 9}));
  for (const int bits : {1, 2, 4, 8}) {
    const auto quantized = fakeQuantize(feature, bits);
    QVERIFY(quantized.sizes() == feature.sizes());
    QVERIFY(levelsOf(quantized) <= std::size_t{1} << bits);
    QVERIFY(levelsOf(quantized) > std::size_t{1} << (bits - 1));
    QVERIFY(quantized.masked_select(feature == 0).eq(0).all().item<bool>());
  }
}

void TestCoreRandomCuts::gradientPassesThrough() {
  torch::manual_seed(22);
  const auto feature = torch::randn({2, 3, 8, 8}).requires_grad_();
  const auto weight = torch::randn({2, 3, 8, 8});
  (fakeQuantize(feature, 2) * weight).sum().backward();
  QVERIFY(torch::equal(feature.grad(), weight));
  const auto frames = torch::randn({2, 3, 8, 8}).requires_grad_();
  const auto low = torch::full({1, 3, 1, 1}, -1.0F);
  (fakeQuantize(frames, 1, low, -low) * weight).sum().backward();
  QVERIFY(torch::equal(frames.grad(), weight));
}

// Away from the middle between two codes, where either is right.
void TestCoreRandomCuts::isTheQuantizersResult() {
  SplitMix random(23, 0);
  for (const int bits : {1, 2, 4, 8}) {
    const float low = -0.75F;
    const float high = 2.5F;
    const float step = (high - low) / static_cast<float>((1 << bits) - 1);
    std::vector<float> values(1200);
    for (auto& value : values) {
      const auto code = static_cast<int>(random.below((1ULL << bits) + 4)) - 2;  // some beyond the range
      value = low + (static_cast<float>(code) + 0.45F * test::uniform(random)) * step;
    }
    std::vector<std::byte> payload;
    std::vector<float> expected(values.size());
    const Quantizer quantizer(bits, low, high);
    quantizer.encode(values, payload);
    quantizer.decode(payload, expected);
    const auto faked = fakeQuantize(torch::tensor(values), bits, torch::tensor({low}), torch::tensor({high}));
    QVERIFY(torch::allclose(faked, torch::tensor(expected), 1e-5, 1e-5));
  }
}

// The range that is found: no other share of the extremes does better on the same values.
void TestCoreRandomCuts::findsTheLeastError() {
  torch::manual_seed(24);
  for (const bool isSigned : {false, true}) {
    auto feature = torch::randn({2, 8, 16, 16}).pow(3);
    if (!isSigned) feature = torch::relu(feature);
    const auto lowest = std::min(0.0F, feature.min().item<float>());
    const auto highest = feature.max().item<float>();
    for (const int bits : {1, 2, 4}) {
      const double found = (fakeQuantize(feature, bits) - feature).square().sum().item<double>();
      for (int i = 1; i <= 12; ++i) {
        const float share = static_cast<float>(i) / 12;
        const auto other =
            fakeQuantize(feature, bits, torch::tensor({lowest * share}), torch::tensor({highest * share}));
        QVERIFY(found <= (other - feature).square().sum().item<double>() * 1.0001);
      }
    }
  }
}

// As if the 8-bit frame had been sent with fewer bits: each channel over what byte 0 and byte 255 become.
void TestCoreRandomCuts::framesHaveTheirRange() {
  const FrameDescription frame = test::tinyNetwork().frame;
  const RandomCuts cuts = cutsOf(1, 5);
  torch::manual_seed(25);
  const auto bytes = torch::randint(0, 256, {RandomCuts::kSlices, 3, 12, 12}).to(torch::kFloat32);
  const auto mean = torch::tensor(std::vector<float>(frame.mean.begin(), frame.mean.end())).view({1, 3, 1, 1});
  const auto deviation =
      torch::tensor(std::vector<float>(frame.deviation.begin(), frame.deviation.end())).view({1, 3, 1, 1});
  const auto normalised = (bytes / 255 - mean) / deviation;
  int seen = 0;
  for (std::int64_t step = 0; step < 60; ++step) {
    const auto found = cutsAt(cuts, step);
    const auto sent = cuts.at(step).frame(normalised);
    for (std::size_t slice = 0; slice < found.size(); ++slice) {
      if (!found[slice].contains("")) continue;
      ++seen;
      const auto index = static_cast<std::int64_t>(slice);
      const double levels = std::pow(2, found[slice].at("")) - 1;
      const auto expected = ((bytes[index] / 255 * levels).round() / levels - mean[0]) / deviation[0];
      QVERIFY(torch::allclose(sent[index], expected, 1e-4, 1e-4));
    }
  }
  QVERIFY(seen > 3);
}

void TestCoreRandomCuts::survivesDeadAndHalfPrecision() {
  for (const int bits : {1, 2, 4, 8}) {
    QVERIFY(torch::equal(fakeQuantize(torch::zeros({2, 4, 3, 3}), bits), torch::zeros({2, 4, 3, 3})));
    torch::manual_seed(26);
    const auto half = torch::relu(torch::randn({2, 4, 9, 9})).to(torch::kBFloat16);
    const auto quantized = fakeQuantize(half, bits);
    QVERIFY(quantized.scalar_type() == torch::kBFloat16);
    const auto wanted = fakeQuantize(half.to(torch::kFloat32), bits);
    QVERIFY(torch::allclose(quantized.to(torch::kFloat32), wanted, 0.02, 0.02));
  }
}

void TestCoreRandomCuts::pureFunctionOfSeedAndStep() {
  const RandomCuts forwards = cutsOf(0.6, 7);
  const RandomCuts backwards = cutsOf(0.6, 7);
  const RandomCuts other = cutsOf(0.6, 8);
  std::vector<Slices> seen;
  for (std::int64_t step = 0; step < 100; ++step) seen.push_back(cutsAt(forwards, step));
  int same = 0;
  for (std::int64_t step = 99; step >= 0; --step) {
    QVERIFY(cutsAt(backwards, step) == seen[static_cast<std::size_t>(step)]);
    same += cutsAt(other, step) == seen[static_cast<std::size_t>(step)] ? 1 : 0;
  }
  QVERIFY(same < 30);
}

// Trunk (the frame included) and each branch, drawn for themselves, slice by slice.
void TestCoreRandomCuts::theShareIsKept() {
  constexpr int kSteps = 200;
  constexpr auto kDraws = static_cast<double>(kSteps * RandomCuts::kSlices);
  const RandomCuts cuts = cutsOf(0.6, 3);
  int trunk = 0;
  std::map<std::string, int> branch;
  int both = 0;
  for (std::int64_t step = 0; step < kSteps; ++step) {
    for (const auto& slice : cutsAt(cuts, step)) {
      int inTrunk = 0;
      for (const auto& [layer, bits] : slice) ++(layer.starts_with("exit") ? branch[layer] : inTrunk);
      QVERIFY(inTrunk <= 1);
      trunk += inTrunk;
      both += inTrunk == 1 && slice.contains("exit1.pool") ? 1 : 0;
    }
  }
  for (const int count : {trunk, branch["exit1.pool"], branch["exit2.conv"]}) {
    QVERIFY2(std::abs(count - 0.6 * kDraws) < 80, qPrintable(QString::number(count)));  // four deviations
  }
  QVERIFY2(std::abs(both - 0.36 * kDraws) < 80, qPrintable(QString::number(both)));
}

void TestCoreRandomCuts::everyCutAndWidthOccurs() {
  std::map<std::pair<std::string, int>, int> seen;
  const RandomCuts cuts = cutsOf(1, 4);
  for (std::int64_t step = 0; step < 100; ++step) {
    for (const auto& slice : cutsAt(cuts, step)) {
      for (const auto& one : slice) ++seen[one];
    }
  }
  for (const int bits : {1, 2, 4}) {
    QVERIFY2(seen.contains({"", bits}), qPrintable(QString("frame at %1").arg(bits)));
    for (const auto& layer : kLayers) QVERIFY2(seen.contains({layer, bits}), layer.c_str());
  }
  QCOMPARE(seen.size(), 3 * (kLayers.size() + 1));
  // Early cuts come three times as often, and 2 bits more than twice as often as 4.
  QVERIFY((seen[{"", 2}] > 2 * seen[{"conv2", 2}]));
  QVERIFY((seen[{"conv1", 2}] > 1.5 * seen[{"conv1", 4}]));
}

// A batch that has fewer images than slices, as a tiny training may have.
void TestCoreRandomCuts::batchesMayBeSmall() {
  const RandomCuts cuts = cutsOf(1, 4);
  torch::manual_seed(27);
  const auto frames = torch::rand({3, 3, 4, 4});
  const auto feature = torch::rand({3, 8, 4, 4});
  for (std::int64_t step = 0; step < 20; ++step) {
    const auto cut = cuts.at(step);
    QVERIFY(cut.frame(frames).sizes() == frames.sizes());
    QVERIFY(cut.hook()("conv1", feature).sizes() == feature.sizes());
  }
}

void TestCoreRandomCuts::neverAndAlways() {
  const RandomCuts never = cutsOf(0, 4);
  const RandomCuts always = cutsOf(1, 4);
  for (std::int64_t step = 0; step < 100; ++step) {
    QVERIFY(!never.at(step).hook());
    for (const auto& slice : cutsAt(never, step)) QVERIFY(slice.empty());
    for (const auto& slice : cutsAt(always, step))
      QCOMPARE(slice.size(), std::size_t{3});  // the trunk and two branches
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRandomCuts)
#include "test_core_random_cuts.moc"
