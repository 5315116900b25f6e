// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/data/picture.h"
#include "tests/core/files.h"
#include "tests/core/png_file.h"
#include "tests/core/sentence.h"
#include "tests/main/test_main.h"

namespace cleave {
namespace {

using test::PngKind;

// 16 x 8 pixels of (200, 30, 60), and 8 x 8 of grey 77, by Pillow.
constexpr const char* kJpeg =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYU"
    "GBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAI"
    "ABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABgj/xAAU"
    "EQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCFADS3X//Z";
constexpr const char* kGreyJpeg =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYU"
    "GBIUFRT/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AO7//2Q==";

Picture decoded(const std::string& bytes) {
  const test::Folder folder;
  test::writeText(folder / "picture", bytes);
  return readPicture(folder / "picture");
}

std::vector<int> firstPixel(const Picture& picture) {
  return {picture.rgb.at(0), picture.rgb.at(1), picture.rgb.at(2)};
}

std::vector<std::uint8_t> fitted(const Picture& picture, int side) {
  std::vector<std::uint8_t> planar(static_cast<std::size_t>(3 * side * side));
  fitSquare(picture, side, planar);
  return planar;
}

}  // namespace

class TestCorePicture : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void decodesPng_data();
  void decodesPng();
  void decodesJpeg();
  void refuses_data();
  void refuses();
  void boundsMemory();
  void averagesAreas();
  void interpolates();
  void cutsTheCentre();
  void keepsItsSize();
};

void TestCorePicture::decodesPng_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QList<int>>("pixel");
  const auto row = [](const char* name, const std::string& bytes, const QList<int>& pixel) {
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << pixel;
  };
  row("grey", test::greyPng(1, 1, 99), {99, 99, 99});
  row("grey of 1 bit", test::png(1, 1, PngKind::Grey, "\x80", 1), {255, 255, 255});
  row("grey of 16 bits", test::png(1, 1, PngKind::Grey, "\x63\x10", 16), {99, 99, 99});
  row("colour", test::png(1, 1, PngKind::Rgb, "\x0a\x14\x1e"), {10, 20, 30});
  row("half transparent grey", test::png(1, 1, PngKind::GreyAlpha, std::string("\0\x80", 2)), {127, 127, 127});
  row("transparent colour", test::png(1, 1, PngKind::Rgba, std::string("\x0a\x14\x1e\0", 4)), {255, 255, 255});
  row("opaque colour", test::png(1, 1, PngKind::Rgba, "\x0a\x14\x1e\xff"), {10, 20, 30});
  const std::string palette = test::pngChunk("PLTE", "\x01\x02\x03\x0a\x14\x1e");
  row("palette", test::png(1, 1, PngKind::Palette, "\x01", 8, palette), {10, 20, 30});
  row("transparent palette",
      test::png(1, 1, PngKind::Palette, "\x01", 8, palette + test::pngChunk("tRNS", std::string("\xff\0", 2))),
      {255, 255, 255});
}

void TestCorePicture::decodesPng() {
  QFETCH(QByteArray, bytes);
  QFETCH(QList<int>, pixel);
  const Picture picture = decoded(bytes.toStdString());
  QCOMPARE(picture.width, 1);
  QCOMPARE(picture.rgb.size(), std::size_t{3});
  const auto found = firstPixel(picture);
  QCOMPARE(QList<int>(found.begin(), found.end()), pixel);
}

void TestCorePicture::decodesJpeg() {
  const Picture picture = decoded(QByteArray::fromBase64(kJpeg).toStdString());
  QCOMPARE(picture.width, 16);
  QCOMPARE(picture.height, 8);
  const auto pixel = firstPixel(picture);
  QVERIFY(std::abs(pixel[0] - 200) <= 3 && std::abs(pixel[1] - 30) <= 3 && std::abs(pixel[2] - 60) <= 3);
  const auto grey = firstPixel(decoded(QByteArray::fromBase64(kGreyJpeg).toStdString()));
  QVERIFY(std::abs(grey[0] - 77) <= 2 && grey[0] == grey[1] && grey[1] == grey[2]);
}

