// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>
#include <array>
#include <cmath>

#include "tests/main/test_main.h"
#include "ui/charts/live_plot.h"
#include "ui/charts/nice_ticks.h"
#include "ui/charts/reduction.h"
#include "ui/charts/ring_buffer.h"

using namespace cleave::ui;

class TestUiPlotMath : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ringBufferWraps();
  void lowerBoundCrossesTheWrap();
  void reductionKeepsExtrema();
  void reductionDropsGaps();
  void niceTicksCover();
  void logTicksCover();
  void plotStaysFlat();
  void plotReducesToPixels();
  void denseAreasKeepTheirSpikes();
  void logarithmicPlotTakesZeros();
};

void TestUiPlotMath::ringBufferWraps() {
  RingBuffer<int> ring(3);
  for (int i = 0; i < 8; ++i) ring.push(i);
  QCOMPARE(ring.size(), std::size_t{3});
  QCOMPARE(ring.front(), 5);
  QCOMPARE(ring[1], 6);
  QCOMPARE(ring.back(), 7);
  ring.clear();
  QVERIFY(ring.empty());
  ring.push(9);
  QCOMPARE(ring.front(), 9);
}

void TestUiPlotMath::lowerBoundCrossesTheWrap() {
  RingBuffer<double> ring(4);
  for (int i = 0; i < 10; ++i) ring.push(i);  // 6 7 8 9
  const auto key = [](double value) { return value; };
  QCOMPARE(lowerBound(ring, 0, key), std::size_t{0});
  QCOMPARE(lowerBound(ring, 7.5, key), std::size_t{2});
  QCOMPARE(lowerBound(ring, 99, key), std::size_t{4});
}

void TestUiPlotMath::reductionKeepsExtrema() {
  constexpr std::size_t count = 100'000;
  const auto x = [](std::size_t i) { return static_cast<double>(i); };
  const auto y = [](std::size_t i) {
    return i == 54'321 ? 50.0 : i == 77'777 ? -50.0 : std::sin(static_cast<double>(i));
  };
  const auto kept = reduceMinMax(0, count, 0, count, 500, x, y);
  QVERIFY(kept.size() <= 1000);
  QVERIFY(std::is_sorted(kept.begin(), kept.end()));
  QVERIFY(std::find(kept.begin(), kept.end(), 54'321) != kept.end());
  QVERIFY(std::find(kept.begin(), kept.end(), 77'777) != kept.end());
}

void TestUiPlotMath::reductionDropsGaps() {
  const std::array<double, 4> values{1, NAN, INFINITY, 2};
  const auto kept = reduceMinMax(
      0, 4, 0, 4, 10, [](std::size_t i) { return static_cast<double>(i); }, [&](std::size_t i) { return values[i]; });
  QCOMPARE(kept, (std::vector<std::size_t>{0, 3}));
  QVERIFY(reduceMinMax(
              0, 4, 1, 1, 10, [](std::size_t) { return 1.0; }, [](std::size_t) { return 1.0; })
              .empty());
}

void TestUiPlotMath::niceTicksCover() {
  for (const auto& [low, high] :
       {std::pair{0.0, 137.0}, {0.0, 0.0031}, {91.6, 94.3}, {-3.0, 12.0}, {5.0, 5.0}, {0.0, 1e6}}) {
    const Ticks ticks = niceTicks(low, high, 6);
    QVERIFY(ticks.low <= low && ticks.high >= high);
    QVERIFY(ticks.count() >= 2 && ticks.count() <= 6);
  }
  QCOMPARE(niceTicks(0, 137, 6).values, (std::vector<double>{0, 50, 100, 150}));
  QCOMPARE(niceTicks(NAN, 1, 6).high, 1.0);
}

void TestUiPlotMath::logTicksCover() {
  const Ticks narrow = logTicks(0.9, 30);
  QCOMPARE(narrow.low, 0.5);
  QCOMPARE(narrow.high, 50.0);
  const Ticks wide = logTicks(0.2, 30'000);
  QVERIFY(wide.low <= 0.2 && wide.high >= 30'000);
  for (const double value : wide.values) QVERIFY(std::abs(std::log10(value) - std::round(std::log10(value))) < 1e-9);
  QVERIFY(logTicks(0, 10).low > 0);
}

void TestUiPlotMath::plotStaysFlat() {
  LivePlot plot;
  plot.addSeries({});
  plot.resize(600, 200);
  plot.show();
  for (int i = 0; i < 250'000; ++i) plot.append(i * 0.001, std::array{static_cast<float>(i % 100)});
  plot.refresh();
  QCOMPARE(plot.buffer().size(), kPlotCapacity);
  QCOMPARE(plot.buffer().capacity(), kPlotCapacity);
}

void TestUiPlotMath::plotReducesToPixels() {
  LivePlot plot;
  plot.addSeries({});
  plot.resize(600, 200);
  plot.show();
  for (int i = 0; i < 50'000; ++i) plot.append(i * 0.001, std::array{static_cast<float>(i % 100)});
  plot.refresh();
  QVERIFY(plot.pointsDrawn() > 200);
  QVERIFY(plot.pointsDrawn() <= 600);  // two for every second column
}

void TestUiPlotMath::denseAreasKeepTheirSpikes() {
  LivePlot plot;
  plot.addSeries({.kind = SeriesSpec::Kind::Area, .colour = ColourRole::Device});
  plot.resize(600, 200);
  plot.show();
  for (int i = 0; i < 50'000; ++i) plot.append(i * 0.001, std::array{i == 25'000 ? 100.0F : 10.0F});
  plot.timeAxis().showAll();
  plot.refresh();
  QImage image = plot.grab().toImage();
  QRectF area = plot.plotArea();
  area.setRight(area.left() + 0.7 * area.width());  // beside the chip that says that the view is frozen
  const auto filledAt = [&](double part) {
    int filled = 0;
    const int y = qRound(area.bottom() - part * area.height());
    for (int x = qRound(area.left()) + 1; x < area.right() - 1; ++x) {
      const QColor colour = image.pixelColor(x, y);
      filled += colour.red() > 2 * colour.blue() ? 1 : 0;  // the device's orange
    }
    return filled;
  };
  QVERIFY2(filledAt(0.03) > 0.98 * area.width(), qPrintable(QString::number(filledAt(0.03))));
  QVERIFY2(filledAt(0.7) >= 1 && filledAt(0.7) <= 4, qPrintable(QString::number(filledAt(0.7))));
  plot.setSeriesVisible(0, false);
  plot.refresh();
  QVERIFY(plot.grab().toImage() != image);
  image = plot.grab().toImage();
  QCOMPARE(filledAt(0.03), 0);
}

void TestUiPlotMath::logarithmicPlotTakesZeros() {
  LivePlot plot;
  plot.addSeries({});
  plot.setLogarithmic(true);
  plot.resize(300, 150);
  plot.show();
  for (int i = 0; i < 100; ++i) plot.append(i, std::array{i % 10 == 0 ? 0.0F : i % 10 == 1 ? NAN : 5.0F});
  plot.refresh();
  QVERIFY(plot.pointsDrawn() > 0);
  const QImage image = plot.grab().toImage();
  QVERIFY(!image.isNull());
}

CLEAVE_GUI_TEST(TestUiPlotMath)
#include "test_ui_plot_math.moc"
