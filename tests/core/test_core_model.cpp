// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/core/sentence.h"
#include "tests/core/tiny.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestCoreModel : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void checksumIsXxh3();
  void verifies();
  void refusesDamage();
};

// Test vectors of xxHash's own sanity check: XXH3-128, seed 0, empty input.
void TestCoreModel::checksumIsXxh3() {
  QCOMPARE(checksumHex({}), std::string("99aa06d3014798d86001c324468d497f"));
  const std::byte one[] = {std::byte{'a'}};
  QCOMPARE(checksumHex(one).size(), std::size_t{32});
  QVERIFY(checksumHex(one) != checksumHex({}));
}

void TestCoreModel::verifies() {
  verifyWeights(test::randomModel(test::tinyNetwork(), 3), "file");
}

void TestCoreModel::refusesDamage() {
  const Model good = test::randomModel(test::tinyNetwork(), 3);
  Model shorter = good;
  shorter.weights.pop_back();
  QCOMPARE(
      test::faultIn(test::refusal([&] { verifyWeights(shorter, "a.cleavemodel"); }),
                    {"a.cleavemodel is damaged", std::to_string(good.weights.size()), "restore the file from a copy"}),
      QByteArray());
  for (const std::size_t at : {std::size_t{0}, good.weights.size() / 2, good.weights.size() - 1}) {
    Model flipped = good;
    flipped.weights[at] ^= std::byte{1};
    QCOMPARE(test::faultIn(test::refusal([&] { verifyWeights(flipped, "a.cleavemodel"); }),
                           {"a.cleavemodel is damaged", "checksum", "restore the file from a copy"}),
             QByteArray());
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreModel)
#include "test_core_model.moc"
