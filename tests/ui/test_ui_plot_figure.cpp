// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "core/types/error.h"
#include "tests/main/test_main.h"
#include "ui/figures/plot_figure.h"
#include "ui/figures/save_figure.h"

using namespace cleave;
using namespace cleave::ui;

namespace {

void savePlot(const PlotData& data, const QString& path, double widthMm = kOneColumnMm) {
  saveFigure(plotFigure(data, widthMm), data.title, path);
}

}  // namespace

/// Any chart as a figure.
class TestUiPlotFigure : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void formats_data();
  void formats();
  void pictureShowsTheCurve();
  void logarithmsSkipWhatHasNone();
  void zoomedLogarithmsDrawOnlyWhatIsThere();
  void zoomedLogarithmsHaveNumbers();
  void errorBarsEndWithThePlot();
  void nothingToSave();
  void wrongPlaces();

 private:
  static PlotData data() {
    PlotCurve line{QStringLiteral("a"), PlotCurve::Kind::Line, PlotCurve::Meaning::Series, {}};
    PlotCurve dots{QStringLiteral("b, c"), PlotCurve::Kind::Points, PlotCurve::Meaning::Violation, {}};
    for (int i = 0; i < 50; ++i) {
      line.points << QPointF(i, i == 20 ? std::nan("") : i * i);
      line.low << QPointF(i, i * i * 0.9);
      line.high << QPointF(i, i * i * 1.1);
    }
    dots.points << QPointF(10, 100) << QPointF(20, 400);
    dots.low << QPointF(10, 50) << QPointF(20, 300);
    dots.high << QPointF(10, 150) << QPointF(20, 500);
    PlotCurve area{QStringLiteral("d"), PlotCurve::Kind::Area, PlotCurve::Meaning::Device, line.points};
    return {QStringLiteral("Title"),
            QStringLiteral("x (s)"),
            QStringLiteral("y (ms)"),
            false,
            false,
            {line, dots, area},
            900.0,
            true};
  }
  QString file(const QString& name) const { return folder_.filePath(name); }
  static QByteArray contents(const QString& path) {
    QFile in(path);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }
  QTemporaryDir folder_;
};

void TestUiPlotFigure::formats_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("says");
  QTest::newRow("PDF") << "a.pdf" << QByteArray("/MediaBox [0 0 252.000000 ");
  QTest::newRow("SVG") << "a.SVG" << QByteArray("width=\"88.9mm\"");
  QTest::newRow("PNG") << "a.png" << QByteArray("PNG");
  QTest::newRow("CSV") << "a.csv" << QByteArray("\"b, c\",10,100,50,150");
}

void TestUiPlotFigure::formats() {
  QFETCH(QString, name);
  QFETCH(QByteArray, says);
  savePlot(data(), file(name));
  const QByteArray text = contents(file(name));
  QVERIFY2(text.contains(says), text.left(400).constData());
  QVERIFY(!text.contains("/Subtype /Image") && !text.contains("<image"));  // vector
}

void TestUiPlotFigure::pictureShowsTheCurve() {
  savePlot(data(), file(QStringLiteral("wide.png")), kTwoColumnsMm);
  const QImage picture(file(QStringLiteral("wide.png")));
  QCOMPARE(picture.width(), 2148);  // 181.9 mm at 300 dpi
  int blue = 0;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) blue += picture.pixelColor(x, y) == QColor(0x00, 0x72, 0xb2);
  }
  QVERIFY(blue > 1000);
}

void TestUiPlotFigure::logarithmsSkipWhatHasNone() {
  PlotData plot = data();
  plot.logX = plot.logY = true;  // the first point is (0, 0)
  savePlot(plot, file(QStringLiteral("log.svg")));
  QVERIFY(!contents(file(QStringLiteral("log.svg"))).contains("nan"));
  QVERIFY(!contents(file(QStringLiteral("log.svg"))).contains("inf"));
}

void TestUiPlotFigure::zoomedLogarithmsDrawOnlyWhatIsThere() {
  PlotData plot;
  plot.logX = true;
  plot.xRange = PlotRange{10, 100};
  plot.yRange = PlotRange{0, 60};
  plot.curves = {{QStringLiteral("a"), PlotCurve::Kind::Line, PlotCurve::Meaning::Series, {{5, 2}, {20, 2}, {50, 2}}}};
  savePlot(plot, file(QStringLiteral("flat.png")));
  plot.curves[0].points.prepend({1, 50});  // whose line ends before the plot begins
  savePlot(plot, file(QStringLiteral("before.png")));
  QCOMPARE(QImage(file(QStringLiteral("before.png"))), QImage(file(QStringLiteral("flat.png"))));
}

void TestUiPlotFigure::zoomedLogarithmsHaveNumbers() {
  PlotData plot = data();
  plot.logX = true;
  plot.xRange = PlotRange{22, 29};
  savePlot(plot, file(QStringLiteral("near.svg")));
  const QByteArray text = contents(file(QStringLiteral("near.svg")));
  QVERIFY(text.contains(">24<") && text.contains(">28<"));
}

void TestUiPlotFigure::errorBarsEndWithThePlot() {
  PlotData plot;
  plot.xRange = PlotRange{0, 10};
  plot.yRange = PlotRange{0, 60};
  plot.curves = {{QStringLiteral("a"), PlotCurve::Kind::Points, PlotCurve::Meaning::Series, {{5, 30}}}};
  plot.curves[0].low = {{5, -100}};
  plot.curves[0].high = {{5, 90}};
  savePlot(plot, file(QStringLiteral("far.png")));
  plot.curves[0].low = {{5, -1}};
  plot.curves[0].high = {{5, 61}};
  savePlot(plot, file(QStringLiteral("near.png")));
  QCOMPARE(QImage(file(QStringLiteral("far.png"))), QImage(file(QStringLiteral("near.png"))));
}

void TestUiPlotFigure::nothingToSave() {
  PlotData plot = data();
  for (PlotCurve& curve : plot.curves) curve.points = {QPointF(1, std::nan(""))}, curve.low = curve.high = {};
  QVERIFY_EXCEPTION_THROWN(savePlot(plot, file(QStringLiteral("none.pdf"))), Error);
  plot.curves.clear();
  QVERIFY_EXCEPTION_THROWN(savePlot(plot, file(QStringLiteral("none.pdf"))), Error);
  QVERIFY(!QFile::exists(file(QStringLiteral("none.pdf"))));
  plot = data();
  plot.curves.resize(1);
  plot.curves[0].points = {QPointF(3, 7)};
  plot.curves[0].low = plot.curves[0].high = {};
  savePlot(plot, file(QStringLiteral("one.pdf")));  // one point is a plot
}

void TestUiPlotFigure::wrongPlaces() {
  QVERIFY_EXCEPTION_THROWN(savePlot(data(), file(QStringLiteral("a.docx"))), Error);
  QVERIFY_EXCEPTION_THROWN(savePlot(data(), QStringLiteral("/no/such/folder/a.pdf")), Error);
}

CLEAVE_GUI_TEST(TestUiPlotFigure)
#include "test_ui_plot_figure.moc"
