// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cstring>

#include "app/device/device_executor.h"
#include "app/experiment/edge_executor.h"
#include "app/experiment/sample_set.h"
#include "core/types/decision_space.h"
#include "core/types/error.h"
#include "shipped_model.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {

/// Both halves of a request without a link between them.
class TestExecutors : public QObject {
  Q_OBJECT

  std::shared_ptr<const Model> model_ = shippedModel();
  NetworkRuntime runtime_{*model_};
  EdgeExecutor edge_{model_->manifest, runtime_};
  DeviceExecutor device_;
  FeatureCodecs codecs_{model_->manifest};
  SampleSet samples_ = makeSamples(model_->manifest, 3, 1);

  net::DeviceReply runDevice(const Decision& decision, std::size_t frame) {
    return device_.run(
        {decision, std::as_bytes(std::span(samples_.frames[frame])), samples_.width, samples_.height, {}});
  }
  RequestRecord request(const Decision& decision, std::size_t frame) {
    const auto reply = runDevice(decision, frame);
    RequestRecord record;
    record.decision = decision;
    record.layerMs = reply.layerMs;
    edge_.finish(reply.payload, record);
    return record;
  }
  [[nodiscard]] std::vector<float> whole(int exit, std::size_t frame) const {
    Activation activation = runtime_.prepare(samples_.frames[frame]);
    runtime_.runLayers(exit, 0, runtime_.network().pathLength(exit), activation);
    return softmax(activation.values());
  }
  // What the device has at hand before its codec: the frame's bytes, a feature, or the scores.
  [[nodiscard]] std::vector<float> featureAt(const Decision& decision, std::size_t frame) const {
    if (decision.partition == 0) return {samples_.frames[frame].begin(), samples_.frames[frame].end()};
    Activation activation = runtime_.prepare(samples_.frames[frame]);
    runtime_.runLayers(decision.exit, 0, decision.partition, activation);
    return {activation.values().begin(), activation.values().end()};
  }

 private Q_SLOTS:
  void initTestCase() { device_.loadModel(toJson(model_->manifest), model_->weights); }

