// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <memory>

#include "core/types/error.h"
#include "tests/main/test_main.h"
#include "tests/ui/comparisons.h"
#include "tests/ui/samples.h"
#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/compare/compare_panel.h"
#include "ui/compare/comparison_view.h"
#include "ui/export/file_saver.h"
#include "ui/export/plot_of.h"
#include "ui/panels/accuracy_panel.h"
#include "ui/panels/bandwidth_panel.h"
#include "ui/panels/confusion_panel.h"
#include "ui/panels/decision_panel.h"
#include "ui/panels/latency_panel.h"
#include "ui/panels/link_panel.h"
#include "ui/panels/resource_panel.h"
#include "ui/panels/reward_panel.h"
#include "ui/theme/look.h"

using namespace cleave;
using namespace cleave::ui;

/// Every chart in every format, and what the user is told of it.
class TestUiSave : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void everyChart_data();
  void everyChart();
  void comparisons();
  void longChartsAreSmallOnPaperAndWholeInNumbers();
  void pictures();
  void goneWidgets();
  void wrongPlaces();
  void emptyCharts();
  void dialogProposesAName();
  void dialogKeepsDotsOfNames();
  void dialogFollowsTheFilter();
  void zoomedChartsKeepTheirNumbers();
  void hiddenPlotsAreLeftOut();
  void dotsAreInTheNumbers();
  void fileNames();

 private:
  void write(const Saveable& what, const QString& path) { what.prepare(path)(); }
  QString file(const QString& name) const { return folder_.filePath(name); }
  static QByteArray contents(const QString& path) {
    QFile in(path);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
  }
  void checkVector(const QByteArray& pdf, double widthMm);
  void checkAll(const std::function<Saveable(double)>& what, const QString& name);
  template <class Call>
  static QString errorOf(Call call) {
    try {
      call();
    } catch (const Error& error) {
      return QString::fromUtf8(error.what());
    }
    return {};
  }

  QTemporaryDir folder_;
  std::vector<std::unique_ptr<ChartPanel>> panels_;
};

void TestUiSave::initTestCase() {
  auto latency = std::make_unique<LatencyPanel>();
  auto bandwidth = std::make_unique<BandwidthPanel>();
  auto accuracy = std::make_unique<AccuracyPanel>();
  auto decisions = std::make_unique<DecisionPanel>();
  auto link = std::make_unique<LinkPanel>();
  auto reward = std::make_unique<RewardPanel>();
  auto resources = std::make_unique<ResourcePanel>();
  auto confusion = std::make_unique<ConfusionPanel>();
  for (int i = 0; i < 300; ++i) {
    const double wave = std::sin(i * 0.05);
    const Decision decision = wave > 0.5 ? Decision{2, 0, 8} : wave > -0.5 ? Decision{2, 3, 4} : Decision{1, 5, 32};
    RequestRecord record = samples::record(static_cast<std::uint64_t>(i), decision, i % 9 != 0);
    record.bandwidthMbps = decision.partition == 5 ? 0 : 9 + 7 * wave;
    record.uplinkMs = decision.partition == 5 ? 0 : 200 / (11 + 7 * wave);
    record.totalMs = record.deviceMs() + record.linkMs() + record.edgeMs();
    record.targetMs = 30;
    if (i % 40 == 20) record.outcome = Outcome::Failed;
    latency->append(record);
    bandwidth->append(record, 9 + 7 * wave);
    accuracy->append(record);
    decisions->append(record);
    link->append(record);
    reward->append(record.startS, i, i % 9 != 0 ? 0.9 : 0.1);
    resources->append(record.startS, i, {0.5 + 0.2 * wave, 55 + 4 * wave, 1500}, {0.1, NAN, 3600});
    confusion->append(record);
  }
  for (auto* panel : std::initializer_list<ChartPanel*>{latency.release(), bandwidth.release(), accuracy.release(),
                                                        decisions.release(), link.release(), reward.release(),
                                                        resources.release(), confusion.release()}) {
    panels_.emplace_back(panel);
    if (panel->timeAxis()) panel->timeAxis()->showAll();
  }
}

void TestUiSave::checkVector(const QByteArray& pdf, double widthMm) {
  QVERIFY(pdf.startsWith("%PDF"));
  QVERIFY(!pdf.contains("/Type3") && !pdf.contains("/Subtype /Image"));
  QVERIFY(pdf.contains("/FontFile2"));  // an embedded TrueType font
  const QRegularExpression box(QStringLiteral(R"(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\])"));
  const auto match = box.match(QString::fromLatin1(pdf));
  QVERIFY(match.hasMatch());
  const double mm = match.captured(1).toDouble() / 72 * 25.4;
  QVERIFY2(std::abs(mm - widthMm) < 0.1, qPrintable(QString::number(mm)));
}

