// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/bundle/bundle.h"
#include "core/data/dataset.h"
#include "core/measure/evaluate.h"
#include "core/network/network_runtime.h"
#include "core/types/error.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr int kFrames = 200;

// Each exit's prediction for one frame.
std::vector<int> predictions(const NetworkRuntime& runtime, std::span<const std::uint8_t> frame) {
  std::vector<int> classes(static_cast<std::size_t>(runtime.network().exitCount()), -1);
  visitLayers(runtime, frame, [&](int exit, int layer, const Activation& activation) {
    if (layer != runtime.network().pathLength(exit)) return;
    classes[static_cast<std::size_t>(exit - 1)] = argmax(NetworkRuntime::toFloat(activation).values());
  });
  return classes;
}

}  // namespace

/// The shipped model's device layers in int8, on real images.
class TestCoreInt8Shipped : public QObject {
  Q_OBJECT

  Model model_ = readBundle(CLEAVE_SOURCE_DIR "/models/alexnet-fashion.cleavemodel");

 private Q_SLOTS:
  // Half a point of accuracy cannot be told on so few images, but images on which the two disagree are what it is
  // made of: a broken layer shows at once. `cleave-cli model evaluate --device-precision int8` measures the accuracy.
  void predictsAsFloatDoes() {
    setComputeThreads(1);
    Dataset dataset;
    std::unique_ptr<NetworkRuntime> int8;
    try {
      dataset = loadDataset(model_.manifest.dataset, "", Split::Test);
      int8 = std::make_unique<NetworkRuntime>(model_, DevicePrecision::Int8);
    } catch (const Error& error) {  // no data set, or no int8 engine
      QSKIP(error.what());
    }
    const NetworkRuntime whole(model_);
    std::vector<int> agree(static_cast<std::size_t>(whole.network().exitCount()), 0);
    for (int i = 0; i < kFrames; ++i) {
      const auto frame = makeFrame(dataset.test, i, whole.network().frame);
      const auto expected = predictions(whole, frame);
      const auto coarse = predictions(*int8, frame);
      for (std::size_t exit = 0; exit < agree.size(); ++exit) agree[exit] += expected[exit] == coarse[exit] ? 1 : 0;
    }
    for (std::size_t exit = 0; exit < agree.size(); ++exit) {
      qInfo("exit %zu: %d of %d", exit + 1, agree[exit], kFrames);
      QVERIFY(100 * agree[exit] >= 97 * kFrames);
    }
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreInt8Shipped)
#include "test_core_int8_shipped.moc"
