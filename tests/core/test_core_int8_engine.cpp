// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <vector>

#include "core/network/int8_engine.h"
#include "core/types/error.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

// One value a position through one weight of 1: what comes out is what went in, in the output's codes.
torch::Tensor codesOf(const std::vector<float>& values, Int8Scale input, Int8Scale output, bool relu) {
  const auto count = static_cast<std::int64_t>(values.size());
  const auto in = torch::quantize_per_tensor(torch::tensor(values).reshape({1, 1, 1, count}), input.scale, input.zero,
                                             torch::kQUInt8)
                      .contiguous(torch::MemoryFormat::ChannelsLast);
  const auto layer = Int8Layer::conv2d(torch::ones({1, 1, 1, 1}), torch::zeros({1}), 1, 0, relu, output);
  return layer.run(in).int_repr().flatten();
}

int most(const torch::Tensor& codes) {
  return codes.max().item<std::uint8_t>();
}

}  // namespace

/// Codes on processors that add two products in 16 bits, whatever processor this is.
class TestCoreInt8Engine : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    const torch::NoGradGuard noGrad;
    try {
      (void)Int8Layer::linear(torch::ones({1, 1}), torch::zeros({1}), false, int8Scale(0, 1));
    } catch (const Error& error) {
      QSKIP(error.what());
    }
  }
  void scalesCoverTheirRange() {
    for (const std::uint8_t top : {std::uint8_t{127}, std::uint8_t{255}}) {
      const Int8Scale rectified = int8Scale(0, 2, top);
      QCOMPARE(rectified.zero, std::int64_t{0});
      QCOMPARE(rectified.top, top);
      QVERIFY(qAbs(rectified.scale * top - 2) < 1e-9);
      const Int8Scale both = int8Scale(-1, 3, top);
      QCOMPARE(both.zero, static_cast<std::int64_t>(std::lround(top / 4.0)));
      QVERIFY(int8Scale(0, 0, top).scale > 0);  // a layer that never fires
    }
    QVERIFY(int8TopCode() == 127 || int8TopCode() == 255);
    QCOMPARE(int8Scale(0, 1).top, int8TopCode());
  }
  // 1.3 times the calibrated range would be code 165, and 2 * 165 * 127 is more than 16 bits hold.
  void valuesBeyondTheRangeStopAtTheTop() {
    const torch::NoGradGuard noGrad;
    const Int8Scale input = int8Scale(0, 4, 255);
    for (const bool relu : {true, false}) {
      const auto codes = codesOf({0, 0.5F, 1, 1.3F, 4}, input, int8Scale(0, 1, 127), relu);
      QCOMPARE(most(codes), 127);
      QCOMPARE(codes[0].item<int>(), 0);
      QVERIFY(qAbs(codes[1].item<int>() - 64) <= 1);  // inside the range nothing is touched
      QCOMPARE(codes[3].item<int>(), 127);
    }
    QCOMPARE(most(codesOf({0, 0.5F, 1, 1.3F, 4}, input, int8Scale(0, 1, 255), true)), 255);
  }
  void linearLayersStopAtTheTopToo() {
    const torch::NoGradGuard noGrad;
    const auto input = torch::quantize_per_tensor(torch::ones({1, 8}), 1.0 / 127, 0, torch::kQUInt8);
    const auto layer = Int8Layer::linear(torch::ones({3, 8}), torch::zeros({3}), true, int8Scale(0, 5, 127));
    QCOMPARE(most(layer.run(input).int_repr()), 127);  // 8 where the range ends at 5
  }
  // The worst that may now happen: every code at the top, every weight at its largest. A sum that overflowed in
  // 16 bits would come out too small.
  void sumsOfTopCodesAreRight() {
    const torch::NoGradGuard noGrad;
    constexpr int kInputs = 64;
    const Int8Scale input = int8Scale(0, 1, 127);
    const auto ones = torch::quantize_per_tensor(torch::ones({1, kInputs}), input.scale, input.zero, torch::kQUInt8);
    QCOMPARE(most(ones.int_repr()), 127);
    const auto layer =
        Int8Layer::linear(torch::ones({4, kInputs}), torch::zeros({4}), false, int8Scale(0, kInputs, 127));
    const auto sums = layer.run(ones).dequantize();
    QVERIFY(qAbs(sums.min().item<double>() - kInputs) < 1);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreInt8Engine)
#include "test_core_int8_engine.moc"
