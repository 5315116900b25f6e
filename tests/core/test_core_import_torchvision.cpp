// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QtTest>
#include <algorithm>
#include <cstring>

#include "core/import/torchvision_alexnet.h"
#include "core/network/network_runtime.h"
#include "core/train/trainer.h"
#include "tests/core/files.h"
#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

// A seeded network, one frame (bytes, HWC) and the scores that torchvision gives it; and wrong files.
constexpr const char* kScript = R"(
import sys, torch, torchvision
folder = sys.argv[1]
torch.manual_seed(1)
torch.set_num_threads(1)
m = torchvision.models.alexnet(weights=None).eval()
s = m.state_dict()
torch.save(s, folder + '/good.pth')
frame = torch.randint(0, 256, (224, 224, 3), dtype=torch.uint8)
x = frame.permute(2, 0, 1).float() / 255
x = (x - torch.tensor([0.485, 0.456, 0.406])[:, None, None]) / torch.tensor([0.229, 0.224, 0.225])[:, None, None]
with torch.no_grad(): y = m(x[None])[0]
open(folder + '/frame', 'wb').write(bytes(frame.flatten().tolist()))
open(folder + '/scores', 'wb').write(y.numpy().astype('<f4').tobytes())
few = dict((k, v[:4].clone()) for k, v in s.items())
torch.save(few, folder + '/small.pth')
torch.save(few, folder + '/legacy.pth', _use_new_zipfile_serialization=False)
del few['features.0.bias']
torch.save(few, folder + '/missing.pth')
torch.save(m.features[1], folder + '/module.pth')
torch.save({'a': torch.zeros(2, dtype=torch.float64)}, folder + '/double.pth')
)";

Model import(const std::filesystem::path& file, TensorType type = TensorType::Float32,
             const std::vector<std::string>& classes = {}) {
  return importTorchvisionAlexnet(file, classes, type, [](int, int) {}, {});
}

}  // namespace

class TestCoreImportTorchvision : public QObject {
  Q_OBJECT

  test::Folder folder_;

  [[nodiscard]] std::vector<float> scoresOf(const Model& model) const {
    const std::string text = test::readText(folder_ / "frame");
    const std::vector<std::uint8_t> frame(text.begin(), text.end());
    const NetworkRuntime runtime(model);
    Activation activation = runtime.prepare(frame);
    runtime.runLayers(1, 0, runtime.network().pathLength(1), activation);
    const auto scores = activation.values();
    return {scores.begin(), scores.end()};
  }
  [[nodiscard]] float worst(const Model& model) const {
    const std::string text = test::readText(folder_ / "scores");
    std::vector<float> expected(text.size() / sizeof(float));
    std::memcpy(expected.data(), text.data(), text.size());
    const auto scores = scoresOf(model);
    if (expected.size() != scores.size()) return 1e9F;
    float most = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) most = std::max(most, std::abs(scores[i] - expected[i]));
    return most;
  }

 private Q_SLOTS:
  void initTestCase() {
    QProcess python;
    python.start("/usr/bin/python3", {"-c", "import torchvision"});
    if (!python.waitForFinished(60'000) || python.exitCode() != 0) QSKIP("python3-torchvision is not installed");
    python.start("/usr/bin/python3", {"-c", kScript, QString::fromStdString((folder_ / "").string())});
    QVERIFY(python.waitForFinished(120'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
  }

  void scoresAsTorchvision() {
    const Model model = import(folder_ / "good.pth");
    QCOMPARE(model.manifest.classes.size(), std::size_t{1000});
    QCOMPARE(model.manifest.classes[999], std::string("class 999"));
    QVERIFY(model.manifest.ranges.empty());
    QCOMPARE(model.manifest.network.exitCount(), 1);
    QCOMPARE(model.manifest.tensors.front().name, std::string("conv1.bias"));
    const float difference = worst(model);
    QVERIFY2(difference < 1e-4F, qPrintable(QString::number(difference)));
    const Manifest again = manifestFromJson(toJson(model.manifest), "again");  // within a manifest's bounds
    QCOMPARE(again.weightsBytes, model.manifest.weightsBytes);
  }

  // Its convolutions and none of its larger linear layers, whose shapes are not ours; images are normalised otherwise.
  void startsATraining() {
    TrainOptions options;
    options.network = loadArchitecture("alexnet", 4);
    options.stages = {{64, 1}};
    options.batchSize = 2;
    options.precision = Precision::Float32;
    options.initial = std::make_shared<const Model>(import(folder_ / "good.pth"));
    std::vector<std::string> adopted;
    train(test::bandImages(2, 1), options, [&](const TrainProgress& progress) { adopted = progress.adopted; }, {});
    QCOMPARE(adopted, (std::vector<std::string>{"conv1", "conv2", "conv3", "conv4", "conv5"}));
  }

  void halvesWeights() {
    const Model model = import(folder_ / "good.pth", TensorType::Float16);
    QVERIFY(model.manifest.weightsBytes < 123'000'000);
    QVERIFY(worst(model) < 1e-2F);
  }

  void refusesWrongNames() {
    const std::string said = test::refusal<UsageError>([&] {
      import(folder_ / "good.pth", TensorType::Float32, {"one", "two"});
    });
    QCOMPARE(test::faultIn(said, {"1000 classes", "2 class names"}), QByteArray());
  }

  void refuses_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("part");
    QTest::newRow("format before 1.6") << "legacy.pth"
                                       << "before 1.6";
    QTest::newRow("wrong shape") << "small.pth"
                                 << "4 x 3 x 11 x 11";
    QTest::newRow("tensor missing") << "missing.pth"
                                    << "16 tensors";
    QTest::newRow("whole module") << "module.pth"
                                  << "'torch.nn.modules.activation ReLU'";
    QTest::newRow("double precision") << "double.pth"
                                      << "'torch DoubleStorage'";
    QTest::newRow("truncated") << "cut.pth"
                               << "truncated";
    QTest::newRow("no zip") << "frame"
                            << "not a zip";
    QTest::newRow("absent") << "absent.pth"
                            << "check the path";
    QTest::newRow("bits turned") << "turned.pth"
                                 << "is damaged";
  }
  void refuses() {
    QFETCH(QString, file);
    QFETCH(QString, part);
    const auto path = folder_ / file.toStdString();
    if (file == "cut.pth" || file == "turned.pth") {
      std::filesystem::copy_file(folder_ / "good.pth", path, std::filesystem::copy_options::overwrite_existing);
      const auto half = std::filesystem::file_size(path) / 2;
      if (file == "cut.pth") {
        std::filesystem::resize_file(path, half);
      } else {
        std::fstream out(path, std::ios::binary | std::ios::in | std::ios::out);
        out.seekp(static_cast<std::streamoff>(half));
        out.write("\x12\x34\x56", 3);
      }
    }
    const std::string said = test::refusal([&] { import(path); });
    QCOMPARE(test::faultIn(said, {path.string(), part.toStdString()}), QByteArray());
  }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreImportTorchvision)
#include "test_core_import_torchvision.moc"