  void everyUnquantizedDecisionGivesTheWholeNetworksNumbers() {
    const DecisionSpace space(model_->manifest.network);
    for (const Decision& decision : space.all()) {
      const bool lossless = decision.bits == 32 || (decision.partition == 0 && decision.bits == 8);
      if (!lossless) continue;
      const RequestRecord record = request(decision, 0);
      QVERIFY2(record.probabilities == whole(decision.exit, 0), toText(decision).c_str());
      QCOMPARE(static_cast<int>(record.layerMs.size()), space.pathLength(decision.exit));
    }
  }
  // As long as the packed codes, and shorter only where the model has frequencies for the lossless stage.
  void payloadsHaveTheSizeThatTheDecisionSays() {
    const DecisionSpace space(model_->manifest.network);
    int compressed = 0;
    for (const Decision& decision : space.all()) {
      const auto shapes = model_->manifest.network.shapes(decision.exit);
      const auto bits = elementCount(shapes[static_cast<std::size_t>(decision.partition)]) * decision.bits;
      const auto packed = (bits + 7) / 8;
      const auto sent = static_cast<std::int64_t>(runDevice(decision, 1).payload.size());
      const auto text = toText(decision);
      if (codecs_.at(decision).compresses()) {
        QVERIFY2(decision.partition > 0 && decision.bits <= 8, text.c_str());  // neither frames nor floats
        QVERIFY2(sent > 0 && sent <= packed, text.c_str());
        compressed += sent < packed ? 1 : 0;
      } else {
        QVERIFY2(sent == packed, text.c_str());
      }
    }
    QVERIFY(compressed > 0);  // else this test looks at nothing
  }
  // Packing and the lossless stage change nothing: what arrives is what quantization alone makes of the feature.
  void whatArrivesIsTheQuantizedFeature() {
    const DecisionSpace space(model_->manifest.network);
    std::vector<float> feature;
    Decision last;
    for (const Decision& decision : space.all()) {
      const bool sameCut = decision.exit == last.exit && decision.partition == last.partition && !feature.empty();
      if (!sameCut) feature = featureAt(last = decision, 1);
      const FeatureCodec& codec = codecs_.at(decision);
      std::vector<std::byte> uncoded;
      codec.quantizer().encode(feature, uncoded);
      std::vector<float> expected(feature.size());
      codec.quantizer().decode(uncoded, expected);
      std::vector<float> arrived(feature.size());
      codec.decode(runDevice(decision, 1).payload, arrived);
      QVERIFY2(arrived == expected, toText(decision).c_str());
    }
  }
  void eightBitsStayCloseToTheWholeNetwork() {
    for (const int partition : {1, 2, 4, 7, 8}) {
      const auto quantized = request({5, partition, 8}, 2).probabilities;
      const auto exact = whole(5, 2);
      for (std::size_t i = 0; i < exact.size(); ++i) QVERIFY(qAbs(quantized[i] - exact[i]) < 0.1F);
    }
  }
  void refusals() {
    QVERIFY_EXCEPTION_THROWN(runDevice({5, 99, 4}, 0), UsageError);
    const std::vector<std::byte> small(12);
    QVERIFY_EXCEPTION_THROWN(device_.run({{5, 4, 8}, small, 2, 2, {}}), Error);
    RequestRecord record;
    record.decision = {5, 4, 8};
    QVERIFY_EXCEPTION_THROWN(edge_.finish(small, record), Error);
  }
  void aStoppedJobEndsBetweenLayers() {
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(device_.run({{5, 11, 32},
                                          std::as_bytes(std::span(samples_.frames[0])),
                                          samples_.width,
                                          samples_.height,
                                          stop.get_token()}),
                             Cancelled);
  }
  void anEmulatedDeviceTakesItsTime() {
    const auto pi = EmulatedDevice::parse("raspberrypi4");
    const auto& network = model_->manifest.network;
    const auto wanted = pathMs(pi->profileOf(network), network, 5);
    DeviceExecutor slow(pi);
    slow.loadModel(toJson(model_->manifest), model_->weights);
    const net::DeviceJob job{
        {5, 11, 32}, std::as_bytes(std::span(samples_.frames[0])), samples_.width, samples_.height, {}};
    const auto reply = slow.run(job);
    for (std::size_t i = 0; i < wanted.size(); ++i) QVERIFY(reply.layerMs.at(i) >= static_cast<float>(wanted[i]));
    QVERIFY(reply.payload == device_.run(job).payload);
    slow.setLoad(0.5);
    const auto loaded = slow.run(job).layerMs;
    for (std::size_t i = 0; i < wanted.size(); ++i) QVERIFY(loaded.at(i) >= static_cast<float>(2 * wanted[i]));
  }
  void anEmulatedDeviceRefusesAModelInAnotherArithmetic() {
    Manifest int8 = model_->manifest;
    int8.devicePrecision = DevicePrecision::Int8;
    DeviceExecutor device(EmulatedDevice::parse("raspberrypi4"));
    const auto said = test::refusal([&] { device.loadModel(toJson(int8), model_->weights); });
    QCOMPARE(test::faultIn(said, {"raspberrypi4 are for float32", "int8"}), QByteArray());
    device.loadModel(toJson(model_->manifest), model_->weights);
  }
  void aProfileOfAnotherNetworkIsRefused() {
    QTemporaryDir folder;
    NetworkDescription other = model_->manifest.network;
    other.frame.width = 96;
    const auto file = folder.filePath("other.json").toStdString();
    writeLatencyProfiles(file, std::vector{EmulatedDevice::parse("raspberrypi4")->profileOf(other)});
    DeviceExecutor device(EmulatedDevice::parse(file));
    QVERIFY_EXCEPTION_THROWN(device.loadModel(toJson(model_->manifest), model_->weights), Error);
  }
  void damagedModelsAreRefused() {
    DeviceExecutor device;
    QVERIFY_EXCEPTION_THROWN(device.loadModel("{}", {}), Error);
    auto weights = model_->weights;
    weights[100] ^= std::byte{1};
    QVERIFY_EXCEPTION_THROWN(device.loadModel(toJson(model_->manifest), weights), Error);
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestExecutors)
#include "test_app_executors.moc"
