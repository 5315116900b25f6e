// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <set>

#include "core/train/augment.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

constexpr Augmentation kNothing{.flip = false, .shift = 0, .eraseChance = 0, .eraseLargest = 0.375, .mix = 0};
constexpr int kErased = 128;

// Every pixel of an image tells its place; none is the erased grey.
ImageSet places(int channels, int height, int width) {
  ImageSet set{channels, height, width, {}, {0, 1}};
  for (int image = 0; image < 2; ++image) {
    for (int c = 0; c < channels; ++c) {
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
          set.pixels.push_back(static_cast<std::uint8_t>(image * 10 + c * 40 + y * width + x));
      }
    }
  }
  return set;
}

std::vector<std::uint8_t> augmented(const ImageSet& images, const Augmentation& how, std::uint64_t step,
                                    int index = 1) {
  std::vector<std::uint8_t> to(images.imageBytes());
  SplitMix random(7, step);
  augment(images, index, how, random, to);
  return to;
}

std::vector<std::uint8_t> original(const ImageSet& images, int index = 1) {
  const auto from = images.pixels.begin() + static_cast<long>(static_cast<std::size_t>(index) * images.imageBytes());
  return {from, from + static_cast<long>(images.imageBytes())};
}

// Where a row or column comes from: mirrored at the border, whose own row is not repeated.
int reflected(int at, int extent) {
  while (at < 0 || at >= extent) at = at < 0 ? -at : 2 * (extent - 1) - at;
  return at;
}

}  // namespace

class TestCoreAugment : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void offIsTheImage();
  void sameRandomnessSameImage();
  void flipsEverySecondImage();
  void shiftsReflect();
  void erasesASquare();
  void erasesAsOftenAsAsked();
};

void TestCoreAugment::offIsTheImage() {
  for (const auto& images : {places(1, 6, 5), places(3, 4, 6)}) {
    for (std::uint64_t step = 0; step < 20; ++step) {
      for (const int index : {0, 1}) QVERIFY(augmented(images, kNothing, step, index) == original(images, index));
    }
  }
}

void TestCoreAugment::sameRandomnessSameImage() {
  const ImageSet images = places(3, 6, 6);
  std::set<std::vector<std::uint8_t>> seen;
  for (std::uint64_t step = 0; step < 50; ++step) {
    const auto once = augmented(images, Augmentation{}, step);
    QVERIFY(augmented(images, Augmentation{}, step) == once);
    seen.insert(once);
  }
  QVERIFY(seen.size() > 20);
}

void TestCoreAugment::flipsEverySecondImage() {
  const ImageSet images = places(2, 3, 5);
  Augmentation how = kNothing;
  how.flip = true;
  std::vector<std::uint8_t> mirrored = original(images);
  for (auto row = mirrored.begin(); row != mirrored.end(); row += 5) std::reverse(row, row + 5);
  int flips = 0;
  for (std::uint64_t step = 0; step < 400; ++step) {
    const auto image = augmented(images, how, step);
    QVERIFY(image == mirrored || image == original(images));
    flips += image == mirrored ? 1 : 0;
  }
  QVERIFY(flips > 150 && flips < 250);
}

void TestCoreAugment::shiftsReflect() {
  const ImageSet images = places(2, 8, 5);
  Augmentation how = kNothing;
  how.shift = 0.25;  // 2 of 8 rows, 1 of 5 columns
  std::set<std::pair<int, int>> shifts;
  for (std::uint64_t step = 0; step < 300; ++step) {
    const auto image = augmented(images, how, step);
    bool found = false;
    for (int dy = -2; dy <= 2 && !found; ++dy) {
      for (int dx = -1; dx <= 1 && !found; ++dx) {
        std::vector<std::uint8_t> expected;
        for (int c = 0; c < 2; ++c) {
          for (int y = 0; y < 8; ++y) {
            for (int x = 0; x < 5; ++x) {
              const int from = (c * 8 + reflected(y + dy, 8)) * 5 + reflected(x + dx, 5);
              expected.push_back(original(images)[static_cast<std::size_t>(from)]);
            }
          }
        }
        found = image == expected;
        if (found) shifts.insert({dy, dx});
      }
    }
    QVERIFY(found);
  }
  QCOMPARE(shifts.size(), std::size_t{15});  // all of them, the image at rest included
}

// One square in all channels, between a third of the largest side and all of it, anywhere.
void TestCoreAugment::erasesASquare() {
  ImageSet images{3, 40, 30, std::vector<std::uint8_t>(std::size_t{3} * 40 * 30, 1), {0}};
  Augmentation how = kNothing;
  how.eraseChance = 1;
  how.eraseLargest = 0.6;  // 18 of the shorter side's 30; the least is 6
  std::set<int> sides;
  std::set<int> tops;
  for (std::uint64_t step = 0; step < 500; ++step) {
    const auto image = augmented(images, how, step, 0);
    int top = 40;
    int left = 30;
    int bottom = -1;
    int right = -1;
    int erased = 0;
    for (int i = 0; i < 3 * 40 * 30; ++i) {
      const int value = image[static_cast<std::size_t>(i)];
      QVERIFY(value == 1 || value == kErased);
      QCOMPARE(value, static_cast<int>(image[static_cast<std::size_t>(i % 1200)]));
      if (value == 1) continue;
      ++erased;
      top = std::min(top, i % 1200 / 30);
      bottom = std::max(bottom, i % 1200 / 30);
      left = std::min(left, i % 30);
      right = std::max(right, i % 30);
    }
    const int side = bottom - top + 1;
    QCOMPARE(right - left + 1, side);
    QCOMPARE(erased, 3 * side * side);
    QVERIFY(side >= 6 && side <= 18);
    sides.insert(side);
    tops.insert(top);
  }
  QCOMPARE(sides.size(), std::size_t{13});
  QVERIFY(tops.contains(0) && tops.size() > 25);
  how.eraseLargest = 1;  // up to the whole shorter side
  for (std::uint64_t step = 0; step < 200; ++step) (void)augmented(images, how, step, 0);
  how.eraseLargest = 0;  // never less than a pixel
  const auto image = augmented(images, how, 0, 0);
  QCOMPARE(std::ranges::count(image, std::uint8_t{kErased}), 3L);
}

void TestCoreAugment::erasesAsOftenAsAsked() {
  const ImageSet images = places(1, 5, 5);
  Augmentation how = kNothing;
  how.eraseChance = 0.3;
  int erased = 0;
  for (std::uint64_t step = 0; step < 2000; ++step) erased += augmented(images, how, step) == original(images) ? 0 : 1;
  QVERIFY(erased > 500 && erased < 700);
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCoreAugment)
#include "test_core_augment.moc"
