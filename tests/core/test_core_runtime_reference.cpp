// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/network/network_runtime.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

// The runtime against the textbook: every layer as plain loops in double precision.
namespace cleave {
namespace {

using Values = std::vector<double>;

Values tensor(const Model& model, const std::string& name) {
  for (const auto& entry : model.manifest.tensors) {
    if (entry.name != name) continue;
    std::vector<float> floats(static_cast<std::size_t>(elementCount(entry.shape)));
    std::copy_n(model.weights.data() + entry.offset, 4 * floats.size(), reinterpret_cast<std::byte*>(floats.data()));
    return {floats.begin(), floats.end()};
  }
  throw std::logic_error("no tensor " + name);
}

// Applies take(channel, y, x, input value) to all of one output pixel's window that lies inside the image.
template <class Take>
void window(const LayerDescription& layer, const Shape& shape, const Values& input, std::int64_t channel,
            std::int64_t y, std::int64_t x, Take take) {
  for (int ky = 0; ky < layer.kernel; ++ky) {
    for (int kx = 0; kx < layer.kernel; ++kx) {
      const std::int64_t iy = y * layer.stride - layer.padding + ky;
      const std::int64_t ix = x * layer.stride - layer.padding + kx;
      if (iy < 0 || iy >= shape[1] || ix < 0 || ix >= shape[2]) continue;
      take(ky, kx, input[static_cast<std::size_t>((channel * shape[1] + iy) * shape[2] + ix)]);
    }
  }
}

double pixel(const Model& model, const LayerDescription& layer, const Shape& shape, const Values& input,
             std::int64_t channel, std::int64_t y, std::int64_t x) {
  if (layer.op == LayerOp::MaxPool) {
    double most = -1e300;
    window(layer, shape, input, channel, y, x, [&](int, int, double value) { most = std::max(most, value); });
    return most;
  }
  const Values weight = tensor(model, layer.name + ".weight");
  double sum = tensor(model, layer.name + ".bias")[static_cast<std::size_t>(channel)];
  for (std::int64_t from = 0; from < shape[0]; ++from) {
    window(layer, shape, input, from, y, x, [&](int ky, int kx, double value) {
      const auto at = ((channel * shape[0] + from) * layer.kernel + ky) * layer.kernel + kx;
      sum += weight[static_cast<std::size_t>(at)] * value;
    });
  }
  return sum;
}

Values image(const Model& model, const LayerDescription& layer, const Shape& shape, const Shape& outputShape,
             const Values& input) {
  Values output;
  for (std::int64_t channel = 0; channel < outputShape[0]; ++channel) {
    for (std::int64_t y = 0; y < outputShape[1]; ++y) {
      for (std::int64_t x = 0; x < outputShape[2]; ++x) {
        output.push_back(pixel(model, layer, shape, input, channel, y, x));
      }
    }
  }
  return output;
}

Values linear(const Model& model, const LayerDescription& layer, const Values& input) {
  const Values weight = tensor(model, layer.name + ".weight");
  Values output = tensor(model, layer.name + ".bias");
  for (std::size_t o = 0; o < output.size(); ++o) {
    for (std::size_t i = 0; i < input.size(); ++i) output[o] += weight[o * input.size() + i] * input[i];
  }
  return output;
}

Values reference(const Model& model, const LayerDescription& layer, const Shape& shape, const Shape& outputShape,
                 const Values& input) {
  Values output =
      layer.op == LayerOp::Linear ? linear(model, layer, input) : image(model, layer, shape, outputShape, input);
  if (layer.relu) std::ranges::transform(output, output.begin(), [](double v) { return std::max(v, 0.0); });
  return output;
}

}  // namespace

class TestCoreRuntimeReference : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void matchesPlainLoops();
  void averagesAdaptively();
  void knownNumbers();
};

void TestCoreRuntimeReference::matchesPlainLoops() {
  NetworkDescription network = test::tinyNetwork();
  network.trunk[3].kernel = 3;  // windows that overlap and reach over the border
  network.trunk[3].padding = 1;
  const Model model = test::randomModel(network, 12);
  const NetworkRuntime runtime(model);
  for (const int exit : {2, 3}) {
    const auto path = network.path(exit);
    const auto shapes = network.shapes(exit);
    Activation activation = runtime.prepare(test::randomFrame(network.frame, 12));
    Values values(activation.values().begin(), activation.values().end());
    for (std::size_t i = 0; i < path.size(); ++i) {
      runtime.runLayers(exit, static_cast<int>(i), static_cast<int>(i) + 1, activation);
      values = reference(model, path[i], shapes[i], shapes[i + 1], values);
      QCOMPARE(values.size(), activation.values().size());
      for (std::size_t k = 0; k < values.size(); ++k) {
        const double difference = std::abs(values[k] - static_cast<double>(activation.values()[k]));
        QVERIFY2(difference < 1e-4 * (1 + std::abs(values[k])), path[i].name.c_str());
      }
    }
  }
}

void TestCoreRuntimeReference::averagesAdaptively() {
  const NetworkDescription network = test::tinyNetwork();  // exit 1 averages 8 x 8 to 4 x 4: blocks of 2 x 2
  const NetworkRuntime runtime(test::randomModel(network, 12));
  Activation before = runtime.prepare(test::randomFrame(network.frame, 13));
  runtime.runLayers(1, 0, 2, before);
  Activation after = before;
  runtime.runLayers(1, 2, 3, after);
  QVERIFY((after.shape() == Shape{8, 4, 4}));
  for (std::size_t i = 0; i < 8 * 4 * 4; ++i) {
    const std::size_t corner = i / 16 * 64 + i / 4 % 4 * 16 + i % 4 * 2;
    const auto in = before.values();
    const float mean = (in[corner] + in[corner + 1] + in[corner + 8] + in[corner + 9]) / 4;
    QVERIFY(std::abs(mean - after.values()[i]) < 1e-5F);
  }
}

// Small enough to work out by hand: red counts 1, green 2, blue 3.
void TestCoreRuntimeReference::knownNumbers() {
  NetworkDescription network;
  network.frame = {2, 2, {0, 0, 0}, {1, 1, 1}};
  network.trunk = {{"conv", LayerOp::Conv2d, 1, 1, 1, 0, 0, true},
                   {"pool", LayerOp::AdaptiveAvgPool, 0, 0, 1, 0, 1, false},
                   {"fc", LayerOp::Linear, 2, 0, 1, 0, 0, false}};
  network.exits = {{"fc", {}}};
  validate(network);
  Model model = test::randomModel(network, 1);
  const float numbers[] = {1, 2, 3, 0.5F, 2, -1, 0, 1};  // conv's weight and bias, then fc's
  QCOMPARE(model.weights.size(), sizeof numbers);
  std::ranges::copy(std::as_bytes(std::span(numbers)), model.weights.begin());
  const NetworkRuntime runtime(model);
  Activation activation = runtime.prepare(std::vector<std::uint8_t>{255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 255});
  runtime.runLayers(1, 0, 1, activation);
  QVERIFY((std::vector<float>(activation.values().begin(), activation.values().end()) ==
           std::vector<float>{1.5F, 1.5F, 1.5F, 3.5F}));
  runtime.runLayers(1, 1, 3, activation);
  QCOMPARE(activation.values()[0], 4.0F);
  QCOMPARE(activation.values()[1], -1.0F);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRuntimeReference)
#include "test_core_runtime_reference.moc"
