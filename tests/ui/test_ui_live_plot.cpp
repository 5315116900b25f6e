// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <array>
#include <memory>

#include "tests/main/test_main.h"
#include "ui/charts/live_plot.h"
#include "ui/charts/plot_overlay.h"
#include "ui/panels/decision_strips.h"

using namespace cleave;
using namespace cleave::ui;

/// What mouse and keyboard do to charts that share an axis.
class TestUiLivePlot : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();
  void wheelZoomsAroundThePointer();
  void dragPans();
  void aClickFreezesNothing();
  void shiftDragSelects();
  void doubleClickShowsAll();
  void keys();
  void chipGoesBackToLive();
  void frozenPlotIgnoresNewRows();
  void crosshairIsLinked();
  void stripsDoAllThat();
  void stripsEndWithTheData();
  void requestsAsX();
  void wheelAndKeysZoomTheHeight();
  void logarithmicPlotsFitTheirData();
  void hiddenPartsLeaveTheStack();
  void hiddenStripsLeaveTheirRoom();
  void aMillionRowsCostPixels();
  void axesComeAndGo();
  void chartData();

 private:
  using Range = TimeAxis::Range;
  void fill(int rows) {
    for (int i = 0; i < rows; ++i) append();
    plot_->refresh();
  }
  void append() {
    plot_->append(0.1 * next_, next_, std::array{static_cast<float>(next_ % 10)});
    strips_->append(0.1 * next_, next_, {next_ / 500 + 1, 2, 8});
    ++next_;
  }
  QPoint at(double part) const {
    const QRectF area = plot_->plotArea();
    return QPointF(area.left() + part * area.width(), area.center().y() + 12).toPoint();
  }
  static void wheel(QWidget* surface, QPoint at, QPoint angle, Qt::KeyboardModifiers modifiers = {}) {
    QWheelEvent event(at, surface->mapToGlobal(at), {}, angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(surface, &event);
  }
  static void move(QWidget* surface, QPoint where, Qt::MouseButton held = Qt::NoButton,
                   Qt::KeyboardModifiers modifiers = {}) {
    QMouseEvent event(QEvent::MouseMove, where, surface->mapToGlobal(where), Qt::NoButton, held, modifiers);
    QCoreApplication::sendEvent(surface, &event);
  }
  static void drag(QWidget* surface, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(surface, Qt::LeftButton, modifiers, from);
    move(surface, from + (to - from) / 2, Qt::LeftButton, modifiers);
    move(surface, to, Qt::LeftButton, modifiers);
    QTest::mouseRelease(surface, Qt::LeftButton, modifiers, to);
  }
  static bool near(double a, double b) { return std::abs(a - b) < 0.5; }

  std::unique_ptr<TimeAxis> axis_;
  std::unique_ptr<LivePlot> plot_;
  std::unique_ptr<DecisionStrips> strips_;
  int next_ = 0;
};

void TestUiLivePlot::init() {
  next_ = 0;
  axis_ = std::make_unique<TimeAxis>();
  plot_ = std::make_unique<LivePlot>();
  plot_->addSeries({.name = QStringLiteral("value")});
  plot_->setReadout([](const PlotValues& row) { return QString::number(static_cast<double>(row[0])); });
  strips_ = std::make_unique<DecisionStrips>();
  plot_->setTimeAxis(axis_.get());
  strips_->setTimeAxis(axis_.get());
  for (QWidget* widget : {static_cast<QWidget*>(plot_.get()), static_cast<QWidget*>(strips_.get())}) {
    widget->resize(600, 160);
    widget->show();
  }
  fill(1001);  // 100 s
}

void TestUiLivePlot::cleanup() {
  strips_.reset();
  plot_.reset();
  axis_.reset();
}

void TestUiLivePlot::wheelZoomsAroundThePointer() {
  QCOMPARE(axis_->range(), (Range{40, 100}));
  wheel(plot_->surface(), at(0.5), {0, 120});
  QVERIFY(!axis_->isLive());
  QVERIFY(near(axis_->range().span(), 50));
  QVERIFY(near((axis_->range().low + axis_->range().high) / 2, 70));
  wheel(plot_->surface(), at(0.5), {0, -120});
  QVERIFY(near(axis_->range().span(), 60));
  wheel(plot_->surface(), at(0.5), {0, 120}, Qt::ShiftModifier);  // pans to the past
  QVERIFY(near(axis_->range().low, 34));
  wheel(plot_->surface(), at(0.5), {-120, 0});
  QVERIFY(near(axis_->range().low, 40));
}

void TestUiLivePlot::dragPans() {
  drag(plot_->surface(), at(0.25), at(0.75));
  QVERIFY(!axis_->isLive());
  QVERIFY(near(axis_->range().span(), 60));
  QVERIFY(axis_->range().low < 40 && axis_->range().low > 5);
  for (int i = 0; i < 20; ++i) drag(plot_->surface(), at(0.1), at(0.9));
  QVERIFY(near(axis_->range().low, 0));  // and not beyond
}

