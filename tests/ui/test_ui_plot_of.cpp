// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>
#include <cmath>

#include "tests/main/test_main.h"
#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/export/plot_of.h"

using namespace cleave::ui;

/// What a chart shows, as what paper shows.
class TestUiPlotOf : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void stacksAreSums();
  void hiddenSeriesAreLeftOut();
  void whatHasNoValueIsLeftOut();
  void gapsStayGaps();
  void markersAreWhereTheyAre();
  void bandsBelongToTheirLines();
  void otherAxesAreOtherPlots();
  void coloursKeepTheirMeaning();
  void targetAndLogarithm();
  void theChosenHeight();
  void matrices();
  void curvesOfXyCharts();
  void xyChartsAsTheyAreShown();
  void rowsOfCategoryCharts();
  void emptyCharts();

 private:
  static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

  static ChartColumn column(const QString& name, std::vector<double> values, SeriesSpec::Kind kind, ColourRole colour) {
    ChartColumn column{name, QStringLiteral("ms"), std::move(values)};
    column.kind = kind;
    column.colour = colour;
    return column;
  }
  static ChartData latency() {
    ChartData data;
    data.title = QStringLiteral("Latency");
    data.xTitle = QStringLiteral("Time (s)");
    data.yTitle = QStringLiteral("Latency (ms)");
    data.columns = {
        {QStringLiteral("time"), QStringLiteral("s"), {0, 1, 2, 3}},
        {QStringLiteral("request"), {}, {7, 8, 9, 10}},
        column(QStringLiteral("device"), {1, 2, kNan, 4}, SeriesSpec::Kind::Area, ColourRole::Device),
        column(QStringLiteral("link"), {10, 20, kNan, 40}, SeriesSpec::Kind::Area, ColourRole::Link),
        column(QStringLiteral("edge"), {5, 5, kNan, 5}, SeriesSpec::Kind::Area, ColourRole::Edge),
        column(QStringLiteral("late"), {kNan, 27, kNan, 49}, SeriesSpec::Kind::Markers, ColourRole::Violation)};
    for (std::size_t i = 2; i < 5; ++i) data.columns[i].stacked = data.columns[i].fromZero = true;
    data.target = 20;
    return data;
  }
};

void TestUiPlotOf::stacksAreSums() {
  const PlotData plot = plotOf(latency());
  QCOMPARE(plot.title, QStringLiteral("Latency"));
  QCOMPARE(plot.xTitle, QStringLiteral("Time (s)"));
  QCOMPARE(plot.yTitle, QStringLiteral("Latency (ms)"));
  QCOMPARE(plot.curves.size(), std::size_t{4});
  QVERIFY(plot.fromZero && plot.below.empty());
  QCOMPARE(plot.curves[0].points[1], QPointF(1, 2));
  QCOMPARE(plot.curves[1].points[1], QPointF(1, 22));
  QCOMPARE(plot.curves[2].points[3], QPointF(3, 49));
  QVERIFY(plot.curves[2].kind == PlotCurve::Kind::Area);
}

void TestUiPlotOf::hiddenSeriesAreLeftOut() {
  ChartData data = latency();
  data.columns[3].visible = false;
  const PlotData plot = plotOf(data);
  QCOMPARE(plot.curves.size(), std::size_t{3});
  QCOMPARE(plot.curves[1].name, QStringLiteral("edge"));
  QCOMPARE(plot.curves[1].points[1], QPointF(1, 7));  // what is hidden leaves the stack
}

void TestUiPlotOf::whatHasNoValueIsLeftOut() {
  using Kind = SeriesSpec::Kind;
  ChartData data = latency();
  data.columns[5].values = {kNan, kNan, kNan, kNan};
  data.columns.push_back(column(QStringLiteral("true"), {kNan, kNan, kNan, kNan}, Kind::Step, ColourRole::Text));
  data.columns.push_back(column(QStringLiteral("band low"), {kNan, kNan, kNan, kNan}, Kind::Band, ColourRole::Exit));
  data.columns.push_back(column(QStringLiteral("band high"), {kNan, kNan, kNan, kNan}, Kind::Band, ColourRole::Exit));
  QCOMPARE(plotOf(data).curves.size(), std::size_t{3});
}

void TestUiPlotOf::gapsStayGaps() {
  const PlotData plot = plotOf(latency());
  for (std::size_t i = 0; i < 3; ++i) {
    QCOMPARE(plot.curves[i].points.size(), 4);
    QVERIFY(std::isnan(plot.curves[i].points[2].y()));
    QVERIFY(std::isfinite(plot.curves[i].points[3].y()));
  }
}

