// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <numeric>

#include "core/measure/calibrate.h"
#include "core/measure/evaluate.h"
#include "core/measure/measure_decisions.h"
#include "core/model/feature_codecs.h"
#include "core/statistics/quantile.h"
#include "core/types/decision_space.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr int kSamples = 21;  // the 95th percentile is then the second largest

const auto kSilent = [](int, int) {};

Model sampleModel(std::uint64_t seed = 3) {
  Model model = test::randomModel(test::tinyNetwork(), seed);
  calibrate(NetworkRuntime(model), test::bandImages(6, 1), 6, kSilent, {}).applyTo(model.manifest);
  return model;
}

struct Outcome {
  int predicted = 0;
  double bytes = 0;
};

// One decision on one image, from camera to score, as the two programs do it.
Outcome outcomeOf(const NetworkRuntime& runtime, const FeatureCodecs& codecs, const Decision& decision,
                  const std::vector<std::uint8_t>& frame) {
  const int length = runtime.network().pathLength(decision.exit);
  Activation feature = runtime.prepare(frame);
  std::vector<std::byte> payload;
  if (decision.partition == 0) {
    std::vector<float> bytes(frame.begin(), frame.end());
    codecs.at(decision).encode(bytes, payload);
    codecs.at(decision).decode(payload, bytes);
    feature = runtime.prepareDequantized(bytes);
  } else if (decision.partition < length) {
    runtime.runLayers(decision.exit, 0, decision.partition, feature);
    codecs.at(decision).encode(feature.values(), payload);
    feature = Activation(feature.shape());
    codecs.at(decision).decode(payload, feature.mutableValues());
  }
  runtime.runLayers(decision.exit, decision.partition < length ? decision.partition : 0, length, feature);
  if (decision.partition == length) payload.resize(feature.values().size_bytes());
  return {argmax(feature.values()), static_cast<double>(payload.size())};
}

bool same(const std::vector<DecisionMeasurement>& a, const std::vector<DecisionMeasurement>& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.correct == y.correct && x.samples == y.samples && x.meanBytes == y.meanBytes && x.p95Bytes == y.p95Bytes;
  });
}

std::vector<DecisionMeasurement> measured(const Model& model, const MeasureOptions& options,
                                          const std::function<void(int, int)>& report = kSilent,
                                          const std::stop_token& stop = {}) {
  return measureDecisions(NetworkRuntime(model), model.manifest, test::bandImages(kSamples, 1), options, report, stop);
}

// Leaves a journal of five images, as Ctrl-C does.
void breakOff(const Model& model, const std::filesystem::path& journal) {
  std::stop_source stop;
  const auto report = [&](int done, int) {
    if (done == 5) stop.request_stop();
  };
  QVERIFY_EXCEPTION_THROWN(measured(model, {kSamples, 1, journal, {}}, report, stop.get_token()), Cancelled);
}

}  // namespace

class TestCoreMeasureDecisions : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { setComputeThreads(1); }
  void sharingChangesNothing();
  void fullWidthIsTheNetworkItself();
  void threadsChangeNothing();
  void labelsAreTranslated();
  void endsWithTheSet();
  void stops();
  void goesOnWhereItWasStopped();
  void goesOnUnderAnotherName();
  void dropsAHalfWrittenLine();
  void refusesOtherJournals_data();
  void refusesOtherJournals();
  void refusesWhatCannotBeMeasured();
};

void TestCoreMeasureDecisions::sharingChangesNothing() {
  const Model model = sampleModel();
  const NetworkRuntime runtime(model);
  const FeatureCodecs codecs(model.manifest);
  const ImageSet images = test::bandImages(kSamples, 1);
  const DecisionSpace space(model.manifest.network);
  const auto table = measured(model, {kSamples, 1, {}, {}});
  QCOMPARE(table.size(), static_cast<std::size_t>(space.size()));
  bool varied = false;
  for (int index = 0; index < space.size(); ++index) {
    int correct = 0;
    std::vector<double> bytes;
    for (int i = 0; i < kSamples; ++i) {
      const auto frame = makeFrame(images, i, model.manifest.network.frame);
      const Outcome outcome = outcomeOf(runtime, codecs, space.at(index), frame);
      correct += outcome.predicted == images.labels[static_cast<std::size_t>(i)] ? 1 : 0;
      bytes.push_back(outcome.bytes);
    }
    const auto& entry = table[static_cast<std::size_t>(index)];
    QVERIFY2(entry.samples == kSamples && entry.correct == correct, toText(space.at(index)).c_str());
    QCOMPARE(entry.meanBytes, std::accumulate(bytes.begin(), bytes.end(), 0.0) / kSamples);
    QCOMPARE(entry.p95Bytes, quantile(bytes, 0.95));
    varied = varied || entry.p95Bytes != entry.meanBytes;
  }
  QVERIFY2(varied, "nothing is compressed in this test");
}

