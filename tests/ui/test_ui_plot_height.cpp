// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>
#include <cmath>

#include "tests/main/test_main.h"
#include "ui/charts/plot_height.h"

using namespace cleave::ui;

/// What the vertical axis of a plot spans.
class TestUiPlotHeight : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void followsWhatIsDrawn() {
    PlotHeight height;
    QCOMPARE(span(height, 0, 90), (std::pair{0.0, 100.0}));
    QCOMPARE(span(height, 0, 90, 100), (std::pair{0.0, 150.0}));  // the target line has room above it
    QCOMPARE(span(height, INFINITY, -INFINITY), (std::pair{0.0, 1.0}));
    QCOMPARE(span(height, INFINITY, -INFINITY, 60), (std::pair{0.0, 100.0}));
    height.setCeiling(100);
    QCOMPARE(span(height, 0, 130), (std::pair{0.0, 100.0}));
    QVERIFY(!height.chosen());
  }
  void anAxisThatStartsAtZeroKeepsIt() {
    PlotHeight height;
    span(height, 0, 100);
    height.zoom(4, 0.9);
    QCOMPARE(span(height, 0, 100), (std::pair{0.0, 25.0}));
    QCOMPARE(span(height, 0, 500), (std::pair{0.0, 25.0}));  // a spike comes, and what was chosen stays
    span(height, 0, 100);
    height.zoom(1 / 4.0, 0.1);
    QVERIFY(!height.chosen());
    QCOMPARE(span(height, 0, 500), (std::pair{0.0, 600.0}));
  }
  void othersZoomAroundThePointer() {
    PlotHeight height;
    height.setFloating(true);
    span(height, 80, 100);
    height.zoom(2, 0.5);
    QCOMPARE(span(height, 80, 100), (std::pair{85.0, 95.0}));
    height.zoom(2, 1);
    QCOMPARE(span(height, 80, 100), (std::pair{90.0, 95.0}));
    height.zoom(1 / 2.0, 0);
    QCOMPARE(span(height, 80, 100), (std::pair{90.0, 100.0}));
    height.zoom(1 / 2.0, 0);  // not beyond what is drawn
    QVERIFY(!height.chosen());
  }
  void whatWasChosenMayLieBeyondTheData() {
    PlotHeight height;
    height.setFloating(true);
    for (const bool logarithmic : {false, true}) {
      height.setLogarithmic(logarithmic);
      for (const double factor : {2.0, 0.5}) {
        height.fit();
        span(height, 10, 100);
        height.zoom(5, 0.1);
        QVERIFY(height.chosen()->high < 60);
        span(height, 500, 900);  // all of it has moved away
        height.zoom(factor, 0.5);
        const auto [low, high] = span(height, 500, 900);
        QVERIFY(low < high && high >= 900);
      }
    }
  }
  void aTargetIsOnALogarithmicAxis() {
    PlotHeight height;
    height.setLogarithmic(true);
    QVERIFY(span(height, 300, 900, 100).first <= 100);
  }
  void decadesOfALogarithmicOne() {
    PlotHeight height;
    height.setLogarithmic(true);
    QCOMPARE(span(height, 1, 1000), (std::pair{1.0, 1000.0}));
    height.zoom(3, 0.5);
    const auto [low, high] = span(height, 1, 1000);
    QVERIFY(std::abs(low - 10) < 1e-6 && std::abs(high - 100) < 1e-6);
    height.setLogarithmic(false);  // another axis: what was chosen means nothing there
    QVERIFY(!height.chosen());
    height.setLogarithmic(true);
    const auto zero = span(height, 0, 100);  // zero has no logarithm
    QVERIFY(zero.first > 0);
    const auto none = span(height, INFINITY, 100);
    QVERIFY(none.first > 0 && none.second >= 100);
  }
  void ticksLieWithinWhatWasChosen() {
    PlotHeight height;
    height.setFloating(true);
    for (const bool logarithmic : {false, true}) {
      height.setLogarithmic(logarithmic);
      span(height, 10, 1000);
      height.zoom(7, 0.3);
      const PlotHeight::View view = height.view(10, 1000, {}, 5);
      QVERIFY(!view.ticks.values.empty() && view.ticks.values.size() <= 5);
      for (const double value : view.ticks.values) QVERIFY(value >= view.ticks.low && value <= view.high * 1.000001);
    }
  }
  void nonsenseChangesNothing() {
    PlotHeight height;
    span(height, 0, 100);
    for (const double factor : {0.0, -1.0, double{NAN}, double{INFINITY}}) height.zoom(factor, 0.5);
    height.zoom(2, NAN);
    QVERIFY(!height.chosen());
    for (int i = 0; i < 200; ++i) height.zoom(2, 0.5);  // ends at what doubles can tell apart
    const auto [low, high] = span(height, 0, 100);
    QVERIFY(high > low);
    QVERIFY(std::isfinite(high));
  }

 private:
  static std::pair<double, double> span(PlotHeight& height, double low, double high,
                                        std::optional<double> target = {}) {
    const PlotHeight::View view = height.view(low, high, target, 5);
    return {view.ticks.low, view.high};
  }
};

CLEAVE_GUI_TEST(TestUiPlotHeight)
#include "test_ui_plot_height.moc"
