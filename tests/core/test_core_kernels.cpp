// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/codec/kernels.h"
#include "core/types/random.h"
#include "tests/main/test_main.h"

// Every instruction set against the plainest loop, to the bit: device and edge rarely have the same processor.
namespace cleave::codec {
namespace {

constexpr std::size_t kMost = 700;  // values; a vector holds at most 64 codes, so all tails occur
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct Scale {
  float low;
  float high;
  int bits;
};

constexpr Scale kScales[] = {{0, 1, 8},        {0, 1, 1},      {-1.5F, 2.25F, 4}, {0, 255, 8},
                             {-3e8F, 3e8F, 2}, {0, 1e-30F, 8}, {0.1F, 0.3F, 4}};

std::uint8_t codeOf(float value, float low, float inverseStep, float top) {
  const float difference = value - low;
  const float level = difference * inverseStep;
  if (!(level > 0)) return 0;
  return static_cast<std::uint8_t>((level < top ? level : top) + 0.5F);
}

// Values around every code's edges as well as far outside.
std::vector<float> valuesFor(const Scale& scale, SplitMix& random) {
  std::vector<float> values(kMost);
  const float width = scale.high - scale.low;
  const int levels = (1 << scale.bits) - 1;
  for (auto& value : values) {
    const auto draw = random.below(4);
    const auto at = static_cast<float>(random.below(static_cast<std::uint64_t>(2 * levels) + 1)) / 2.0F;
    const auto share = static_cast<float>(random.below(1 << 20)) / static_cast<float>(1 << 19) - 0.5F;
    value = scale.low + (draw == 0 ? at / static_cast<float>(levels) : share) * width;
    if (draw == 1) value = random.below(2) == 0 ? 3e38F : -3e38F;
    if (draw == 2) value = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) ^ 1U);
  }
  return values;
}

}  // namespace

class TestCoreKernels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void oneIsChosen();
  void quantize();
  void nanAndInfinityAreReported();
  void dequantize();
  void packs();
};

void TestCoreKernels::oneIsChosen() {
  const auto all = availableKernels();
  QVERIFY(!all.empty());
  QCOMPARE(all[0]->name, "baseline");
  QVERIFY(std::ranges::any_of(all, [](const Kernels* one) { return QByteArray(one->name) == kernels().name; }));
  QVERIFY(kernels().quantize && kernels().dequantize && kernels().pack && kernels().unpack);
}

// Every length, from pointers that no vector is aligned to, and not a byte beyond the end.
void TestCoreKernels::quantize() {
  SplitMix random(31, 0);
  for (const Scale& scale : kScales) {
    const auto top = static_cast<float>((1 << scale.bits) - 1);
    const float inverseStep = top / (scale.high - scale.low);
    const std::vector<float> values = valuesFor(scale, random);
    for (const Kernels* const one : availableKernels()) {
      for (std::size_t count = 0; count + 16 < kMost; count += count < 140 ? 1 : 61) {
        const std::size_t skip = count % 15;
        std::vector<std::uint8_t> codes(kMost + 16, 0xee);
        QVERIFY(one->quantize(values.data() + skip, count, scale.low, inverseStep, top, codes.data() + skip));
        for (std::size_t i = 0; i < count; ++i) {
          const auto wanted = codeOf(values[skip + i], scale.low, inverseStep, top);
          if (codes[skip + i] != wanted) {
            QFAIL(qPrintable(QString("%1: %2 became %3, not %4")
                                 .arg(one->name)
                                 .arg(values[skip + i])
                                 .arg(codes[skip + i])
                                 .arg(wanted)));
          }
        }
        QVERIFY(std::all_of(codes.begin() + static_cast<long>(skip + count), codes.end(),
                            [](std::uint8_t code) { return code == 0xee; }));
      }
    }
  }
}