void TestCoreMeasureDecisions::fullWidthIsTheNetworkItself() {
  const Model model = sampleModel();
  const auto exits = evaluateExits(NetworkRuntime(model), test::bandImages(kSamples, 1), kSamples, kSilent, {});
  const DecisionSpace space(model.manifest.network);
  const auto table = measured(model, {kSamples, 1, {}, {}});
  for (int index = 0; index < space.size(); ++index) {
    const Decision& decision = space.at(index);
    if (decision.bits != 32) continue;
    const auto& entry = table[static_cast<std::size_t>(index)];
    const auto elements =
        elementCount(model.manifest.network.shapes(decision.exit)[static_cast<std::size_t>(decision.partition)]);
    QCOMPARE(entry.correct, exits[static_cast<std::size_t>(decision.exit - 1)].correct);
    QCOMPARE(entry.meanBytes, 4.0 * static_cast<double>(elements));
    QCOMPARE(entry.p95Bytes, entry.meanBytes);
  }
}

void TestCoreMeasureDecisions::threadsChangeNothing() {
  const Model model = sampleModel();
  const auto one = measured(model, {kSamples, 1, {}, {}});
  for (const int threads : {2, 5, 64}) {
    int reports = 0;
    const auto report = [&](int done, int total) {
      QCOMPARE(done, ++reports);
      QCOMPARE(total, kSamples);
    };
    QVERIFY(same(measured(model, {kSamples, threads, {}, {}}, report), one));
    QCOMPARE(reports, kSamples);
    QCOMPARE(computeThreads(), 1);
  }
}

void TestCoreMeasureDecisions::labelsAreTranslated() {
  const Model model = sampleModel();
  const ImageSet images = test::bandImages(kSamples, 1);
  ImageSet translated = images;
  for (auto& label : translated.labels) label = static_cast<std::uint8_t>(3 - label);
  const NetworkRuntime runtime(model);
  const auto expected = measureDecisions(runtime, model.manifest, translated, {kSamples, 1, {}, {}}, kSilent, {});
  QVERIFY(same(measured(model, {kSamples, 1, {}, {3, 2, 1, 0}}), expected));
}

void TestCoreMeasureDecisions::endsWithTheSet() {
  const Model model = sampleModel();
  const auto report = [](int, int total) { QCOMPARE(total, 3); };
  const auto table =
      measureDecisions(NetworkRuntime(model), model.manifest, test::bandImages(3, 1), {100000, 1, {}, {}}, report, {});
  for (const auto& entry : table) QCOMPARE(entry.samples, 3);
}

void TestCoreMeasureDecisions::stops() {
  const Model model = sampleModel();
  std::stop_source stop;
  int done = 0;
  const auto report = [&](int now, int) {
    done = now;
    stop.request_stop();
  };
  QVERIFY_EXCEPTION_THROWN(measured(model, {4, 1, {}, {}}, report, stop.get_token()), Cancelled);
  QCOMPARE(done, 1);
}

void TestCoreMeasureDecisions::goesOnWhereItWasStopped() {
  const Model model = sampleModel();
  const auto unbroken = measured(model, {kSamples, 1, {}, {}});
  const test::Folder folder;
  for (const int threads : {1, 2}) {
    breakOff(model, folder / "t");
    QVERIFY(std::filesystem::exists(folder / "t"));
    int first = 0;
    const auto report = [&](int done, int) { first = first == 0 ? done : first; };
    QVERIFY(same(measured(model, {kSamples, threads, folder / "t", {}}, report), unbroken));
    QCOMPARE(first, 6);
    QVERIFY(!std::filesystem::exists(folder / "t"));  // a finished measurement leaves nothing behind
  }
  // Fewer images than were measured already: those first ones count, and no others.
  breakOff(model, folder / "t");
  const auto three = measured(model, {3, 1, folder / "t", {}}, [](int, int) { QFAIL("nothing was left to measure"); });
  QVERIFY(same(three, measured(model, {3, 1, {}, {}})));
  // And what they leave unused is not thrown away: the larger measurement goes on.
  const auto report = [](int done, int) { QVERIFY(done > 5); };
  QVERIFY(same(measured(model, {kSamples, 1, folder / "t", {}}, report), unbroken));
  QVERIFY(!std::filesystem::exists(folder / "t"));
}