void TestUiSave::checkAll(const std::function<Saveable(double)>& what, const QString& name) {
  for (const double mm : {kOneColumnMm, kTwoColumnsMm}) {
    const QString base = file(QStringLiteral("%1-%2").arg(name).arg(qRound(mm)));
    for (const QString& ending : what(mm).endings) write(what(mm), base + QLatin1Char('.') + ending);
    checkVector(contents(base + QStringLiteral(".pdf")), mm);
    if (QTest::currentTestFailed()) return;
    const QByteArray svg = contents(base + QStringLiteral(".svg"));
    QVERIFY(svg.contains("width=\"" + QByteArray::number(mm) + "mm\""));
    QVERIFY(!svg.contains("<image") && !svg.contains("nan") && !svg.contains("inf,"));
    QCOMPARE(QImage(base + QStringLiteral(".png")).width(), qRound(mm / 25.4 * 300));
    QVERIFY(contents(base + QStringLiteral(".csv")).count('\n') > 3);
  }
}

void TestUiSave::everyChart_data() {
  QTest::addColumn<int>("panel");
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    QTest::newRow(qPrintable(panels_[i]->accessibleName())) << static_cast<int>(i);
  }
}

void TestUiSave::everyChart() {
  QFETCH(int, panel);
  const ChartPanel& chart = *panels_[static_cast<std::size_t>(panel)];
  checkAll([&](double mm) { return saveableFigure(chart.chartData(ChartSpan::All), mm); },
           fileNameOf(chart.accessibleName()));
}

void TestUiSave::comparisons() {
  ComparePanel panel;
  panel.resize(1400, 900);
  panel.setComparison(test::comparison());
  panel.show();
  for (const auto* chart : panel.findChildren<XyChart*>()) {
    checkAll([chart](double mm) { return saveableFigure(*chart, mm); },
             QStringLiteral("xy-") + fileNameOf(chart->title()));
  }
  for (const auto* chart : panel.findChildren<CategoryChart*>()) {
    checkAll([chart](double mm) { return saveableFigure(*chart, mm); },
             QStringLiteral("rows-") + fileNameOf(chart->title()));
  }
  QCOMPARE(panel.findChildren<XyChart*>().size() + panel.findChildren<CategoryChart*>().size(), 7);
}

