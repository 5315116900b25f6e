// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "app/cli/model/model_card.h"
#include "core/types/decision_space.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave::cli {
namespace {

Model sample() {
  Model model = test::randomModel(test::tinyNetwork(), 1);
  model.manifest.name = "tiny";
  model.manifest.dataset = "bands";
  model.manifest.recipe = "cleave-cli model train --seed 9";
  model.manifest.accuracy = {{70, 100}, {80, 100}, {93, 100}};
  const DecisionSpace space(model.manifest.network);
  for (const Decision& decision : space.all()) {
    model.manifest.decisions.push_back({decision.bits == 2 ? 45 : 47, 50, 1234.0, 2000.0});
  }
  return model;
}

qsizetype count(const std::string& text, const char* part) {
  return QString::fromStdString(text).count(part);
}

}  // namespace

class TestAppModelCard : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void tellsTheRecipe();
  void tellsWhatWasMeasured();
  void replacesItsSection();
  void saysNothingOfWhatNobodyMeasured();
};

void TestAppModelCard::tellsTheRecipe() {
  TrainOptions options;
  options.stages = parseStages("96:4,224:1:0.5");
  options.seed = 9;
  options.augmentation.mix = 0.25;
  const std::string card = trainingCard(sample(), options, "CPU, float32", 60000);
  for (const char* part : {"# tiny\n", "with 3 exits for 64x64 RGB", "93 decisions", "bands, 60000 training images",
                           "`cleave-cli model train --seed 9`", "96:4,224:1:0.5", "Seed: 9", "CPU, float32",
                           "moving average of weights 0.999", "25 % of the steps with blended images",
                           "60 % of the images have their feature quantized", "temperature 3"}) {
    QVERIFY2(card.find(part) != std::string::npos, part);
  }
  QCOMPARE(count(card, "## Measured"), 0);
}

void TestAppModelCard::tellsWhatWasMeasured() {
  const std::string card = withMeasurements("# tiny\n\nText.\n", sample().manifest);
  QVERIFY(card.starts_with("# tiny\n\nText.\n\n## Measured\n\n"));
  QVERIFY(card.find("| 2 | pool2 | 6 | 80.00 % (80 of 100) |") != std::string::npos);
  // 4 points of 50 images less than the unquantized network; no loss is no "-0.00".
  QVERIFY(card.find("| conv1 | +0.00; 1.23 kB | +0.00; 1.23 kB | -4.00; 1.23 kB | +0.00; 1.23 kB |") !=
          std::string::npos);
  QVERIFY(card.find("| the frame |") != std::string::npos);
  QVERIFY(card.find("same 50 test images") != std::string::npos);
  QVERIFY(card.ends_with("|\n"));
}

void TestAppModelCard::replacesItsSection() {
  Manifest manifest = sample().manifest;
  const std::string once = withMeasurements("# tiny\n\nText.\n", manifest);
  QCOMPARE(withMeasurements(once, manifest), once);
  manifest.accuracy[1].correct = 81;
  const std::string again = withMeasurements(withMeasurements(once, manifest), manifest);
  QCOMPARE(count(again, "## Measured"), 1);
  QCOMPARE(count(again, "80.00 %"), 0);
  QCOMPARE(count(again, "81.00 %"), 1);
  QVERIFY(again.starts_with("# tiny\n\nText.\n\n## Measured\n\n"));
}

void TestAppModelCard::saysNothingOfWhatNobodyMeasured() {
  Manifest manifest = sample().manifest;
  const std::string both = withMeasurements("# tiny\n", manifest);
  manifest.decisions.clear();  // calibrated anew
  const std::string exits = withMeasurements(both, manifest);
  QCOMPARE(count(exits, "80.00 %"), 1);
  QCOMPARE(count(exits, "cut after"), 0);
  manifest.accuracy.clear();
  QCOMPARE(withMeasurements(both, manifest), std::string("# tiny\n"));
  manifest = sample().manifest;
  manifest.accuracy.clear();
  const std::string cuts = withMeasurements(both, manifest);
  QCOMPARE(count(cuts, "leaves after"), 0);
  QCOMPARE(count(cuts, "cut after"), 1);
}

}  // namespace cleave::cli

CLEAVE_TEST(cleave::cli::TestAppModelCard)
#include "test_app_model_card.moc"