// What no outcome depends on.
void TestCoreMeasureDecisions::goesOnUnderAnotherName() {
  const Model model = sampleModel();
  const test::Folder folder;
  breakOff(model, folder / "t");
  Model other = model;
  other.manifest.name = "renamed";
  other.manifest.recipe = "cleave-cli model train --threads 7";
  other.manifest.accuracy = {{1, 2}, {1, 2}, {1, 2}};
  LatencyProfile profile;
  profile.name = "pi";
  profile.layers.push_back({"conv1", 1, 1, 1});
  other.manifest.profiles = {profile};
  int first = 0;
  const auto report = [&](int done, int) { first = first == 0 ? done : first; };
  measured(other, {kSamples, 1, folder / "t", {0, 1, 2, 3}}, report);  // classes told, and just as they are
  QCOMPARE(first, 6);
}

// A kill in the middle of a line, at any of its bytes.
void TestCoreMeasureDecisions::dropsAHalfWrittenLine() {
  const Model model = sampleModel();
  const auto unbroken = measured(model, {kSamples, 1, {}, {}});
  const test::Folder folder;
  breakOff(model, folder / "t");
  const std::string whole = test::readText(folder / "t");
  const std::size_t lastLine = whole.rfind('\n', whole.size() - 2) + 1;
  for (const std::size_t length : {lastLine + 1, lastLine + 20, lastLine + 200, whole.size() - 2}) {
    test::writeText(folder / "t", whole.substr(0, length));
    int first = 0;
    const auto report = [&](int done, int) { first = first == 0 ? done : first; };
    QVERIFY(same(measured(model, {kSamples, 1, folder / "t", {}}, report), unbroken));
    QCOMPARE(first, 5);
  }
  test::writeText(folder / "t", "");  // killed before its first line
  QVERIFY(same(measured(model, {kSamples, 1, folder / "t", {}}), unbroken));
}

void TestCoreMeasureDecisions::refusesOtherJournals_data() {
  QTest::addColumn<int>("what");
  int what = 0;
  for (const char* name :
       {"another model", "other ranges", "other labels", "other classes", "other pixels", "no journal", "not ours"}) {
    QTest::newRow(name) << what++;
  }
}

void TestCoreMeasureDecisions::refusesOtherJournals() {
  QFETCH(int, what);
  const test::Folder folder;
  Model model = sampleModel();
  breakOff(model, folder / "t");
  ImageSet images = test::bandImages(kSamples, 1);
  MeasureOptions options{kSamples, 1, folder / "t", {}};
  if (what == 0) model = sampleModel(4);
  if (what == 1) model.manifest.ranges.at("fc3").at(4).at(0).high *= 1.01F;
  if (what == 2) images.labels[20] ^= 1;
  if (what == 3) options.classOf = {0, 1, 3, 2};
  if (what == 4) images.pixels[5] ^= 1;
  if (what == 5) test::writeText(folder / "t", "a letter\n");
  if (what == 6) test::writeText(folder / "t", "{\"format\": 7}\n");
  const std::string before = test::readText(folder / "t");
  const NetworkRuntime runtime(model);
  const std::string said =
      test::refusal([&] { measureDecisions(runtime, model.manifest, images, options, kSilent, {}); });
  QCOMPARE(test::faultIn(said, {(folder / "t").string(), "another measurement", "delete it"}), QByteArray());
  QCOMPARE(test::readText(folder / "t"), before);  // perhaps days of work
}

void TestCoreMeasureDecisions::refusesWhatCannotBeMeasured() {
  const Model model = sampleModel();
  const NetworkRuntime runtime(model);
  const auto says = [&](const Manifest& manifest, const ImageSet& images, const MeasureOptions& options) {
    return test::refusal([&] { measureDecisions(runtime, manifest, images, options, kSilent, {}); });
  };
  const ImageSet images = test::bandImages(4, 1);
  QCOMPARE(test::faultIn(says(model.manifest, test::bandImages(0, 1), {4, 1, {}, {}}), {"no image"}), QByteArray());
  QCOMPARE(test::faultIn(says(model.manifest, images, {4, 1, "/no/such/folder/t", {}}), {"/no/such/folder/t"}),
           QByteArray());
  Manifest uncalibrated = model.manifest;
  uncalibrated.ranges.erase("conv2");
  for (const int threads : {1, 3}) {
    QCOMPARE(test::faultIn(says(uncalibrated, images, {4, threads, {}, {}}), {"'conv2'", "calibrate"}), QByteArray());
  }
  const test::Folder folder;
  says(uncalibrated, images, {4, 1, folder / "t", {}});
  QCOMPARE(folder.entries(), 0);  // no journal of nothing
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreMeasureDecisions)
#include "test_core_measure_decisions.moc"
