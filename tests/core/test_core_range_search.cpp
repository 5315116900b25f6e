// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/codec/quantizer.h"
#include "core/measure/range_search.h"
#include "core/types/random.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr FeatureShape kShape{4, 24, 24};
constexpr std::size_t kPlane = kShape.height * kShape.width;

// Rectified noise, each channel scaled.
std::vector<float> feature(const std::array<float, 4>& scales, std::uint64_t seed) {
  std::vector<float> values(kShape.count());
  SplitMix random(seed, 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto draw = static_cast<float>(random.below(2000)) / 1000.0F - 1;
    values[i] = std::max(0.0F, draw) * scales[i / kPlane];
  }
  return values;
}

RangeSearch searched(const FeatureShape& shape, const std::vector<std::vector<float>>& features) {
  RangeSearch search(shape);
  for (const auto& one : features) search.widen("layer", one);
  for (const auto& one : features) search.add(one);
  return search;
}

double squaredError(const Quantizer& quantizer, const std::vector<float>& values) {
  std::vector<std::byte> payload;
  std::vector<float> back(values.size());
  quantizer.encode(values, payload);
  quantizer.decode(payload, back);
  double error = 0;
  for (std::size_t i = 0; i < values.size(); ++i) error += std::pow(static_cast<double>(back[i]) - values[i], 2);
  return error;
}

}  // namespace

class TestCoreRangeSearch : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void alikeChannelsShareARange();
  void unlikeChannelsHaveTheirOwn();
  void aDecisionThatPays();
  void vectorsShareARange();
  void sixteenBitsReachTheExtremes();
  void signedValues();
  void deadLayers();
  void oneDeadChannel();
  void namesTheLayerOfNan();
};

void TestCoreRangeSearch::alikeChannelsShareARange() {
  const auto values = feature({1, 1, 1, 1}, 1);
  const RangeSearch search = searched(kShape, {values, feature({1, 1, 1, 1}, 2)});
  for (const int bits : {1, 2, 4, 8}) {
    QCOMPARE(search.best(bits).size(), std::size_t{1});
    QCOMPARE(search.best(bits)[0].low, 0.0F);
    QVERIFY(search.best(bits)[0].high <= 1 && search.best(bits)[0].high > 0.4F);
  }
}

void TestCoreRangeSearch::unlikeChannelsHaveTheirOwn() {
  const std::array<float, 4> scales{1, 0.5F, 0.1F, 2};
  const auto values = feature(scales, 1);
  const RangeSearch search = searched(kShape, {values});
  for (const int bits : {2, 4, 8}) {
    const auto ranges = search.best(bits);
    QCOMPARE(ranges.size(), std::size_t{4});
    for (std::size_t c = 0; c < 4; ++c) {
      QCOMPARE(ranges[c].low, 0.0F);
      QVERIFY(ranges[c].high <= scales[c] && ranges[c].high > 0.5F * scales[c]);
    }
  }
}

// Own ranges exactly where they leave at most kChannelsPay of the error, measured with the quantizer itself.
void TestCoreRangeSearch::aDecisionThatPays() {
  for (const float scale : {1.0F, 0.9F, 0.75F, 0.6F, 0.5F, 0.3F, 0.1F}) {
    const auto values = feature({1, scale, scale, scale}, 3);
    const RangeSearch search = searched(kShape, {values});
    for (const int bits : {1, 2, 4}) {
      double together = std::numeric_limits<double>::infinity();
      for (int i = 1; i <= 256; ++i) {
        together = std::min(together, squaredError(Quantizer(bits, 0, static_cast<float>(i) / 256), values));
      }
      double apart = 0;
      for (std::size_t c = 0; c < 4; ++c) {
        const std::vector<float> own(values.begin() + static_cast<long>(c * kPlane),
                                     values.begin() + static_cast<long>((c + 1) * kPlane));
        double least = std::numeric_limits<double>::infinity();
        for (int i = 1; i <= 256; ++i)
          least = std::min(least, squaredError(Quantizer(bits, 0, static_cast<float>(i) / 256), own));
        apart += least;
      }
      const double ratio = apart / together;
      if (std::abs(ratio - RangeSearch::kChannelsPay) < 0.03) continue;  // histograms are coarse
      QVERIFY2((search.best(bits).size() == 4) == (ratio < RangeSearch::kChannelsPay),
               qPrintable(QString("%1 at %2 bits: %3").arg(scale).arg(bits).arg(ratio)));
      const double chosen = squaredError(Quantizer(bits, search.best(bits)), values);
      QVERIFY(chosen <= 1.03 * together);
    }
  }
}

void TestCoreRangeSearch::vectorsShareARange() {
  std::vector<float> values(64);
  for (std::size_t i = 0; i < 64; ++i) values[i] = std::pow(10.0F, -static_cast<float>(i % 5));
  const RangeSearch search = searched({64, 1, 1}, {values});
  for (const int bits : {1, 2, 4, 8, 16}) QCOMPARE(search.best(bits).size(), std::size_t{1});
}

void TestCoreRangeSearch::sixteenBitsReachTheExtremes() {
  auto values = feature({1, 0.1F, 0.1F, 0.1F}, 4);
  values[17] = 1000;
  values[18] = -3;
  const auto ranges = searched(kShape, {values}).best(16);
  QCOMPARE(ranges.size(), std::size_t{1});
  QCOMPARE(ranges[0].low, -3.0F);
  QCOMPARE(ranges[0].high, 1000.0F);
}

void TestCoreRangeSearch::signedValues() {
  auto values = feature({1, 1, 1, 1}, 5);
  for (std::size_t i = 0; i < values.size(); i += 2) values[i] = -2 * values[i];
  auto negative = values;
  for (auto& value : negative) value = -std::abs(value) - 0.1F;
  for (const int bits : {1, 2, 4, 8}) {
    const ValueRange both = searched(kShape, {values}).best(bits)[0];
    QVERIFY(both.low < 0 && both.high > 0);
    const ValueRange below = searched(kShape, {negative}).best(bits)[0];
    QVERIFY(below.low < 0 && below.high == 0);
  }
}

void TestCoreRangeSearch::deadLayers() {
  for (const FeatureShape& shape : {kShape, FeatureShape{64, 1, 1}}) {
    const std::vector<float> zeros(shape.count());
    const RangeSearch search = searched(shape, {zeros, zeros});
    for (const int bits : {1, 2, 4, 8, 16}) {
      QCOMPARE(squaredError(Quantizer(bits, search.best(bits)), zeros), 0.0);
    }
  }
}

void TestCoreRangeSearch::oneDeadChannel() {
  const auto values = feature({1, 0, 0.05F, 0.01F}, 6);
  const RangeSearch search = searched(kShape, {values});
  for (const int bits : {1, 2, 4, 8, 16}) {
    const Quantizer quantizer(bits, search.best(bits));
    QVERIFY(std::isfinite(squaredError(quantizer, values)));
    const std::vector<float> zeros(values.size());
    QCOMPARE(squaredError(quantizer, zeros), 0.0);
  }
}

void TestCoreRangeSearch::namesTheLayerOfNan() {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()}) {
    auto values = feature({1, 1, 1, 1}, 7);
    values.back() = bad;
    RangeSearch search(kShape);
    const std::string said = test::refusal([&] { search.widen("conv7", values); });
    QCOMPARE(test::faultIn(said, {"'conv7'", "NaN or infinity", "--rate"}), QByteArray());
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreRangeSearch)
#include "test_core_range_search.moc"
