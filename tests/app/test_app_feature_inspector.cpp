// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "app/experiment/feature_inspector.h"
#include "app/experiment/sample_set.h"
#include "core/types/error.h"
#include "shipped_model.h"
#include "tests/main/test_main.h"

namespace cleave {

/// Features as they are looked at, against what the codecs and the runtime give.
class TestFeatureInspector : public QObject {
  Q_OBJECT

  std::shared_ptr<const Model> model_ = shippedModel();
  const NetworkDescription& network_ = model_->manifest.network;
  FeatureInspector inspector_{*model_};
  NetworkRuntime runtime_{*model_};
  FeatureCodecs codecs_{model_->manifest};
  std::vector<std::uint8_t> frame_ = makeSamples(model_->manifest, 1, 1).frames.front();

  [[nodiscard]] std::vector<float> featureAt(int exit, int layer) const {
    Activation activation = runtime_.prepare(frame_);
    runtime_.runLayers(exit, 0, layer, activation);
    return {activation.values().begin(), activation.values().end()};
  }
  static void comparePictures(const std::vector<FeaturePicture>& got, std::span<const float> values,
                              const FeatureInspection& inspection) {
    QCOMPARE(got.size(), inspection.channels.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      const auto want = pictureOf(values, inspection.shape, inspection.channels[i], inspection.low, inspection.high);
      QCOMPARE(got[i].width, want.width);
      QVERIFY(got[i].grey == want.grey);
    }
  }

