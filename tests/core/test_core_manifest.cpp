// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/model/manifest.h"
#include "core/profile/reference_device.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr const char* kDamaged = "damaged or incomplete; restore the file from a copy";

Manifest sample() {
  Manifest manifest = test::randomModel(test::tinyNetwork(), 1).manifest;
  manifest.name = "tiny on bands";
  manifest.dataset = "bands";
  manifest.ranges["conv1"][8] = {{0.0F, 3.1415927F}};
  manifest.ranges["conv1"][1] = {{0.0F, 0.1F}};
  manifest.ranges["fc3"][16] = {{-1.25F, 1e-3F}};
  for (int i = 0; i < 16; ++i) manifest.ranges["conv2"][2].push_back({-0.5F, 1.0F + 0.1F * static_cast<float>(i)});
  manifest.coding["conv2"][2] = SymbolCounter(2).frequencies();
  manifest.accuracy = {{90, 100}, {91, 100}, {100, 100}};
  manifest.recipe = "cleave-cli model train --seed 1";
  for (int i = 0; i < 93; ++i) manifest.decisions.push_back({50 + i % 50, 100, 0, 0});
  manifest.tensors[1].type = TensorType::Float16;
  return manifest;
}

}  // namespace

class TestCoreManifest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void roundTrip();
  void namesInAnyEncodingAreWritten();
  void accuracyOfNothingIsZero();
  void payloadsAreKeptWithTheTable();
  void devicePrecisionIsWrittenWhereItMatters();
  void profilesAreKeptAndOtherwiseNotWritten();
  void refuses_data();
  void refuses();
};

void TestCoreManifest::roundTrip() {
  const Manifest before = sample();
  const Manifest after = manifestFromJson(toJson(before), "test");
  QCOMPARE(after.name, before.name);
  QCOMPARE(after.dataset, before.dataset);
  QVERIFY(after.classes == before.classes);
  QVERIFY(after.network == before.network);
  QCOMPARE(after.recipe, before.recipe);
  QCOMPARE(after.weightsBytes, before.weightsBytes);
  QCOMPARE(after.weightsChecksum, before.weightsChecksum);
  QCOMPARE(after.tensors.size(), before.tensors.size());
  for (std::size_t i = 0; i < before.tensors.size(); ++i) {
    QCOMPARE(after.tensors[i].name, before.tensors[i].name);
    QVERIFY(after.tensors[i].shape == before.tensors[i].shape);
    QVERIFY(after.tensors[i].type == before.tensors[i].type);
    QCOMPARE(after.tensors[i].offset, before.tensors[i].offset);
  }
  QCOMPARE(after.accuracy.size(), std::size_t{3});
  QCOMPARE(after.accuracy[1].accuracy(), 0.91);
  QCOMPARE(after.decisions.size(), std::size_t{93});
  QCOMPARE(after.decisions[20].accuracy(), 0.7);
  QCOMPARE(after.ranges.size(), before.ranges.size());
  QVERIFY(after.ranges.at("conv1").at(8).at(0).high == 3.1415927F);  // to the bit: agents must agree on the codes
  QVERIFY(after.ranges.at("conv1").at(1).at(0).high == 0.1F);
  QVERIFY(after.ranges.at("fc3").at(16).at(0).low == -1.25F);
  const auto& channels = after.ranges.at("conv2").at(2);
  QCOMPARE(channels.size(), std::size_t{16});
  for (std::size_t i = 0; i < 16; ++i) {
    QVERIFY(channels[i].low == -0.5F && channels[i].high == before.ranges.at("conv2").at(2)[i].high);
  }
  QVERIFY(after.coding == before.coding);
  QVERIFY(after.devicePrecision == DevicePrecision::Float32);
  QCOMPARE(toJson(after), toJson(before));
}

void TestCoreManifest::payloadsAreKeptWithTheTable() {
  Manifest manifest = sample();
  QVERIFY(toJson(manifest).find("_bytes") == std::string::npos);  // bundles written before payloads were measured
  QCOMPARE(manifestFromJson(toJson(manifest), "test").decisions[3].meanBytes, 0.0);
  for (auto& decision : manifest.decisions) decision.meanBytes = 1.5 + decision.correct, decision.p95Bytes = 4000;
  const std::string text = toJson(manifest);
  const Manifest after = manifestFromJson(text, "test");
  QCOMPARE(after.decisions.size(), std::size_t{93});
  QCOMPARE(after.decisions[20].meanBytes, 71.5);
  QCOMPARE(after.decisions[20].p95Bytes, 4000.0);
  QCOMPARE(after.decisions[20].correct, 70);
  QCOMPARE(after.decisions[20].samples, 100);
  const auto refusalOf = [&](const char* from, const char* to) {
    return test::refusal([&] { manifestFromJson(test::replaced(text, from, to), "some.cleavemodel"); });
  };
  for (const char* wrong : {"0.0", "-3.5", "1e12"}) {
    QCOMPARE(test::faultIn(refusalOf("51.5", wrong), {"payload size", "impossible"}), QByteArray());
    QCOMPARE(test::faultIn(refusalOf("4000.0", wrong), {"payload size", "impossible"}), QByteArray());
  }
  QCOMPARE(test::faultIn(refusalOf("51.5,", ""), {kDamaged}), QByteArray());
  QCOMPARE(test::faultIn(refusalOf("p95_bytes", "p96_bytes"), {kDamaged}), QByteArray());
}

