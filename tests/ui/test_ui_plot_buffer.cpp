// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>
#include <array>
#include <cmath>
#include <random>

#include "tests/main/test_main.h"
#include "ui/charts/chart_data.h"
#include "ui/charts/plot_buffer.h"
#include "ui/charts/reduction.h"

using namespace cleave::ui;

class TestUiPlotBuffer : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void reductionIsThatOfAllRows();
  void costIsOfColumnsNotOfRows();
  void appendingStaysCheap();
  void gapsStayGaps();
  void capacityKeepsTheNewest();
  void requestsAreAnX();
  void sumsFollowTheirParts();
  void anotherSumIsFoundAsIfItHadAlwaysBeen();
  void csv();
};

namespace {

ReducedSeries reduce(const PlotBuffer& buffer, const SeriesSpec& spec, XUnit unit, double x0, double x1, int columns) {
  return buffer.points(spec, unit, buffer.keep(spec.channel, unit, x0, x1, columns));
}

/// x in hundredths, uneven; channel 0 noise with gaps and spikes.
void fill(PlotBuffer& buffer, int rows, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> value(0, 100);
  double x = 0;
  for (int i = 0; i < rows; ++i) {
    x += 0.001 + 0.01 * static_cast<double>(random() % 3);
    float y = value(random);
    if (random() % 7 == 0) y = NAN;
    if (random() % 997 == 0) y = 1000;
    buffer.append(x, i, std::array{y, value(random)});
  }
}

}  // namespace

