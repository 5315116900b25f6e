// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "tests/main/test_main.h"
#include "ui/charts/xy_chart.h"
#include "ui/charts/xy_painter.h"
#include "ui/theme/look.h"

namespace cleave::ui {

class TestUiXyChart : public QObject {
  Q_OBJECT

  static XyCurve line(const QString& name, double slope) {
    XyCurve curve;
    curve.name = name;
    for (int i = 0; i <= 10; ++i) curve.points << QPointF(i, slope * i);
    return curve;
  }
  /// Two lines, 0..10 against 0..10 and 0..20, shown at 400 x 250.
  static void fill(XyChart& chart) {
    chart.setAxisTitles(QStringLiteral("time (s)"), QStringLiteral("height (m)"));
    chart.setCurves({line("a", 1), line("b", 2)});
    chart.resize(400, 250);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
  }
  static QPoint pixel(const XyChart& chart, double x, double y) { return chart.frame().at({x, y}).toPoint(); }
  static QAction* action(const XyChart& chart, const char* name) {
    return chart.findChild<QAction*>(QLatin1String(name));
  }
  static void wheel(XyChart& chart, const QPoint& at, Qt::KeyboardModifiers keys = Qt::NoModifier) {
    QWheelEvent event(at, chart.mapToGlobal(at), {}, {0, 120}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&chart, &event);
  }

 private Q_SLOTS:
  void initTestCase() { installLook(); }

