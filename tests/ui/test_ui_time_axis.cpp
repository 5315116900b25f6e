// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include "tests/main/test_main.h"
#include "ui/charts/time_axis.h"

using namespace cleave::ui;

namespace {

/// Ten rows a second, so that request n was at n / 10 s.
class Rows : public AxisSource {
 public:
  explicit Rows(TimeAxis& axis) : axis_(axis) { axis_.attach(this); }
  ~Rows() override { axis_.detach(this); }
  void set(double first, double last) {
    first_ = first;
    last_ = last;
    rows_ = static_cast<std::size_t>((last - first) * 10) + 1;
  }
  void clear() {
    rows_ = 0;
    axis_.dataCleared();
  }
  [[nodiscard]] AxisExtent axisExtent() const override { return {rows_, {first_, 10 * first_}, {last_, 10 * last_}}; }
  [[nodiscard]] double axisConvert(double x, XUnit from) const override {
    return from == XUnit::Seconds ? 10 * x : x / 10;
  }

 private:
  TimeAxis& axis_;
  double first_ = 0, last_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace

class TestUiTimeAxis : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void liveFollows();
  void windowsAreChosen();
  void frozenStaysWhileDataFlow();
  void zoomHoldsItsPlace();
  void neverToNothingNorOutside();
  void unitsConvert();
  void liveZoomChangesTheWindow();
  void emptyAxisIsHarmless();
  void aNewRunIsFollowed();
  void crosshairIsShared();
};

using Range = TimeAxis::Range;

void TestUiTimeAxis::liveFollows() {
  TimeAxis axis;
  Rows rows(axis);
  QCOMPARE(axis.range(), (Range{0, 5}));
  rows.set(0, 30);
  QCOMPARE(axis.range(), (Range{0, 30}));
  rows.set(0, 100);
  QCOMPARE(axis.range(), (Range{40, 100}));
  QSignalSpy moved(&axis, &TimeAxis::rangeChanged);
  axis.dataArrived();
  axis.dataArrived();
  QTRY_COMPARE(moved.size(), 1);  // many rows, one tick
}

void TestUiTimeAxis::windowsAreChosen() {
  TimeAxis axis;
  Rows rows(axis);
  rows.set(0, 1000);
  QSignalSpy changed(&axis, &TimeAxis::windowChanged);
  axis.setWindow(XUnit::Seconds, 10);
  QCOMPARE(axis.range(), (Range{990, 1000}));
  axis.setWindow(XUnit::Requests, 200);
  QCOMPARE(axis.range(), (Range{990, 1000}));  // the other unit's
  axis.setUnit(XUnit::Requests);
  QCOMPARE(axis.range(), (Range{9800, 10'000}));
  axis.setWindow(XUnit::Requests, -3);
  QVERIFY(axis.window(XUnit::Requests) > 0);
  axis.setWindow(XUnit::Requests, qQNaN());
  QVERIFY(axis.window(XUnit::Requests) > 0);
  QVERIFY(changed.size() >= 3);
}

void TestUiTimeAxis::frozenStaysWhileDataFlow() {
  TimeAxis axis;
  Rows rows(axis);
  rows.set(0, 100);
  QSignalSpy live(&axis, &TimeAxis::liveChanged);
  axis.setRange(20, 30);
  QVERIFY(!axis.isLive());
  rows.set(0, 500);
  axis.dataArrived();
  QCOMPARE(axis.range(), (Range{20, 30}));
  axis.goLive();
  QCOMPARE(axis.range(), (Range{440, 500}));
  QCOMPARE(live.size(), 2);
  QCOMPARE(live[0][0].toBool(), false);
  axis.showAll();
  QCOMPARE(axis.range(), (Range{0, 500}));
  QVERIFY(!axis.isLive());
}

void TestUiTimeAxis::zoomHoldsItsPlace() {
  TimeAxis axis;
  Rows rows(axis);
  rows.set(0, 100);
  axis.setRange(20, 60);
  axis.zoom(2, 30);  // a quarter from the left stays there
  QCOMPARE(axis.range(), (Range{25, 45}));
  axis.zoom(0.5, 30);
  QCOMPARE(axis.range(), (Range{20, 60}));
  axis.pan(10);
  QCOMPARE(axis.range(), (Range{30, 70}));
  axis.setRange(50, 40);  // backwards is as good
  QCOMPARE(axis.range(), (Range{40, 50}));
}

void TestUiTimeAxis::neverToNothingNorOutside() {
  TimeAxis axis;
  Rows rows(axis);
  rows.set(10, 100);
  for (int i = 0; i < 200; ++i) axis.zoom(3, 50);
  QVERIFY(axis.range().span() > 1e-4);
  QVERIFY(axis.range().low <= 50 && axis.range().high >= 50);
  for (int i = 0; i < 200; ++i) axis.zoom(0.2, 50);
  QCOMPARE(axis.range(), (Range{10, 100}));
  axis.setRange(20, 30);
  for (int i = 0; i < 50; ++i) axis.pan(7);
  QCOMPARE(axis.range(), (Range{90, 100}));
  for (int i = 0; i < 50; ++i) axis.pan(-7);
  QCOMPARE(axis.range(), (Range{10, 20}));
  for (const double bad : {0.0, -1.0, qQNaN(), qInf()}) {
    axis.zoom(bad, 15);
    QCOMPARE(axis.range(), (Range{10, 20}));
  }
  axis.zoom(2, qQNaN());
  axis.pan(qInf());
  axis.setRange(qQNaN(), 3);
  QCOMPARE(axis.range(), (Range{10, 20}));
}

void TestUiTimeAxis::unitsConvert() {
  TimeAxis axis;
  Rows rows(axis);
  rows.set(0, 100);
  axis.setRange(20, 30);
  axis.setCrosshair(25);
  axis.setUnit(XUnit::Requests);
  QCOMPARE(axis.range(), (Range{200, 300}));
  QVERIFY(!axis.crosshair());
  axis.setUnit(XUnit::Seconds);
  QCOMPARE(axis.range(), (Range{20, 30}));
  axis.showAll();
  axis.setUnit(XUnit::Requests);
  QCOMPARE(axis.range(), (Range{0, 1000}));
}

void TestUiTimeAxis::liveZoomChangesTheWindow() {
  TimeAxis axis;
  Rows rows(axis);
  rows.set(0, 1000);
  axis.zoom(2);
  QVERIFY(axis.isLive());
  QCOMPARE(axis.range(), (Range{970, 1000}));
  axis.zoom(0.5);
  QCOMPARE(axis.range(), (Range{940, 1000}));
  for (int i = 0; i < 100; ++i) axis.zoom(0.5);
  QVERIFY(axis.window(XUnit::Seconds) < 5000);  // all is seen long since
  QCOMPARE(axis.range().low, 0.0);
  for (int i = 0; i < 100; ++i) axis.zoom(2);
  QVERIFY(axis.range().span() >= 1);
  QVERIFY(axis.isLive());
}

void TestUiTimeAxis::emptyAxisIsHarmless() {
  TimeAxis axis;
  axis.zoom(2, 3);
  axis.pan(5);
  axis.showAll();
  QVERIFY(axis.range().span() > 0);
  axis.setUnit(XUnit::Requests);
  QVERIFY(axis.range().span() > 0);
  axis.goLive();
  QVERIFY(axis.range().span() > 0);
}

void TestUiTimeAxis::aNewRunIsFollowed() {
  TimeAxis axis;
  Rows one(axis);
  Rows two(axis);
  one.set(0, 100);
  two.set(0, 100);
  axis.setRange(20, 30);
  one.clear();
  QVERIFY(!axis.isLive());  // the other still has the run
  two.clear();
  QVERIFY(axis.isLive());
}

void TestUiTimeAxis::crosshairIsShared() {
  TimeAxis axis;
  QSignalSpy changed(&axis, &TimeAxis::crosshairChanged);
  axis.setCrosshair(3);
  axis.setCrosshair(3);
  QCOMPARE(changed.size(), 1);
  axis.setCrosshair(std::nullopt);
  QCOMPARE(changed.size(), 2);
}

CLEAVE_GUI_TEST(TestUiTimeAxis)
#include "test_ui_time_axis.moc"