void TestUiSave::longChartsAreSmallOnPaperAndWholeInNumbers() {
  LatencyPanel panel;
  panel.setCapacity(100'000);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    RequestRecord record = samples::record(i, {2, 3, 4});
    record.totalMs += static_cast<double>(i * 7919 % 1000) / 10;
    record.targetMs = 90;
    panel.append(record);
  }
  const Saveable figure = saveableFigure(panel.chartData(ChartSpan::All), kTwoColumnsMm);
  QElapsedTimer clock;
  clock.start();
  write(figure, file(QStringLiteral("long.pdf")));
  qInfo("100,000 rows as PDF: %lld ms, %lld bytes", clock.elapsed(), QFile(file(QStringLiteral("long.pdf"))).size());
  write(figure, file(QStringLiteral("long.svg")));
  write(figure, file(QStringLiteral("long.csv")));
  QVERIFY(QFile(file(QStringLiteral("long.pdf"))).size() < 400'000);
  QVERIFY(QFile(file(QStringLiteral("long.svg"))).size() < 4'000'000);
  QCOMPARE(contents(file(QStringLiteral("long.csv"))).count('\n'), 100'001);
  write(saveableNumbers(panel.chartData(ChartSpan::All)), file(QStringLiteral("numbers.csv")));
  QCOMPARE(contents(file(QStringLiteral("numbers.csv"))), contents(file(QStringLiteral("long.csv"))));
}

void TestUiSave::pictures() {
  ComparePanel panel;
  panel.resize(1000, 700);
  panel.setComparison(test::comparison());
  panel.show();
  const Saveable picture = saveablePicture(panel, QStringLiteral("Compare"));
  for (const QString& ending : picture.endings) write(picture, file(QStringLiteral("panel.") + ending));
  QCOMPARE(QImage(file(QStringLiteral("panel.png"))).size(), QSize(2000, 1400));
  const QByteArray pdf = contents(file(QStringLiteral("panel.pdf")));
  QVERIFY(pdf.startsWith("%PDF") && pdf.contains("/FontFile2"));
  QVERIFY(contents(file(QStringLiteral("panel.svg"))).contains("width=\"181.9mm\""));
  QVERIFY(contents(file(QStringLiteral("panel.svg"))).contains("<text"));
}

void TestUiSave::goneWidgets() {
  auto widget = std::make_unique<QWidget>();
  const Saveable picture = saveablePicture(*widget, QStringLiteral("Gone"));
  widget.reset();
  QVERIFY(errorOf([&] { write(picture, file(QStringLiteral("gone.png"))); }).endsWith(QLatin1Char('.')));
  QWidget flat;
  flat.resize(100, 0);
  QVERIFY(!errorOf([&] { write(saveablePicture(flat, {}), file(QStringLiteral("flat.pdf"))); }).isEmpty());
}

void TestUiSave::wrongPlaces() {
  FileSaver saver(nullptr);
  QSignalSpy saved(&saver, &FileSaver::saved);
  QSignalSpy failed(&saver, &FileSaver::failed);
  const Saveable figure = saveableFigure(panels_[0]->chartData(ChartSpan::All), kOneColumnMm);
  saver.save(figure, QStringLiteral("/no/such/folder/a.pdf"));
  saver.save(figure, file(QStringLiteral("a.docx")));
  QTRY_COMPARE(failed.size(), 2);
  QVERIFY(failed[0][0].toString().contains(QStringLiteral("/no/such/folder/a.pdf")));
  QVERIFY(failed[1][0].toString().contains(QStringLiteral(".pdf, .svg, .png or .csv")));
  QVERIFY(errorOf([&] {
            write(saveableNumbers(panels_[0]->chartData(ChartSpan::All)), file(QStringLiteral("n.pdf")));
          }).contains(QStringLiteral(".csv")));
  QWidget widget;
  saver.save(saveablePicture(widget, {}), file(QStringLiteral("a.csv")));  // pictures have no numbers
  QTRY_COMPARE(failed.size(), 3);
  saver.save(figure, file(QStringLiteral("good.pdf")));
  QTRY_COMPARE(saved.size(), 1);
  QVERIFY(saved[0][0].toString().contains(QStringLiteral("good.pdf")));
  QVERIFY(QFile::exists(file(QStringLiteral("good.pdf"))));
  QVERIFY(!QFile::exists(file(QStringLiteral("a.docx"))) && !QFile::exists(file(QStringLiteral("a.csv"))));
}

void TestUiSave::emptyCharts() {
  const auto chart = [] { return saveableFigure(LatencyPanel().chartData(ChartSpan::All), kOneColumnMm); };
  QVERIFY(errorOf([&] { write(chart(), file(QStringLiteral("none.pdf"))); }).contains(QStringLiteral("no points")));
  QVERIFY(!QFile::exists(file(QStringLiteral("none.pdf"))));
  write(chart(), file(QStringLiteral("none.csv")));  // only its heads
  QCOMPARE(contents(file(QStringLiteral("none.csv"))).count('\n'), 1);
  const auto confusion = saveableFigure(ConfusionPanel().chartData(ChartSpan::All), kOneColumnMm);
  QVERIFY(!errorOf([&] { write(confusion, file(QStringLiteral("none.svg"))); }).isEmpty());
  QVERIFY(!errorOf([&] { write(saveableFigure(XyChart(), 88.9), file(QStringLiteral("none.png"))); }).isEmpty());
  QVERIFY(!errorOf([&] { write(saveableFigure(CategoryChart(), 88.9), file(QStringLiteral("none.png"))); }).isEmpty());
}

void TestUiSave::dialogProposesAName() {
  QWidget window;
  window.show();
  FileSaver saver(&window);
  QSignalSpy saved(&saver, &FileSaver::saved);
  saver.ask(saveableFigure(panels_[0]->chartData(ChartSpan::All), kOneColumnMm));
  auto* dialog = window.findChild<QFileDialog*>();
  QVERIFY(dialog);
  QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("latency-per-request.pdf"));
  QVERIFY(dialog->nameFilters().size() == 4);
  dialog->setDirectory(folder_.path());
  dialog->selectFile(QStringLiteral("chosen"));  // the ending is added
  QMetaObject::invokeMethod(dialog, "accept");
  QTRY_COMPARE(saved.size(), 1);
  QVERIFY(contents(file(QStringLiteral("chosen.pdf"))).startsWith("%PDF"));
}

void TestUiSave::dialogKeepsDotsOfNames() {
  QWidget window;
  window.show();
  FileSaver saver(&window);
  QSignalSpy saved(&saver, &FileSaver::saved);
  QSignalSpy failed(&saver, &FileSaver::failed);
  for (int i = 0; i < 2; ++i) {
    saver.ask(saveableFigure(panels_[0]->chartData(ChartSpan::All), kOneColumnMm));
    auto* dialog = window.findChildren<QFileDialog*>().back();
    dialog->setDirectory(folder_.path());
    dialog->selectFile(QStringLiteral("at 2.5"));
    QMetaObject::invokeMethod(dialog, "accept");
    QTRY_COMPARE(saved.size() + failed.size(), i + 1);
  }
  QCOMPARE(saved.size(), 1);
  QVERIFY(contents(file(QStringLiteral("at 2.5.pdf"))).startsWith("%PDF"));
  QVERIFY(
      failed[0][0].toString().contains(QStringLiteral("at 2.5.pdf already exists")));  // nothing is overwritten unasked
}

void TestUiSave::dialogFollowsTheFilter() {
  QWidget window;
  window.show();
  FileSaver saver(&window);
  saver.ask(saveableFigure(panels_[0]->chartData(ChartSpan::All), kOneColumnMm));
  auto* dialog = window.findChild<QFileDialog*>();
  QVERIFY(dialog);
  Q_EMIT dialog->filterSelected(dialog->nameFilters()[1]);
  QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("latency-per-request.svg"));
  QCOMPARE(dialog->defaultSuffix(), QStringLiteral("svg"));
  dialog->selectFile(QStringLiteral("run 2.5"));
  Q_EMIT dialog->filterSelected(dialog->nameFilters()[2]);
  QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("run 2.5.png"));
  dialog->reject();
}