void TestUiPlotOf::markersAreWhereTheyAre() {
  const PlotCurve late = plotOf(latency()).curves[3];
  QVERIFY(late.kind == PlotCurve::Kind::Points);
  QCOMPARE(late.points, (QList<QPointF>{{1, 27}, {3, 49}}));
}

void TestUiPlotOf::bandsBelongToTheirLines() {
  using Kind = SeriesSpec::Kind;
  ChartData data;
  data.yTitle = QStringLiteral("Accuracy (%)");
  data.columns = {{QStringLiteral("request"), {}, {0, 1}},
                  column(QStringLiteral("accuracy"), {90, 91}, Kind::Line, ColourRole::Exit),
                  column(QStringLiteral("95 % interval low"), {80, 82}, Kind::Band, ColourRole::Exit),
                  column(QStringLiteral("95 % interval high"), {95, 96}, Kind::Band, ColourRole::Exit)};
  PlotData plot = plotOf(data);
  QCOMPARE(plot.curves.size(), std::size_t{1});
  QCOMPARE(plot.curves[0].low[1], QPointF(1, 82));
  QCOMPARE(plot.curves[0].high[0], QPointF(0, 95));
  QCOMPARE(plot.curves[0].bandName, QStringLiteral("95 % interval"));
  data.columns[1].visible = false;  // then it stands alone
  plot = plotOf(data);
  QCOMPARE(plot.curves.size(), std::size_t{1});
  QCOMPARE(plot.curves[0].name, QStringLiteral("95 % interval"));
  QVERIFY(plot.curves[0].points.isEmpty() && plot.curves[0].high.size() == 2);
}

void TestUiPlotOf::otherAxesAreOtherPlots() {
  ChartData data = latency();
  data.columns.push_back(
      column(QStringLiteral("round trip"), {4, kNan, 5, 6}, SeriesSpec::Kind::Line, ColourRole::Link));
  data.columns.back().axis = QStringLiteral("Round trip (ms)");
  const PlotData plot = plotOf(data);
  QCOMPARE(plot.curves.size(), std::size_t{4});
  QCOMPARE(plot.below.size(), std::size_t{1});
  QCOMPARE(plot.below[0].yTitle, QStringLiteral("Round trip (ms)"));
  QVERIFY(!plot.below[0].fromZero && !plot.below[0].target);
  QCOMPARE(plot.below[0].curves[0].points[3], QPointF(3, 6));
}

void TestUiPlotOf::coloursKeepTheirMeaning() {
  using Meaning = PlotCurve::Meaning;
  const PlotData plot = plotOf(latency());
  QVERIFY(plot.curves[0].meaning == Meaning::Device && plot.curves[1].meaning == Meaning::Link);
  QVERIFY(plot.curves[2].meaning == Meaning::Edge && plot.curves[3].meaning == Meaning::Violation);
}

void TestUiPlotOf::targetAndLogarithm() {
  ChartData data = latency();
  QCOMPARE(plotOf(data).target, std::optional(20.0));
  QVERIFY(!plotOf(data).logY);
  data.logarithmic = true;
  data.target.reset();
  QVERIFY(plotOf(data).logY && !plotOf(data).target);
}

void TestUiPlotOf::theChosenHeight() {
  ChartData data = latency();
  QVERIFY(!plotOf(data).yRange);
  data.height = XyRange{0, 30};
  const PlotData plot = plotOf(data);
  QVERIFY(plot.yRange);
  QCOMPARE(plot.yRange->high, 30.0);
  data.columns[2].axis = QStringLiteral("other");  // what has another unit keeps its own
  data.columns[2].stacked = false;
  const PlotData two = plotOf(data);
  QCOMPARE(two.below.size(), std::size_t{1});
  const PlotData& own = two.yTitle == data.yTitle ? two : two.below[0];
  const PlotData& other = two.yTitle == data.yTitle ? two.below[0] : two;
  QVERIFY(own.yRange && !other.yRange);
}

void TestUiPlotOf::matrices() {
  ChartData data;
  data.matrix = true;
  data.columns = {{QStringLiteral("true class"), {}, {}, {QStringLiteral("cat"), QStringLiteral("dog")}},
                  {QStringLiteral("cat"), {}, {5, 1}},
                  {QStringLiteral("dog"), {}, {2, 7}}};
  const MatrixData matrix = matrixOf(data);
  QCOMPARE(matrix.names.size(), std::size_t{2});
  QCOMPARE(matrix.counts, (std::vector<double>{5, 2, 1, 7}));  // row by row: true classes
}