void TestUiLivePlot::aClickFreezesNothing() {
  QTest::mouseClick(plot_->surface(), Qt::LeftButton, {}, at(0.5));
  QVERIFY(axis_->isLive());
  QTest::mouseClick(plot_->surface(), Qt::LeftButton, Qt::ShiftModifier, at(0.5));
  QVERIFY(axis_->isLive());
  QTest::mouseClick(plot_->surface(), Qt::RightButton, {}, at(0.5));
  QVERIFY(axis_->isLive());
}

void TestUiLivePlot::shiftDragSelects() {
  drag(plot_->surface(), at(0.75), at(0.25), Qt::ShiftModifier);
  QVERIFY(near(axis_->range().low, 55));
  QVERIFY(near(axis_->range().high, 85));
}

void TestUiLivePlot::doubleClickShowsAll() {
  QTest::mouseDClick(plot_->surface(), Qt::LeftButton, {}, at(0.5));
  QCOMPARE(axis_->range(), (Range{0, 100}));
}

void TestUiLivePlot::keys() {
  QTest::keyClick(plot_.get(), Qt::Key_Plus);
  QVERIFY(axis_->isLive());
  QCOMPARE(axis_->range(), (Range{60, 100}));
  QTest::keyClick(plot_.get(), Qt::Key_Left);
  QCOMPARE(axis_->range(), (Range{56, 96}));
  QTest::keyClick(plot_.get(), Qt::Key_Right);
  QCOMPARE(axis_->range(), (Range{60, 100}));
  QTest::keyClick(plot_.get(), Qt::Key_Minus);
  QVERIFY(near(axis_->range().span(), 60));
  QTest::keyClick(plot_.get(), Qt::Key_Home);
  QCOMPARE(axis_->range(), (Range{0, 100}));
  QTest::keyClick(plot_.get(), Qt::Key_L);
  QVERIFY(axis_->isLive());
  QTest::keyClick(plot_.get(), Qt::Key_Home);
  QTest::keyClick(plot_.get(), Qt::Key_End);
  QVERIFY(axis_->isLive());
  QTest::keyClick(plot_.get(), Qt::Key_Home, Qt::ControlModifier);  // somebody else's
  QVERIFY(axis_->isLive());
}

void TestUiLivePlot::chipGoesBackToLive() {
  const QPoint chip = frozenChipRect(plot_->plotArea()).center().toPoint();
  axis_->showAll();
  plot_->refresh();
  const QImage with = plot_->grab().toImage();
  axis_->setFollowing(false);  // a run that is over is not frozen
  plot_->refresh();
  QVERIFY(plot_->grab().toImage() != with);
  QTest::mouseClick(plot_->surface(), Qt::LeftButton, {}, chip);
  QVERIFY(!axis_->isLive());
  axis_->setFollowing(true);
  QTest::mouseClick(plot_->surface(), Qt::LeftButton, {}, chip);
  QVERIFY(axis_->isLive());
}

void TestUiLivePlot::frozenPlotIgnoresNewRows() {
  axis_->setRange(20, 40);
  plot_->refresh();
  const QImage before = plot_->grab().toImage();
  const std::size_t rows = plot_->buffer().size();
  fill(500);
  QCOMPARE(plot_->buffer().size(), rows + 500);  // the view is frozen, the buffer is not
  QCOMPARE(plot_->grab().toImage(), before);
}

void TestUiLivePlot::crosshairIsLinked() {
  LivePlot other;
  other.addSeries({});
  other.setTimeAxis(axis_.get());
  other.setReadout([](const PlotValues& row) { return QStringLiteral("other %1").arg(static_cast<double>(row[0])); });
  other.resize(300, 100);
  other.show();
  other.append(70, 700, std::array{42.0F});
  move(plot_->surface(), at(0.5));
  QVERIFY(axis_->crosshair() && near(*axis_->crosshair(), 70));
  QCOMPARE(other.readoutText(), QStringLiteral("other 42"));
  QVERIFY(!plot_->readoutText().isEmpty());
  QCOMPARE(strips_->readoutText(), QStringLiteral("exit 2 · partition 2 · 8 bits"));
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(plot_->surface(), &leave);
  QVERIFY(!axis_->crosshair());
  QVERIFY(other.readoutText().isEmpty());
  QVERIFY(strips_->readoutText().isEmpty());
}