void TestUiPlotBuffer::reductionIsThatOfAllRows() {
  for (const int rows : {5'000, 12'345, 40'000}) {  // the last two wrap around
    PlotBuffer buffer(10'000);
    fill(buffer, rows, 7);
    std::mt19937 random(3);
    for (int turn = 0; turn < 40; ++turn) {
      const double all = buffer.lastX() - buffer.firstX();
      const double x0 = buffer.firstX() + all * 0.4 * static_cast<double>(random() % 100) / 100;
      const double x1 = x0 + all * (0.05 + 0.55 * static_cast<double>(random() % 100) / 100);
      const ReducedSeries reduced = reduce(buffer, {}, XUnit::Seconds, x0, x1, 50);
      auto [first, last] = buffer.span(XUnit::Seconds, x0, x1);
      if (first > 0) --first;
      QList<QPointF> expected;
      for (const std::size_t i : reduceMinMax(
               first, last, x0, x1, 50, [&](std::size_t row) { return buffer.x(row, XUnit::Seconds); },
               [&](std::size_t row) { return static_cast<double>(buffer.values(row)[0]); })) {
        expected.emplaceBack(buffer.x(i, XUnit::Seconds), buffer.values(i)[0]);
      }
      QCOMPARE(reduced.points, expected);
    }
  }
}

void TestUiPlotBuffer::costIsOfColumnsNotOfRows() {
  constexpr int columns = 600;
  std::vector<std::size_t> most;
  for (const int rows : {20'000, 200'000, 1'000'000}) {
    PlotBuffer buffer(static_cast<std::size_t>(rows));
    for (int i = 0; i < rows + rows / 3; ++i) {  // the ring has turned
      buffer.append(i * 0.001, i, std::array{static_cast<float>(std::sin(i * 0.01)), 1.0F, 2.0F});
    }
    std::size_t visited = 0;
    for (int turn = 0; turn < 30; ++turn) {  // from all to a thousandth, here and there
      const double all = buffer.lastX() - buffer.firstX();
      const double span = all / std::pow(1.26, turn);
      const double x0 = buffer.firstX() + (all - span) * 0.37;
      const KeptRows kept = buffer.keep(0, XUnit::Seconds, x0, x0 + span, columns);
      QVERIFY(kept.rows.size() <= 2 * columns);
      visited = std::max(visited, kept.visited);
    }
    most.push_back(visited);
  }
  // 8 rows and 7 blocks a level at either end of a column, and the search for the end: grows with the logarithm.
  QVERIFY2(most[2] <= 75 * columns, qPrintable(QString::number(most[2])));
  QVERIFY2(most[2] <= 3 * most[0], qPrintable(QStringLiteral("%1 %2").arg(most[0]).arg(most[2])));
}

void TestUiPlotBuffer::appendingStaysCheap() {
  MinMaxPyramid pyramid(100'000, 1);
  std::size_t reads = 0;
  constexpr std::uint64_t rows = 500'000;
  const auto value = [&](std::uint64_t at, std::size_t) {
    ++reads;
    return static_cast<float>(at % 1000);
  };
  for (std::uint64_t i = 1; i <= rows; ++i) pyramid.close(i, value);
  QVERIFY(reads <= 10 * rows);  // a few reads a row, whatever the length
  std::size_t visited = 0;
  const Extremes found = pyramid.find(rows - 100'000, rows, 0, value, visited);
  QCOMPARE(static_cast<float>(found.high % 1000), 999.0F);
  QVERIFY(visited < 100);
}

void TestUiPlotBuffer::gapsStayGaps() {
  PlotBuffer buffer(5'000);
  for (int i = 0; i < 5'000; ++i) {
    buffer.append(i, i, std::array{i < 2'000 || i >= 3'000 ? 1.0F : NAN, NAN});
  }
  const ReducedSeries reduced = reduce(buffer, {}, XUnit::Seconds, 0, 5'000, 100);
  QVERIFY(!reduced.points.isEmpty());
  for (const QPointF& point : reduced.points) QVERIFY(point.x() < 2'000 || point.x() >= 3'000);
  QVERIFY(reduce(buffer, {.channel = 1}, XUnit::Seconds, 0, 5'000, 100).points.isEmpty());
  QVERIFY(reduce(buffer, {}, XUnit::Seconds, 7, 7, 100).points.isEmpty());
  QVERIFY(reduce(PlotBuffer(), {}, XUnit::Seconds, 0, 1, 100).points.isEmpty());
}

void TestUiPlotBuffer::capacityKeepsTheNewest() {
  PlotBuffer buffer(1000);
  for (int i = 0; i < 2500; ++i) buffer.append(i, i, std::array{static_cast<float>(i)});
  QCOMPARE(buffer.firstX(), 1500.0);
  buffer.setCapacity(300);
  QCOMPARE(buffer.size(), std::size_t{300});
  QCOMPARE(buffer.firstX(), 2200.0);
  buffer.setCapacity(5000);
  for (int i = 2500; i < 9000; ++i) buffer.append(i, i, std::array{static_cast<float>(i)});
  QCOMPARE(buffer.size(), std::size_t{5000});
  QCOMPARE(buffer.lastX(), 8999.0);
  const ReducedSeries all = reduce(buffer, {}, XUnit::Seconds, 4000, 9000, 10);
  QCOMPARE(all.points.front().y(), 4000.0);
  QCOMPARE(all.points.back().y(), 8999.0);
  buffer.setCapacity(0);
  QCOMPARE(buffer.size(), std::size_t{1});
}

void TestUiPlotBuffer::requestsAreAnX() {
  PlotBuffer buffer;
  for (int i = 0; i < 1000; ++i) buffer.append(i * 0.5, 100 + i, std::array{static_cast<float>(i)});
  QCOMPARE(buffer.firstX(XUnit::Requests), 100.0);
  QCOMPARE((*buffer.nearest(350, XUnit::Requests))[0], 250.0F);
  QCOMPARE(buffer.convert(50, XUnit::Seconds), 200.0);
  QCOMPARE(buffer.convert(200, XUnit::Requests), 50.0);
  QCOMPARE(buffer.convert(-9, XUnit::Seconds), 100.0);
  QCOMPARE(buffer.convert(1e9, XUnit::Seconds), 1099.0);
  const ReducedSeries reduced = reduce(buffer, {}, XUnit::Requests, 100, 200, 1000);
  QCOMPARE(reduced.points.back(), QPointF(200, 100));
  buffer.append(qQNaN(), -5, std::array{1.0F});  // stays where it was, and ascending
  QCOMPARE(buffer.lastX(), 499.5);
  QCOMPARE(buffer.lastX(XUnit::Requests), 1099.0);
}

void TestUiPlotBuffer::sumsFollowTheirParts() {
  PlotBuffer buffer(100);
  buffer.setSum(4, {0, 1});
  for (int i = 0; i < 150; ++i) buffer.append(i, i, std::array{1.0F, 2.0F, 3.0F});
  QCOMPARE(buffer.values(0)[4], 3.0F);
  buffer.setSum(4, {0, 1, 2});
  QCOMPARE(buffer.size(), std::size_t{100});
  QCOMPARE(buffer.values(99)[4], 6.0F);
  buffer.append(150, 150, std::array{1.0F, NAN, 3.0F});
  QVERIFY(std::isnan(buffer.values(99)[4]));
}

void TestUiPlotBuffer::anotherSumIsFoundAsIfItHadAlwaysBeen() {
  PlotBuffer late(5000);  // the ring goes round
  PlotBuffer early = late.emptyCopy(5000);
  early.setSum(4, {0, 1});
  PlotBuffer copy = early.emptyCopy(6000);
  for (int i = 0; i < 12'345; ++i) {
    const std::array row{static_cast<float>(i * 7919 % 1000), static_cast<float>(i * 104'729 % 300)};
    for (PlotBuffer* buffer : {&late, &early, &copy}) buffer->append(i, i, row);
  }
  late.setSum(4, {0, 1});
  const auto kept = [](const PlotBuffer& buffer) { return buffer.keep(4, XUnit::Seconds, 8000, 12'000, 40).rows; };
  QCOMPARE(kept(late).size(), std::size_t{80});
  QVERIFY(kept(late) == kept(early));
  QCOMPARE(copy.size(), std::size_t{6000});
  QCOMPARE(copy.values(5999)[4], early.values(4999)[4]);
}

void TestUiPlotBuffer::csv() {
  ChartData chart;
  ChartColumn names{QStringLiteral("class, \"true\""), {}, {}};
  names.words = {QStringLiteral("coat"), QStringLiteral("a,b")};
  chart.columns = {names, {QStringLiteral("time"), QStringLiteral("s"), {0.25, qQNaN()}}};
  QCOMPARE(toCsv(chart), QByteArray("\"class, \"\"true\"\"\",time (s)\ncoat,0.25\n\"a,b\",\n"));
  QCOMPARE(toCsv({}), QByteArray());
}

CLEAVE_GUI_TEST(TestUiPlotBuffer)
#include "test_ui_plot_buffer.moc"