void TestUiPlotOf::curvesOfXyCharts() {
  XyChart chart;
  chart.setTitle(QStringLiteral("Curves"));
  chart.setAxisTitles(QStringLiteral("x"), QStringLiteral("y"));
  XyCurve line{QStringLiteral("exit 1"), Qt::blue};
  line.points = {{0, 1}, {1, kNan}, {2, 3}};
  line.low = {{0, 0}};
  line.high = {{0, 2}};
  XyCurve dots{QStringLiteral("exit 1, test"), Qt::blue, Qt::SolidLine, XyCurve::Kind::Points, {{2, 2.5}}};
  XyCurve other{QStringLiteral("exit 2"), Qt::red, Qt::SolidLine, XyCurve::Kind::Step, {{0, 5}, {2, 6}}};
  chart.setCurves({line, other, dots});
  const PlotData plot = plotOf(chart);
  QCOMPARE(plot.title, QStringLiteral("Curves"));
  QCOMPARE(plot.curves.size(), std::size_t{3});
  QVERIFY(plot.curves[1].kind == PlotCurve::Kind::Step && plot.curves[2].kind == PlotCurve::Kind::Points);
  QCOMPARE(plot.curves[0].high.size(), 1);
  QCOMPARE(plot.curves[2].palette, plot.curves[0].palette);  // of one colour there, of one colour here
  QVERIFY(plot.curves[1].palette != plot.curves[0].palette);
}

void TestUiPlotOf::xyChartsAsTheyAreShown() {
  XyChart chart;
  chart.resize(400, 300);
  chart.setLogX(true);
  chart.setYRange(XyRange{0, 1});
  chart.setCurves({{.name = QStringLiteral("a"), .points = {{1, 0.5}, {100, 0.9}}},
                   {.name = QStringLiteral("b"), .points = {{1, 0.4}, {100, 0.8}}}});
  chart.setMarks({{Qt::Vertical, 50}, {Qt::Horizontal, 7}});
  chart.setCurveVisible(QStringLiteral("b"), false);
  PlotData plot = plotOf(chart);
  QCOMPARE(plot.curves.size(), std::size_t{1});
  QVERIFY(plot.logX && !plot.logY && !plot.xRange);
  QCOMPARE(plot.yRange->high, 1.0);
  QCOMPARE(plot.xTarget, std::optional(50.0));
  QVERIFY(!plot.target);  // beyond what the chart shows
  chart.zoomTo({2, 20}, {0.2, 0.7});
  plot = plotOf(chart);
  QCOMPARE(plot.xRange->low, 2.0);
  QCOMPARE(plot.yRange->high, 0.7);
  QVERIFY(!plot.xTarget);
}

void TestUiPlotOf::rowsOfCategoryCharts() {
  CategoryChart chart;
  chart.setTitle(QStringLiteral("Boxes"));
  chart.setAxis(QStringLiteral("latency (ms)"), [](double value) { return QString::number(value); });
  chart.setRows({{QStringLiteral("greedy"), Qt::blue, CategoryRow::Kind::Box, 30, 10, 90, 20, 28, 44},
                 {QStringLiteral("oracle"), Qt::red, CategoryRow::Kind::Interval, 20, 18, 22, {}, {}, {}, {19, 21}}});
  chart.setMark(XyMark{Qt::Vertical, 60});
  const RowData rows = rowsOf(chart);
  QCOMPARE(rows.title, QStringLiteral("Boxes"));
  QCOMPARE(rows.axis, QStringLiteral("latency (ms)"));
  QCOMPARE(rows.target, std::optional(60.0));
  QVERIFY(rows.rows[0].kind == RowData::Row::Kind::Box && rows.rows[1].kind == RowData::Row::Kind::Interval);
  QCOMPARE(rows.rows[0].middle, 28.0);
  QCOMPARE(rows.rows[1].dots.size(), 2);
}

void TestUiPlotOf::emptyCharts() {
  QVERIFY(plotOf(ChartData()).curves.empty());
  QVERIFY(plotOf(XyChart()).curves.empty());
  QVERIFY(rowsOf(CategoryChart()).rows.empty());
  QVERIFY(matrixOf(ChartData()).names.empty());
}

CLEAVE_GUI_TEST(TestUiPlotOf)
#include "test_ui_plot_of.moc"