void TestCoreKernels::nanAndInfinityAreReported() {
  for (const Kernels* const one : availableKernels()) {
    for (const std::size_t count : {1U, 7U, 64U, 129U, 333U}) {
      for (std::size_t at = 0; at < count; ++at) {
        for (const float bad : {kNan, -kNan, kInfinity, -kInfinity, std::bit_cast<float>(0xff800001U)}) {
          std::vector<float> values(count, 0.5F);
          values[at] = bad;
          std::vector<std::uint8_t> codes(count);
          QVERIFY(!one->quantize(values.data(), count, 0, 255, 255, codes.data()));
        }
      }
      // The largest and the least numbers are none of them.
      const std::vector<float> fine(count, std::numeric_limits<float>::max());
      const std::vector<float> least(count, std::numeric_limits<float>::denorm_min());
      std::vector<std::uint8_t> codes(count);
      QVERIFY(one->quantize(fine.data(), count, 0, 255, 255, codes.data()));
      QVERIFY(one->quantize(least.data(), count, 0, 255, 255, codes.data()));
    }
  }
}

void TestCoreKernels::dequantize() {
  SplitMix random(32, 0);
  std::vector<std::uint8_t> codes(kMost);
  for (auto& code : codes) code = static_cast<std::uint8_t>(random.below(256));
  for (const Scale& scale : kScales) {
    const float step = (scale.high - scale.low) / 255.0F;
    for (const Kernels* const one : availableKernels()) {
      for (std::size_t count = 0; count + 16 < kMost; count += count < 140 ? 1 : 61) {
        const std::size_t skip = count % 15;
        std::vector<float> values(kMost + 16, -77.0F);
        one->dequantize(codes.data() + skip, count, scale.low, step, values.data() + skip);
        for (std::size_t i = 0; i < count; ++i) {
          const volatile float product = static_cast<float>(codes[skip + i]) * step;  // rounded before it is added
          const float wanted = scale.low + product;
          QVERIFY(std::bit_cast<std::uint32_t>(values[skip + i]) == std::bit_cast<std::uint32_t>(wanted));
        }
        QVERIFY(std::all_of(values.begin() + static_cast<long>(skip + count), values.end(),
                            [](float value) { return value == -77.0F; }));
      }
    }
  }
}

void TestCoreKernels::packs() {
  SplitMix random(33, 0);
  for (const int bits : {1, 2, 4}) {
    const std::size_t perByte = 8 / static_cast<std::size_t>(bits);
    std::vector<std::uint8_t> codes(kMost);
    for (auto& code : codes) code = static_cast<std::uint8_t>(random.below(1ULL << bits));
    for (const Kernels* const one : availableKernels()) {
      for (std::size_t count = 0; count + 16 < kMost; count += count < 256 ? perByte : 7 * perByte) {
        const std::size_t skip = count / perByte % 13;
        std::vector<std::uint8_t> packed(kMost + 16, 0xee);
        one->pack(codes.data() + skip, count, bits, packed.data() + skip);
        for (std::size_t byte = 0; byte < count / perByte; ++byte) {
          unsigned wanted = 0;
          for (std::size_t i = 0; i < perByte; ++i) {
            wanted |= static_cast<unsigned>(codes[skip + byte * perByte + i]) << i * static_cast<std::size_t>(bits);
          }
          QCOMPARE(static_cast<unsigned>(packed[skip + byte]), wanted);
        }
        QCOMPARE(static_cast<int>(packed[skip + count / perByte]), 0xee);
        std::vector<std::uint8_t> back(kMost + 16, 0xee);
        one->unpack(packed.data() + skip, count, bits, back.data() + skip);
        QVERIFY(std::memcmp(back.data() + skip, codes.data() + skip, count) == 0);
        QCOMPARE(static_cast<int>(back[skip + count]), 0xee);
      }
    }
  }
}

}  // namespace cleave::codec

CLEAVE_TEST(cleave::codec::TestCoreKernels)
#include "test_core_kernels.moc"