 private Q_SLOTS:
  void atThePartitionItIsWhatTheCodecGives() {
    for (const Decision& decision : {Decision{5, 4, 4}, Decision{5, 2, 1}, Decision{1, 3, 8}, Decision{5, 9, 2}}) {
      const auto inspection = inspector_.inspect(frame_, decision, decision.exit, decision.partition, 32);
      const auto before = featureAt(decision.exit, decision.partition);
      const FeatureCodec& codec = codecs_.at(decision);
      std::vector<std::byte> payload;
      codec.encode(before, payload);
      std::vector<float> after(before.size());
      codec.decode(payload, after);
      comparePictures(inspection.before, before, inspection);
      comparePictures(inspection.after, after, inspection);
      QVERIFY(inspection.payload.has_value());
      QCOMPARE(inspection.payload->bytes, payload.size());
      QCOMPARE(inspection.payload->packed, codec.packedBytes());
      QCOMPARE(inspection.payload->lossless, payload.size() < codec.packedBytes());
      double noise = 0;
      for (std::size_t i = 0; i < before.size(); ++i) noise += std::pow(double{after[i]} - double{before[i]}, 2);
      QVERIFY(inspection.error.has_value());
      QCOMPARE(inspection.error->meanSquared, noise / static_cast<double>(before.size()));
    }
  }
  void finerBitsLoseLess() {
    double last = -1000;
    for (const int bits : {1, 2, 4, 8}) {
      const auto error = inspector_.inspect(frame_, {5, 4, bits}, 5, 4, 1).error;
      QVERIFY(error && error->snrDb > last);
      last = error->snrDb;
    }
    const auto exact = inspector_.inspect(frame_, {5, 4, 32}, 5, 4, 1).error;
    QVERIFY(exact && std::isinf(exact->snrDb));
  }
  void inFrontOfThePartitionNothingHasCrossed() {
    const auto inspection = inspector_.inspect(frame_, {5, 4, 4}, 5, 2, 8);
    QCOMPARE(inspection.channels.size(), std::size_t{8});
    QVERIFY(inspection.after.empty() && !inspection.error && !inspection.payload);
    QCOMPARE(inspection.shape, network_.shapes(5)[2]);
  }
  void behindThePartitionTheEdgeWorksOnWhatCrossed() {
    const Decision decision{5, 2, 2};
    const auto inspection = inspector_.inspect(frame_, decision, 5, 6, 4);
    const auto sent = featureAt(5, 2);
    std::vector<std::byte> payload;
    codecs_.at(decision).encode(sent, payload);
    Activation activation(network_.shapes(5)[2]);
    codecs_.at(decision).decode(payload, activation.mutableValues());
    runtime_.runLayers(5, 2, 6, activation);
    comparePictures(inspection.before, featureAt(5, 6), inspection);
    comparePictures(inspection.after, activation.values(), inspection);
    QVERIFY(inspection.error && inspection.error->meanSquared > 0);
    QVERIFY(!inspection.payload);
  }
  void layersThatTheDecisionLeavesOutAreComputedAnyway() {
    const auto inspection = inspector_.inspect(frame_, {1, 2, 4}, 5, 8, 4);  // exit 1 never runs pool5
    comparePictures(inspection.before, featureAt(5, 8), inspection);
    QVERIFY(inspection.after.empty());
  }
  void theFrameIsSeenByItsColours() {
    const auto lossless = inspector_.inspect(frame_, {5, 0, 8}, 5, 0, 32);
    QCOMPARE(lossless.channels.size(), std::size_t{3});
    QVERIFY(lossless.error && lossless.error->meanSquared == 0);
    QCOMPARE(lossless.payload->bytes, frame_.size());
    QVERIFY(!lossless.payload->lossless);
    const auto coarse = inspector_.inspect(frame_, {5, 0, 1}, 5, 0, 32);
    QVERIFY(coarse.error->meanSquared > 0);
    QVERIFY(coarse.before.front().grey == lossless.before.front().grey);
    for (const auto grey : coarse.after.front().grey) QVERIFY(grey <= 255);
  }
  void onTheDeviceAloneNothingCrosses() {
    const auto scores = inspector_.inspect(frame_, {1, 5, 32}, 1, 5, 32);
    QVERIFY(scores.after.empty());
    QCOMPARE(scores.before.size(), std::size_t{1});  // a vector is one picture
    QCOMPARE(scores.before.front().width, 4);        // ten classes, as square as can be
    QCOMPARE(scores.before.front().height, 3);
  }
  void int8LayersAreTheDevices() {
    const FeatureInspector int8(*model_, DevicePrecision::Int8);
    const NetworkRuntime device(*model_, DevicePrecision::Int8);
    Activation activation = device.prepare(frame_);
    device.runLayers(5, 0, 4, activation);
    const auto inspection = int8.inspect(frame_, {5, 4, 8}, 5, 4, 16);
    comparePictures(inspection.before, NetworkRuntime::toFloat(activation).values(), inspection);
  }
  void largeChannelsAreReduced() {
    std::vector<float> values(300 * 200, 0);
    values[0] = 9;  // one ninth of the first square of 3 x 3
    const auto picture = pictureOf(values, {1, 200, 300}, 0, 0, 2);
    QCOMPARE(picture.width, 100);
    QCOMPARE(picture.height, 67);
    QCOMPARE(int{picture.grey[0]}, 128);
    QCOMPARE(int{picture.grey[1]}, 0);
  }
  void refusals() {
    QVERIFY_EXCEPTION_THROWN((void)inspector_.inspect(frame_, {5, 99, 4}, 5, 1, 8), UsageError);
    QVERIFY_EXCEPTION_THROWN((void)inspector_.inspect(frame_, {5, 4, 4}, 6, 1, 8), UsageError);
    QVERIFY_EXCEPTION_THROWN((void)inspector_.inspect(frame_, {5, 4, 4}, 5, 12, 8), UsageError);
    const std::vector<std::uint8_t> small(12);
    QVERIFY_EXCEPTION_THROWN((void)inspector_.inspect(small, {5, 4, 4}, 5, 4, 8), Error);
    QVERIFY_EXCEPTION_THROWN((void)inspector_.inspect(small, {5, 0, 4}, 5, 0, 8), Error);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN((void)inspector_.inspect(frame_, {5, 4, 4}, 5, 4, 8, stop.get_token()), Cancelled);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestFeatureInspector)
#include "test_app_feature_inspector.moc"