void TestCorePicture::refuses_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const std::string& bytes, const char* part) {
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(part);
  };
  const std::string good = test::greyPng(20, 20, 7);
  const std::string jpeg = QByteArray::fromBase64(kJpeg).toStdString();
  row("empty", "", "not a valid PNG or JPEG");
  row("text", "I am no picture.", "not a valid PNG or JPEG");
  row("another format", "GIF89a" + std::string(100, '\1'), "not a valid PNG or JPEG");
  row("cut PNG", good.substr(0, good.size() - 20), "not a valid PNG or JPEG");
  row("PNG without its pixels", test::png(20, 20, PngKind::Grey, ""), "not a valid PNG or JPEG");
  row("JPEG's header alone", jpeg.substr(0, 170), "not a valid PNG or JPEG");
  row("too wide", test::png(20000, 1, PngKind::Grey, ""), "not a valid PNG or JPEG");
  row("too many pixels", test::png(16000, 16000, PngKind::Grey, ""), "16000x16000");
}

void TestCorePicture::refuses() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, part);
  const test::Folder folder;
  const auto file = folder / "cat.png";
  test::writeText(file, bytes.toStdString());
  const std::string said = test::refusal([&] { readPicture(file); });
  QCOMPARE(test::faultIn(said, {file.string(), part.toStdString(), "remove it from the folder"}), QByteArray());
}

// Before the file is read.
void TestCorePicture::boundsMemory() {
  const test::Folder folder;
  const auto missing = folder / "absent.png";
  QCOMPARE(test::faultIn(test::refusal([&] { readPicture(missing); }), {missing.string(), "cannot be read"}),
           QByteArray());
  const auto large = folder / "large.png";
  test::writeText(large, "\x89PNG");
  std::filesystem::resize_file(large, (64ULL << 20) + 1);
  const long before = test::peakMemoryMiB();
  QCOMPARE(test::faultIn(test::refusal([&] { readPicture(large); }), {large.string(), "64 MiB"}), QByteArray());
  QVERIFY(test::peakMemoryMiB() - before < 32);
}

void TestCorePicture::averagesAreas() {
  const Picture picture{3, 3, std::vector<std::uint8_t>(27, 0)};
  Picture dot = picture;
  for (std::size_t c = 0; c < 3; ++c) dot.rgb[3 * 4 + c] = 90;       // the middle pixel: a quarter in each of 2 x 2
  for (const auto value : fitted(dot, 2)) QCOMPARE(int{value}, 10);  // 90 * (0.5 / 1.5)^2
  for (const auto value : fitted(dot, 1)) QCOMPARE(int{value}, 10);
}

void TestCorePicture::interpolates() {
  const Picture pair{2, 2, {0, 0, 0, 100, 50, 0, 0, 0, 0, 100, 50, 0}};
  const auto planar = fitted(pair, 4);
  const std::vector<int> row{planar[0], planar[1], planar[2], planar[3]};
  QVERIFY((row == std::vector<int>{0, 25, 75, 100}));
  QCOMPARE(int{planar[16 + 3]}, 50);
  QCOMPARE(int{planar[32 + 3]}, 0);
}

void TestCorePicture::cutsTheCentre() {
  Picture wide{4, 2, std::vector<std::uint8_t>(24, 0)};
  for (std::size_t y = 0; y < 2; ++y) {
    for (std::size_t x = 1; x < 3; ++x) wide.rgb[3 * (4 * y + x)] = 200;
  }
  const auto planar = fitted(wide, 2);
  for (std::size_t i = 0; i < 12; ++i) QCOMPARE(int{planar[i]}, i < 4 ? 200 : 0);
  const Picture high{1, 3, {1, 1, 1, 7, 8, 9, 2, 2, 2}};
  QVERIFY((fitted(high, 1) == std::vector<std::uint8_t>{7, 8, 9}));
}

void TestCorePicture::keepsItsSize() {
  const Picture picture{2, 2, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
  QVERIFY((fitted(picture, 2) == std::vector<std::uint8_t>{1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12}));
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestCorePicture)
#include "test_core_picture.moc"