void TestUiSave::zoomedChartsKeepTheirNumbers() {
  XyChart chart;
  chart.setCurves({{QStringLiteral("a"), Qt::blue, Qt::SolidLine, XyCurve::Kind::Line, {{0, 1.23456789}, {1, 2}}}});
  chart.zoomTo({5, 6}, {5, 6});
  QVERIFY(!errorOf([&] { write(saveableFigure(chart, kOneColumnMm), file(QStringLiteral("away.pdf"))); }).isEmpty());
  write(saveableFigure(chart, kOneColumnMm), file(QStringLiteral("away.csv")));
  QCOMPARE(contents(file(QStringLiteral("away.csv"))), chart.csv().toUtf8());  // as it is copied
  QVERIFY(contents(file(QStringLiteral("away.csv"))).contains("1.23456789"));
}

void TestUiSave::hiddenPlotsAreLeftOut() {
  BandwidthPanel panel;
  panel.resize(400, 400);
  panel.show();
  for (std::uint64_t i = 0; i < 5; ++i) panel.append(samples::record(i, {2, 3, 4}), 20);
  const auto plots = [&] { return 1 + plotOf(panel.chartData(ChartSpan::All)).below.size(); };
  QCOMPARE(plots(), std::size_t{2});
  panel.setRoundTripShown(false);
  QCOMPARE(plots(), std::size_t{1});
  QVERIFY(toCsv(panel.chartData(ChartSpan::All)).contains("round trip"));  // numbers are whole
}

void TestUiSave::dotsAreInTheNumbers() {
  CategoryChart chart;
  chart.setAxis(QStringLiteral("score"), [](double value) { return QString::number(value); });
  CategoryRow row{QStringLiteral("a"), Qt::blue, CategoryRow::Kind::Interval, 0.5, 0.4, 0.6};
  row.dots = {0.45, 0.55};
  chart.setRows({row, {QStringLiteral("b"), Qt::blue, CategoryRow::Kind::Bar, 1}});
  const QStringList lines = chart.csv().split(QLatin1Char('\n'));
  QVERIFY(lines[0].endsWith(QStringLiteral(",dot 1,dot 2")));
  QVERIFY(lines[1].endsWith(QStringLiteral(",0.45,0.55")));
  QCOMPARE(lines[2].count(QLatin1Char(',')), lines[0].count(QLatin1Char(',')));
}

void TestUiSave::fileNames() {
  QCOMPARE(fileNameOf(QStringLiteral("Latency, the tail")), QStringLiteral("latency-the-tail"));
  QCOMPARE(fileNameOf(QStringLiteral("../a/b\\c: 95 %")), QStringLiteral("a-b-c-95"));
  QCOMPARE(fileNameOf(QStringLiteral("…")), QStringLiteral("figure"));
}

CLEAVE_GUI_TEST(TestUiSave)
#include "test_ui_save.moc"