void TestUiLivePlot::stripsDoAllThat() {
  const QPoint middle = strips_->plotArea().center();
  wheel(strips_.get(), middle, {0, 240});
  QVERIFY(!axis_->isLive());
  QVERIFY(near((axis_->range().low + axis_->range().high) / 2, 70));
  strips_->grab();
  drag(strips_.get(), middle, middle + QPoint(80, 0));
  QVERIFY((axis_->range().low + axis_->range().high) / 2 < 69);
  QTest::mouseClick(strips_.get(), Qt::LeftButton, {}, frozenChipRect(QRectF(strips_->plotArea())).center().toPoint());
  QVERIFY(axis_->isLive());
  QTest::keyClick(strips_.get(), Qt::Key_Home);
  QCOMPARE(axis_->range(), (Range{0, 100}));
  strips_->setCapacity(10);
  QCOMPARE(strips_->bufferSize(), std::size_t{10});
}

void TestUiLivePlot::stripsEndWithTheData() {
  strips_->clear();
  next_ = 0;
  for (int i = 0; i < 21; ++i) append();  // two of the five seconds that the axis shows at first
  plot_->clear();
  QCOMPARE(axis_->range(), (Range{0, 5}));
  const QImage image = strips_->grab().toImage();
  const QRect area = strips_->plotArea();
  const auto colourAt = [&](double part) {
    return image.pixelColor(area.left() + qRound(part * area.width()), area.top() + 5);
  };
  QCOMPARE(colourAt(0.1), colourAt(0.38));
  QVERIFY(colourAt(0.38) != colourAt(0.44));
  QCOMPARE(colourAt(0.44), colourAt(0.9));
}

void TestUiLivePlot::requestsAsX() {
  axis_->setRange(20, 30);
  axis_->setUnit(XUnit::Requests);
  QCOMPARE(axis_->range(), (Range{200, 300}));
  plot_->refresh();
  QVERIFY(plot_->pointsDrawn() >= 100);
  axis_->goLive();
  QCOMPARE(axis_->range(), (Range{0, 1000}));
  QCOMPARE(plot_->chartData(ChartSpan::Visible).xTitle, QStringLiteral("Request"));
}

void TestUiLivePlot::wheelAndKeysZoomTheHeight() {
  const double all = plot_->axisHigh();
  wheel(plot_->surface(), at(0.5), {0, 240}, Qt::ControlModifier);
  plot_->refresh();
  QVERIFY(axis_->isLive());  // the height is no time
  const double closer = plot_->axisHigh();
  QVERIFY(closer < all * 0.8 && closer > all * 0.5);
  QVERIFY(plot_->chosenHeight());
  QCOMPARE(plot_->chartData(ChartSpan::Visible).height->high, closer);
  append();
  plot_->refresh();
  QCOMPARE(plot_->axisHigh(), closer);
  QTest::keyClick(plot_.get(), Qt::Key_Up);
  plot_->refresh();
  QVERIFY(plot_->axisHigh() < closer);
  for (int i = 0; i < 5; ++i) QTest::keyClick(plot_.get(), Qt::Key_Down);
  plot_->refresh();
  QCOMPARE(plot_->axisHigh(), all);
  QVERIFY(!plot_->chosenHeight());
  QTest::keyClick(plot_.get(), Qt::Key_Up);
  QVERIFY(plot_->chosenHeight());
  axis_->showAll();  // of any chart: all of everything
  plot_->refresh();
  QCOMPARE(plot_->axisHigh(), all);
  // A target line beyond the height would stretch the figure to it.
  plot_->setTarget(9, QStringLiteral("target"));
  QVERIFY(plot_->chartData(ChartSpan::Visible).target);
  plot_->refresh();
  for (int i = 0; i < 4; ++i) QTest::keyClick(plot_.get(), Qt::Key_Up);
  QVERIFY(!plot_->chartData(ChartSpan::Visible).target);
  wheel(strips_.get(), QPoint(200, 40), {0, 240}, Qt::ControlModifier);  // they have none, and do not zoom the time
  QCOMPARE(axis_->range(), (Range{0, axis_->fullRange().high}));
}

void TestUiLivePlot::logarithmicPlotsFitTheirData() {
  LivePlot plot;
  plot.addSeries({.name = QStringLiteral("latency")});
  plot.setLogarithmic(true);
  plot.resize(400, 200);
  plot.show();
  for (int i = 0; i < 20; ++i) plot.append(i, std::array{i % 2 == 0 ? 20.0F : 0.0F});
  plot.append(20, std::array{900.0F});
  plot.refresh();
  QCOMPARE(plot.axisHigh(), 1000.0);
  // Twenty is near the bottom: a zero does not stretch the axis by decades.
  wheel(plot.surface(), plot.plotArea().center().toPoint(), {0, 120}, Qt::ControlModifier);
  QVERIFY(plot.chosenHeight() && plot.chosenHeight()->low >= 10);
}