void TestCoreManifest::devicePrecisionIsWrittenWhereItMatters() {
  Manifest manifest = sample();
  QVERIFY(toJson(manifest).find("device_precision") == std::string::npos);
  manifest.devicePrecision = DevicePrecision::Int8;
  const std::string text = toJson(manifest);
  QVERIFY(manifestFromJson(text, "test").devicePrecision == DevicePrecision::Int8);
  const std::string said =
      test::refusal([&] { manifestFromJson(test::replaced(text, "\"int8\"", "\"int4\""), "some.cleavemodel"); });
  QCOMPARE(test::faultIn(said, {"some.cleavemodel", "'int4'", "float32 or int8"}), QByteArray());
  for (const auto precision : {DevicePrecision::Float32, DevicePrecision::Int8}) {
    QVERIFY(devicePrecisionFromText(toText(precision)) == precision);
  }
  for (const char* word : {"", "INT8", "int8 ", "fp16"}) {
    const std::string sentence = test::refusal<UsageError>([&] { devicePrecisionFromText(word); });
    QCOMPARE(test::faultIn(sentence, {test::quoted(word), "float32 or int8"}), QByteArray());
  }
}

// A recipe quotes a command line, whose paths need not be UTF-8: hours of training must not end in that.
void TestCoreManifest::namesInAnyEncodingAreWritten() {
  Manifest manifest = sample();
  manifest.recipe = "cleave-cli model train --data /home/M\xfcller";
  manifest.name =
      "Stra\xc3\x9f"
      "e";
  const Manifest after = manifestFromJson(toJson(manifest), "test");
  QCOMPARE(after.name, manifest.name);
  QVERIFY(after.recipe.starts_with("cleave-cli model train --data /home/M"));
}

void TestCoreManifest::accuracyOfNothingIsZero() {
  QCOMPARE(ExitAccuracy{}.accuracy(), 0.0);
}

void TestCoreManifest::profilesAreKeptAndOtherwiseNotWritten() {
  Manifest manifest = sample();
  QVERIFY(toJson(manifest).find("profiles") == std::string::npos);  // unfinished trainings know themselves by this text
  manifest.profiles = {referenceProfile(raspberryPi4(4), manifest.network),
                       referenceProfile(raspberryPi4(1), manifest.network)};
  const std::string text = toJson(manifest);
  QVERIFY(manifestFromJson(text, "test").profiles == manifest.profiles);
  const auto refusalOf = [&](const std::string& damaged) {
    return test::refusal([&] { manifestFromJson(damaged, "some.cleavemodel"); });
  };
  QCOMPARE(test::faultIn(refusalOf(test::replaced(text, "\"samples\": 0", "\"samples\": -1")),
                         {"some.cleavemodel cannot be used: it does not contain a"}),
           QByteArray());
  QCOMPARE(test::faultIn(refusalOf(test::replaced(text, "\"frame_width\": 64", "\"frame_width\": 65")), {"65x64"}),
           QByteArray());
  manifest.profiles.resize(Manifest::kMaxProfiles + 1, manifest.profiles[0]);
  QCOMPARE(test::faultIn(refusalOf(toJson(manifest)), {"too many latency profiles"}), QByteArray());
}

