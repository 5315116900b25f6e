// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <functional>
#include <limits>

#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {

using Change = std::function<void(NetworkDescription&)>;

class TestCoreNetworkDescription : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void alexnetShapes();
  void paths();
  void elements();
  void refuses_data();
  void refuses();
};

void TestCoreNetworkDescription::alexnetShapes() {
  const NetworkDescription network = loadArchitecture("alexnet", 10);
  const std::vector<Shape> whole{{3, 224, 224}, {64, 55, 55},  {64, 27, 27},  {192, 27, 27},
                                 {192, 13, 13}, {384, 13, 13}, {256, 13, 13}, {256, 13, 13},
                                 {256, 6, 6},   {256},         {256},         {10}};
  QVERIFY(network.shapes(5) == whole);
  QCOMPARE(network.frame.bytes(), std::int64_t{150528});
  // The numbers that the design argues with: pool1, pool2, pool5.
  QCOMPARE(elementCount(whole[2]), std::int64_t{46656});
  QCOMPARE(elementCount(whole[4]), std::int64_t{32448});
  QCOMPARE(elementCount(whole[8]), std::int64_t{9216});
  for (int exit = 1; exit <= 4; ++exit) {
    const auto shapes = network.shapes(exit);
    QVERIFY(shapes.back() == Shape{10});
    QVERIFY((shapes[shapes.size() - 2] == Shape{96, 4, 4}));
    QVERIFY(std::equal(shapes.begin(), shapes.end() - 3, whole.begin()));
  }
}

void TestCoreNetworkDescription::paths() {
  const NetworkDescription network = loadArchitecture("alexnet", 10);
  const int trunk[] = {2, 4, 5, 6, 11};
  for (int exit = 1; exit <= 5; ++exit) {
    QCOMPARE(network.trunkLayers(exit), trunk[exit - 1]);
    QCOMPARE(network.path(exit).size(), static_cast<std::size_t>(network.pathLength(exit)));
    QCOMPARE(network.shapes(exit).size(), static_cast<std::size_t>(network.pathLength(exit) + 1));
  }
  std::string names;
  for (const auto& layer : network.path(2)) names += layer.name + " ";
  QCOMPARE(names, std::string("conv1 pool1 conv2 pool2 exit2.conv exit2.pool exit2.fc "));
}

void TestCoreNetworkDescription::elements() {
  QCOMPARE(elementCount({3, 4, 5}), std::int64_t{60});
  QCOMPARE(elementCount({}), std::int64_t{1});
  QCOMPARE(elementCount({1 << 20, 1 << 20}), std::int64_t{1} << 40);
}

void TestCoreNetworkDescription::refuses_data() {
  QTest::addColumn<Change>("change");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const char* part, Change change) {
    QTest::newRow(name) << std::move(change) << QString(part);
  };
  row("no trunk", "no layers", [](auto& n) { n.trunk.clear(); });
  row("no exits", "no exits", [](auto& n) { n.exits.clear(); });
  row("no frame", "frame size outside 1 to 2048", [](auto& n) { n.frame.width = 0; });
  row("negative frame", "frame size outside 1 to 2048", [](auto& n) { n.frame.height = -5; });
  row("huge frame", "frame size outside 1 to 2048", [](auto& n) { n.frame.width = 2049; });
  row("zero deviation", "deviation", [](auto& n) { n.frame.deviation[1] = 0; });
  row("NaN deviation", "deviation", [](auto& n) { n.frame.deviation[2] = std::numeric_limits<float>::quiet_NaN(); });
  row("infinite deviation", "deviation",
      [](auto& n) { n.frame.deviation[2] = std::numeric_limits<float>::infinity(); });
  row("infinite mean", "mean", [](auto& n) { n.frame.mean[0] = std::numeric_limits<float>::infinity(); });
  row("name twice", "'conv1' is empty, too long or used twice", [](auto& n) { n.trunk[2].name = "conv1"; });
  row("name twice, trunk and branch", "'conv1'", [](auto& n) { n.exits[0].branch[0].name = "conv1"; });
  row("no name", "''", [](auto& n) { n.trunk[0].name.clear(); });
  row("long name", "too long", [](auto& n) { n.trunk[0].name = std::string(65, 'a'); });
  row("kernel 0", "'conv1' has a size", [](auto& n) { n.trunk[0].kernel = 0; });
  row("stride 0", "'pool1' has a size", [](auto& n) { n.trunk[1].stride = 0; });
  row("negative padding", "'conv2' has a size", [](auto& n) { n.trunk[2].padding = -1; });
  row("pool padding above half its kernel", "'pool2' has a size", [](auto& n) { n.trunk[3].padding = 2; });
  row("no outputs", "'fc3' has a size", [](auto& n) { n.trunk[4].outputs = 0; });
  row("too many outputs", "'conv1' has a size", [](auto& n) { n.trunk[0].outputs = (1 << 14) + 1; });
  row("pool to nothing", "'exit1.pool' has a size", [](auto& n) { n.exits[0].branch[0].poolSize = 0; });
  row("kernel larger than its input", "'conv2' has a kernel larger", [](auto& n) { n.trunk[2].kernel = 40; });
  row("convolution after linear", "'exit2.conv' needs a spatial input", [](auto& n) { n.exits[1].after = "fc3"; });
  row("exit after nothing", "unknown layer 'conv9'", [](auto& n) { n.exits[2].after = "conv9"; });
  row("exits out of order", "leaves the trunk before", [](auto& n) { std::swap(n.exits[0], n.exits[1]); });
  row("ends in a feature", "one output per class", [](auto& n) { n.exits[0].branch.pop_back(); });
  row("other classes at one exit", "one output per class", [](auto& n) { n.exits[1].branch[1].outputs = 5; });
  row("huge activation", "too large", [](auto& n) { n.exits[0].branch[0].poolSize = 1 << 14; });
  row("more exits than a byte counts", "exits", [](auto& n) {
    while (n.exits.size() < 256) {
      n.exits.push_back({"fc4", {{"more" + std::to_string(n.exits.size()), LayerOp::Linear, 4, 0, 1, 0, 0, false}}});
    }
  });
  row("more layers than a byte counts", "too large", [](auto& n) {
    // Padding makes every one larger, until extents would leave 64 bits.
    std::vector<LayerDescription> many;
    for (int i = 0; i < 20000; ++i) {
      many.push_back({"many" + std::to_string(i), LayerOp::Conv2d, 1 << 14, 1, 1, 1 << 14, 0, false});
    }
    n.trunk.insert(n.trunk.begin(), many.begin(), many.end());
  });
}

void TestCoreNetworkDescription::refuses() {
  QFETCH(Change, change);
  QFETCH(QString, part);
  NetworkDescription network = test::tinyNetwork();
  validate(network);
  change(network);
  const std::string said = test::refusal([&] { validate(network); });
  QCOMPARE(test::faultIn(said, {part.toStdString()}), QByteArray());
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreNetworkDescription)
#include "test_core_network_description.moc"