  void axesCoverAndCount() {
    XyChart chart;
    fill(chart);
    QCOMPARE(chart.frame().x.range().low, 0.0);
    QCOMPARE(chart.frame().x.range().high, 10.0);
    QCOMPARE(chart.frame().y.range().high, 20.0);
    chart.setYRange(XyRange{0, 50});
    QCOMPARE(chart.frame().y.range().high, 50.0);
    const XyAxis log({1e-5, 1}, true);
    QCOMPARE(log.place(1e-5), 0.0);
    QCOMPARE(log.place(1), 1.0);
    QVERIFY(std::isnan(log.place(0)));
    QVERIFY(std::abs(log.value(0.2) - 1e-4) < 1e-12);
    QCOMPARE(log.ticks(8).size(), std::size_t{6});
    QVERIFY(log.ticks(3).size() <= 3);
    QCOMPARE(XyAxis({30, 255}).ticks(6).size(), std::size_t{5});  // 50, 100... 250
    QCOMPARE(log.text(1e-5), QStringLiteral("10⁻⁵"));
    QCOMPARE(XyAxis({0, 40'000}).text(20'000), QStringLiteral("20k"));
    QCOMPARE(XyAxis().text(0.1 + 0.2), QStringLiteral("0.3"));
  }

  void anythingCanBeShown() {
    XyChart chart;
    chart.setEmptyText(QStringLiteral("Nothing yet"));
    for (const QSize size : {QSize(1, 1), QSize(40, 30), QSize(220, 150), QSize(900, 500)}) {
      chart.resize(size);
      for (const bool log : {false, true}) {
        chart.setLogX(log);
        chart.setLogY(log);
        XyCurve odd;
        odd.name = QStringLiteral("odd");
        odd.points = {{NAN, 1}, {1, INFINITY}, {0, 0}, {-1, -1}};
        XyCurve single;
        single.name = QStringLiteral("single");
        single.points = {{5, 5}};
        single.kind = XyCurve::Kind::Points;
        single.low = {{5, NAN}};
        single.high = {{5, 6}};
        for (const auto& curves : {std::vector<XyCurve>{}, {XyCurve{}}, {odd}, {single}, {odd, single}}) {
          chart.setCurves(curves);
          QVERIFY(!chart.grab().isNull());
        }
      }
    }
  }

  void longCurvesAreReducedAndKeepTheirSpikes() {
    XyCurve curve;
    for (int i = 0; i < 200'000; ++i) curve.points << QPointF(i, i == 77'777 ? 9 : std::sin(i));
    const XyFrame frame{QRectF(0, 0, 300, 100), XyAxis({0, 200'000}), XyAxis({-10, 10})};
    const auto lines = polylines(curve.points, frame, false);
    QCOMPARE(lines.size(), std::size_t{1});
    QVERIFY(lines[0].size() <= 600);
    QVERIFY(std::any_of(lines[0].begin(), lines[0].end(), [](const QPointF& p) { return p.y() < 6; }));
    curve.points[1000].setY(NAN);
    QCOMPARE(polylines(curve.points, frame, true).size(), std::size_t{2});
  }

  void theLegendHidesAndShows() {
    XyChart chart;
    fill(chart);
    QCOMPARE(chart.legend().entries.size(), std::size_t{2});
    const QSignalSpy spy(&chart, &XyChart::curveVisibleChanged);
    const QPoint second = chart.legend().entries[1].box.center().toPoint();
    QTest::mouseClick(&chart, Qt::LeftButton, {}, second);
    QVERIFY(!chart.isCurveVisible("b"));
    QCOMPARE(chart.frame().y.range().high, 10.0);  // what is left fills the chart
    QVERIFY(!chart.csv().contains(QLatin1String("b,")));
    chart.setCurves({line("a", 1), line("b", 3)});
    QVERIFY(!chart.isCurveVisible("b"));  // new data do not bring it back
    QTest::mouseClick(&chart, Qt::LeftButton, {}, second);
    QVERIFY(chart.isCurveVisible("b"));
    QCOMPARE(spy.count(), 2);
  }

  void entriesWithoutRoomAreInAMenu() {
    XyChart chart;
    std::vector<XyCurve> curves;
    for (int i = 0; i < 30; ++i) curves.push_back(line(QStringLiteral("a rather long name %1").arg(i), i));
    chart.setCurves(curves);
    chart.resize(220, 150);
    chart.show();
    QVERIFY(chart.legend().entries.size() < 6);
    QVERIFY(chart.frame().plot.height() > 50);
    for (const auto& entry : chart.legend().entries) QVERIFY(QRectF(chart.rect()).contains(entry.box));
    QVERIFY(QRectF(chart.rect()).contains(chart.legend().more));
    QTest::mouseClick(&chart, Qt::LeftButton, {}, chart.legend().more.center().toPoint());
    auto* menu = chart.findChild<QMenu*>();
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions().size(), 30);
    menu->actions().last()->trigger();
    QVERIFY(!chart.isCurveVisible(curves.back().name));
    menu->close();
  }

  void theCursorTellsValues() {
    XyChart chart;
    fill(chart);
    QVERIFY(chart.readout().rows.empty());
    QTest::mouseMove(&chart, pixel(chart, 4.1, 6));
    const auto rows = chart.readout().rows;
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].value, QStringLiteral("4"));
    QCOMPARE(rows[1].name, QStringLiteral("a"));
    QCOMPARE(rows[1].value, QStringLiteral("4"));
    QCOMPARE(rows[2].value, QStringLiteral("8"));
    XyCurve dots = line("dots", 1);
    dots.kind = XyCurve::Kind::Points;
    dots.labels = {"zero", "one"};
    chart.setCurves({dots});
    QTest::mouseMove(&chart, pixel(chart, 1, 1) + QPoint(2, 2));
    QCOMPARE(chart.readout().rows[0].name, QStringLiteral("one"));
    QTest::mouseMove(&chart, pixel(chart, 9, 1));
    QVERIFY(chart.readout().rows.empty());
  }

  void zoomAndBack() {
    XyChart chart;
    fill(chart);
    const QPoint from = pixel(chart, 2, 12);
    QTest::mousePress(&chart, Qt::LeftButton, {}, from);
    QTest::mouseMove(&chart, pixel(chart, 4, 8));
    QTest::mouseRelease(&chart, Qt::LeftButton, {}, pixel(chart, 4, 8));
    QVERIFY(chart.isZoomed());
    QVERIFY(std::abs(chart.frame().x.range().low - 2) < 0.05 && std::abs(chart.frame().x.range().high - 4) < 0.05);
    QVERIFY(std::abs(chart.frame().y.range().low - 8) < 0.2 && std::abs(chart.frame().y.range().high - 12) < 0.2);
    chart.setCurves({line("a", 1), line("b", 9)});
    QVERIFY(std::abs(chart.frame().y.range().high - 12) < 0.2);  // new data do not move the view
    QTest::mouseDClick(&chart, Qt::LeftButton, {}, chart.frame().plot.center().toPoint());
    QVERIFY(!chart.isZoomed());
    QCOMPARE(chart.frame().y.range().high, 100.0);
    wheel(chart, pixel(chart, 5, 50));
    QVERIFY(std::abs(chart.frame().x.range().high - 9) < 0.05);
    wheel(chart, pixel(chart, 5, 50), Qt::ControlModifier);
    QVERIFY(std::abs(chart.frame().y.range().high - 90) < 0.5);
    for (int i = 0; i < 300; ++i) wheel(chart, chart.frame().plot.center().toPoint());
    QVERIFY(!chart.grab().isNull());  // as deep as doubles go
    action(chart, "showAll")->trigger();
    QVERIFY(!chart.isZoomed());
  }

  void clicksNameTheCurve() {
    XyChart chart;
    fill(chart);
    QSignalSpy spy(&chart, &XyChart::curveClicked);
    QTest::mouseClick(&chart, Qt::LeftButton, {}, pixel(chart, 5, 10));
    QTest::mouseClick(&chart, Qt::LeftButton, {}, pixel(chart, 2, 18));
    QCOMPARE(spy.count(), 2);
    QCOMPARE(spy[0][0].toString(), QStringLiteral("b"));
    QCOMPARE(spy[1][0].toString(), QString());
    QVERIFY(!chart.isZoomed());
  }

  void copies() {
    XyChart chart;
    fill(chart);
    XyCurve band = line("with, comma", 1);
    band.low = band.high = band.points;
    chart.setCurves({band});
    action(chart, "copyData")->trigger();
    const QStringList rows = QApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(rows[0], QStringLiteral("curve,time (s),height (m),low,high"));
    QCOMPARE(rows[3], QStringLiteral("\"with, comma\",2,2,2,2"));
    action(chart, "copyPicture")->trigger();
    QCOMPARE(QApplication::clipboard()->pixmap().size(), chart.size() * 2);
    action(chart, "logY")->trigger();
    QVERIFY(chart.logY());
  }

  void aHighlightAndTheThemeChangeThePicture() {
    XyChart chart;
    fill(chart);
    const QImage plain = chart.grab().toImage();
    chart.setHighlighted(QStringLiteral("a"));
    QVERIFY(chart.grab().toImage() != plain);
    chart.setHighlighted(QStringLiteral("no such"));
    QCOMPARE(chart.grab().toImage(), plain);
    chart.setHighlighted({});
    chart.setPalette(paletteFor(darkColours()));
    QVERIFY(chart.grab().toImage() != plain);
  }
};

}  // namespace cleave::ui

CLEAVE_GUI_TEST(cleave::ui::TestUiXyChart)
#include "test_ui_xy_chart.moc"