void TestCoreManifest::refuses_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("part");
  const std::string good = toJson(sample());
  const auto row = [](const char* name, const std::string& text, const char* part) {
    QTest::newRow(name) << QString::fromStdString(text) << QString(part);
  };
  const auto change = [&](const char* name, const char* from, const char* to, const char* part) {
    row(name, test::replaced(good, from, to), part);
  };
  row("empty", "", kDamaged);
  row("not JSON", "PK\3\4", kDamaged);
  row("cut", good.substr(0, good.size() / 2), kDamaged);
  row("a list", "[]", kDamaged);
  row("nested beyond reason", std::string(500000, '[') + std::string(500000, ']'), kDamaged);
  change("another format", "cleave-model", "cleave-policy", "does not describe a model");
  change("newer version", "\"version\": 1", "\"version\": 2", "install a matching version of Cleave");
  change("version in words", "\"version\": 1", "\"version\": \"one\"", kDamaged);
  change("no classes", "\"classes\"", "\"klasses\"", kDamaged);
  change("one class too few", "\"class 0\",", "", "names 3 classes, but its network has 4 outputs");
  change("unknown operation", "\"max_pool\"", "\"system\"", "'system' is not a layer operation");
  change("network without sense", "\"kernel\": 5", "\"kernel\": 5000", "kernel larger");
  change("tensor outside the blob", "\"offset\": 0", "\"offset\": 999999999", "lies outside the weights");
  const std::string tooFar = "\"offset\": " + std::to_string(sample().weightsBytes - 2399);  // for its 2,400 bytes
  change("tensor reaching outside", "\"offset\": 0", tooFar.c_str(), "lies outside the weights");
  change("offset 2^64 - 1", "\"offset\": 0", "\"offset\": 18446744073709551615", "lies outside the weights");
  change("negative offset", "\"offset\": 0", "\"offset\": -1", "lies outside the weights");
  change("negative extent", "8,\n     3,\n     5,\n     5", "8, -3, -5, 5", "lies outside the weights");
  change("extent 0", "8,\n     3,\n     5,\n     5", "8, 3, 5, 0", "lies outside the weights");
  change("extents beyond 64 bits", "8,\n     3,\n     5,\n     5", "1073741824, 1073741824, 1073741824, 4",
         "lies outside the weights");
  change("five extents", "8,\n     3,\n     5,\n     5", "8, 3, 5, 5, 1", "lies outside the weights");
  change("no extents", "8,\n     3,\n     5,\n     5", "", "lies outside the weights");
  change("unknown type", "\"float32\"", "\"float64\"", "unknown type");
  change("huge weights", "\"bytes\": ", "\"bytes\": 9999999", "512 MiB");
  change("negative weights", "\"bytes\": ", "\"bytes\": -", "512 MiB");
  change("empty range", "3.1415927410125732", "0.0", "'conv1' is empty");
  change("infinite range", "3.1415927410125732", "1e300", "'conv1' is empty");
  change("range wider than float", "3.1415927410125732\n", "3.4e38], \"4\": [-3.4e38, 3.4e38\n", "'conv1'");
  change("range for odd bits", "\"8\": [", "\"7\": [", "bit width, '7'");
  change("range for no bits", "\"8\": [", "\"eight\": [", "bit width, 'eight'");
  change("range for bits and more", "\"8\": [", "\"8 and more\": [", "bit width, '8 and more'");
  change("channels without a match", "    \"low\": [", "    \"low\": [ 0.25,", "per-channel ranges do not match");
  change("one empty channel", "     -0.5,", "      1e9,", "'conv2' is empty");
  change("channels without high", "    \"high\": [", "    \"hihg\": [", kDamaged);
  change("frequencies of another width", "\"coding\": {\n  \"conv2\": {\n   \"2\"",
         "\"coding\": {\n  \"conv2\": {\n   \"4\"", "wrong size");
  change("frequencies of floats", "\"coding\": {\n  \"conv2\": {\n   \"2\"", "\"coding\": {\n  \"conv2\": {\n   \"32\"",
         "wrong size");
  change("frequencies that do not add up", "    512,", "    511,", "does not add up");
  change("a symbol that never comes", "    512,\n    512,", "    0,\n    1024,", "does not add up");
  change("negative frequency", "    512,", "    -512,", "does not add up");
  change("half a range", "\n    3.1415927410125732", "", kDamaged);
  change("accuracy of two exits", "{\n   \"correct\": 90,\n   \"samples\": 100\n  },", "", "accuracy");
  change("more correct than there are", "\"correct\": 90", "\"correct\": 900", "accuracy");
  change("negative accuracy", "\"correct\": 90", "\"correct\": -90", "accuracy");
  change("table of other decisions", "   50,\n", "", "accuracy");
  change("table with more correct than there are", "   50,\n", "   101,\n", "accuracy");
  change("table with less than none", "   50,\n", "   -1,\n", "accuracy");
  // Each tensor lies within the weights, but together they would expand a small file without end.
  std::string many;
  for (int i = 0; i < 5000; ++i) {
    many += R"({"name": "t)" + std::to_string(i) + R"(", "shape": [2, 1000], "type": "float16", "offset": 0},)";
  }
  row("tensors that share bytes", test::replaced(good, "\"tensors\": [", "\"tensors\": [" + many),
      "more bytes than the weights have");
}

void TestCoreManifest::refuses() {
  QFETCH(QString, text);
  QFETCH(QString, part);
  const long before = test::peakMemoryMiB();
  const std::string said = test::refusal([&] { manifestFromJson(text.toStdString(), "some.cleavemodel"); });
  QCOMPARE(test::faultIn(said, {"some.cleavemodel cannot be used: ", part.toStdString()}), QByteArray());
  QVERIFY(test::peakMemoryMiB() - before < 128);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreManifest)
#include "test_core_manifest.moc"