void TestUiLivePlot::hiddenStripsLeaveTheirRoom() {
  const auto colourAt = [this](double part) {
    const QRect area = strips_->plotArea();
    const QImage image = strips_->grab().toImage();
    return image.pixelColor(area.center().x(), area.top() + static_cast<int>(part * area.height()));
  };
  const QColor exit = colourAt(0.1);
  const QColor bits = colourAt(0.9);
  QVERIFY(exit != bits);
  strips_->setStripVisible(DecisionStrips::Partition, false);
  strips_->setStripVisible(DecisionStrips::Bits, false);
  QCOMPARE(colourAt(0.1), exit);
  QCOMPARE(colourAt(0.9), exit);  // it has all the height
  const ChartData data = strips_->chartData(ChartSpan::Visible);
  QVERIFY(data.columns[2].visible && !data.columns[3].visible && !data.columns[4].visible);
  strips_->setStripVisible(DecisionStrips::Exit, false);
  QVERIFY(colourAt(0.1) != exit);  // nothing is left, and nothing falls
  strips_->setStripVisible(DecisionStrips::Bits, true);
  QCOMPARE(colourAt(0.1), bits);
}

void TestUiLivePlot::hiddenPartsLeaveTheStack() {
  LivePlot stack;
  const auto part = [&](int channel) {
    return stack.addSeries({.kind = SeriesSpec::Kind::Area,
                            .channel = channel,
                            .keyChannel = 4,
                            .stacked = true,
                            .name = QStringLiteral("p")});
  };
  const std::size_t top = part(2);
  const std::size_t middle = part(1);
  part(0);
  stack.resize(400, 200);
  stack.show();
  for (int i = 0; i < 50; ++i) stack.append(i, std::array{10.0F, 20.0F, 60.0F});
  stack.refresh();
  QCOMPARE(stack.axisHigh(), 100.0);
  stack.setSeriesVisible(top, false);
  stack.refresh();
  QCOMPARE(stack.axisHigh(), 30.0);
  QCOMPARE(stack.buffer().values(0)[4], 30.0F);
  stack.setSeriesVisible(middle, false);
  stack.append(50, std::array{10.0F, 20.0F, 60.0F});
  stack.refresh();
  QCOMPARE(stack.axisHigh(), 10.0);
  stack.setSeriesVisible(top, true);
  stack.refresh();
  QVERIFY(stack.axisHigh() >= 70 && stack.axisHigh() < 90);
}

void TestUiLivePlot::aMillionRowsCostPixels() {
  LivePlot plot(nullptr, 1'000'000);
  plot.addSeries({});
  plot.resize(800, 200);
  plot.show();
  for (int i = 0; i < 1'000'000; ++i) plot.append(i * 0.001, std::array{static_cast<float>(i % 1000)});
  for (const auto& [low, high] : {std::pair{0.0, 1000.0}, {100.0, 700.0}, {400.0, 410.0}, {500.0, 500.1}}) {
    plot.timeAxis().setRange(low, high);
    plot.refresh();
    QVERIFY(plot.rowsVisited() < 75 * 800);
    QVERIFY(plot.pointsDrawn() > 90);
    QVERIFY(plot.pointsDrawn() <= 2 * 800);
  }
}

void TestUiLivePlot::axesComeAndGo() {
  axis_.reset();  // before its plots: they go on with their own
  QVERIFY(plot_->timeAxis().isLive());
  fill(10);
  plot_->timeAxis().showAll();
  plot_->refresh();
  QVERIFY(strips_->timeAxis().isLive());  // no longer shared
  TimeAxis shared;
  plot_->setTimeAxis(&shared);
  strips_->setTimeAxis(&shared);
  QCOMPARE(&plot_->timeAxis(), &strips_->timeAxis());
  plot_->setTimeAxis(nullptr);
  QVERIFY(&plot_->timeAxis() != &shared);
  plot_.reset();
  shared.showAll();
  strips_->setTimeAxis(nullptr);
}

void TestUiLivePlot::chartData() {
  plot_->setTitles(QStringLiteral("Value"), QStringLiteral("ms"));
  axis_->setRange(20, 30);
  const ChartData shown = plot_->chartData(ChartSpan::Visible);
  QCOMPARE(shown.rows(), std::size_t{101});
  QCOMPARE(shown.columns.size(), std::size_t{3});
  QCOMPARE(shown.columns[0].name, QStringLiteral("time"));
  QCOMPARE(shown.columns[1].values.front(), 200.0);
  QCOMPARE(shown.columns[2].unit, QStringLiteral("ms"));
  QCOMPARE(shown.yTitle, QStringLiteral("Value (ms)"));
  QCOMPARE(plot_->chartData(ChartSpan::All).rows(), std::size_t{1001});
  QCOMPARE(strips_->chartData(ChartSpan::Visible).columns[2].values.size(), std::size_t{101});
}

CLEAVE_GUI_TEST(TestUiLivePlot)
#include "test_ui_live_plot.moc"
