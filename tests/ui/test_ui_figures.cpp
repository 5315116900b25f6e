// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/types/error.h"
#include "core/types/request_parts.h"
#include "tests/main/test_main.h"
#include "tests/ui/samples.h"
#include "ui/figures/export.h"
#include "ui/panels/latency_panel.h"

using namespace cleave;
using namespace cleave::ui;

class TestUiFigures : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void allFilesAreThere();
  void pdfsAreVectors();
  void pdfWidths();
  void svgWidths();
  void pngResolution();
  void csvHasTheNumbers();
  void everySideHasOneTime();
  void sidecarSaysWhereFrom();
  void longAndTinyRuns();
  void changingTargets();
  void unwritableFolder();
  void emptyRun();

 private:
  [[nodiscard]] QByteArray read(const QString& name) const {
    QFile file(folder_.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  static RunData run(std::uint64_t count);
  static int mostCorners(const QString& svg);
  QTemporaryDir folder_;
  QStringList written_;
  const QStringList names_{"latency", "latency_cdf", "accuracy",  "bandwidth", "decisions",
                           "layers",  "reward",      "confusion", "link",      "processors"};
};

/// Points of the longest line that is drawn in the colour of targets.
int TestUiFigures::mostCorners(const QString& svg) {
  static const QRegularExpression group(QStringLiteral("<g [^>]*stroke=\"#b81d13\"[^>]*>(.*?)</g>"),
                                        QRegularExpression::DotMatchesEverythingOption);
  static const QRegularExpression points(QStringLiteral(" (?:points|d)=\"([^\"]*)\""));
  int most = 0;
  for (auto groups = group.globalMatch(svg); groups.hasNext();) {
    for (auto lines = points.globalMatch(groups.next().captured(1)); lines.hasNext();) {
      most = std::max(most, static_cast<int>(lines.next().captured(1).count(QLatin1Char(','))));
    }
  }
  return most;
}

RunData TestUiFigures::run(std::uint64_t count) {
  RunData data;
  data.title = "test";
  data.network = samples::network();
  for (std::uint64_t i = 0; i < count; ++i) {
    data.records.push_back(samples::record(i, i % 3 ? Decision{2, 3, 4} : Decision{1, 3, 8}, i % 10 != 0));
    if (i % 50 == 49) data.records.back().outcome = Outcome::Failed;
    if (i % 20 == 0) data.records.back().totalMs += 90;
    data.records.back().reward = i % 10 != 0 ? 0.9 : -0.1;
    data.records.back().deviceCpu = 0.6 + 0.2 * std::sin(static_cast<double>(i) / 20);
    data.records.back().edgeMhz = 3600;
  }
  data.model = "small";
  data.policy = "sac-d";
  data.seed = "7";
  data.commit = "abc123";
  data.machine = "this one";
  return data;
}

void TestUiFigures::initTestCase() {
  written_ = exportRunFigures(run(300), folder_.filePath("figures/deep"), {true, true, true});
}

void TestUiFigures::allFilesAreThere() {
  QCOMPARE(written_.size(), static_cast<int>(names_.size()) * 4 + 1);
  for (const QString& path : written_) QVERIFY2(QFile(path).size() > 20, qPrintable(path));
  QCOMPARE(QDir(folder_.filePath("figures/deep")).entryList(QDir::Files).size(), written_.size());  // nothing else
}

void TestUiFigures::pdfsAreVectors() {
  for (const QString& name : names_) {
    const QByteArray pdf = read("figures/deep/" + name + ".pdf");
    QVERIFY(pdf.startsWith("%PDF"));
    QVERIFY2(!pdf.contains("/Type3") && !pdf.contains("/Type /Type3"), qPrintable(name));
    QVERIFY2(!pdf.contains("/Subtype /Image"), qPrintable(name));
    QVERIFY2(pdf.contains("/FontFile2"), qPrintable(name));  // an embedded TrueType font
    QVERIFY2(!read("figures/deep/" + name + ".svg").contains("<image"), qPrintable(name));
  }
}

void TestUiFigures::pdfWidths() {
  const QRegularExpression box(R"(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\])");
  for (const QString& name : names_) {
    const auto match = box.match(QString::fromLatin1(read("figures/deep/" + name + ".pdf")));
    QVERIFY(match.hasMatch());
    const double mm = match.captured(1).toDouble() / 72 * 25.4;
    const double wanted = mm > 120 ? kTwoColumnsMm : kOneColumnMm;
    QVERIFY2(std::abs(mm - wanted) < 0.1, qPrintable(QString::number(mm)));
  }
}

void TestUiFigures::svgWidths() {
  for (const QString& name : names_) {
    const QByteArray svg = read("figures/deep/" + name + ".svg");
    QVERIFY(svg.contains("width=\"88.9mm\"") || svg.contains("width=\"181.9mm\""));
  }
}

// One sum and one time of each side, whatever else the total was taken for.
void TestUiFigures::everySideHasOneTime() {
  RunData odd = run(1);
  RequestRecord& record = odd.records.front();
  record.totalMs = sumOfParts(record) + 5;
  record.bandwidthMbps = kUnknown;
  const QTemporaryDir other;
  exportRunFigures(odd, other.filePath("odd"), {true, false, false});
  const QString place = other.filePath("odd/%1.csv");
  const auto row = [&](const char* name) {
    QFile file(place.arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n').value(1).split(',') : QByteArrayList();
  };
  QCOMPARE(row("latency").value(4).toDouble(), record.edgeMs());
  QCOMPARE(LatencyFeed::rowOf(record)[2], static_cast<float>(record.edgeMs()));
  QCOMPARE(row("bandwidth").value(2), QByteArray());  // not measured
}

void TestUiFigures::pngResolution() {
  const QImage image(folder_.filePath("figures/deep/accuracy.png"));
  QCOMPARE(image.width(), 1050);
  QVERIFY(std::abs(image.dotsPerMeterX() * 0.0254 - 300) < 0.1);
}

void TestUiFigures::csvHasTheNumbers() {
  const QList<QByteArray> lines = read("figures/deep/latency.csv").trimmed().split('\n');
  QCOMPARE(lines.size(), 301);
  QCOMPARE(lines[0], QByteArray("request,start_s,device_ms,link_ms,edge_ms,total_ms,target_ms,violation,outcome"));
  QCOMPARE(lines[2].split(',')[2].toDouble(), 6.0);  // three layers of 2 ms
  QCOMPARE(lines[2].split(',')[3].toDouble(), 22.0);
  QCOMPARE(lines[1].split(',')[7], QByteArray("1"));
  const QByteArray layers = read("figures/deep/layers.csv");
  QVERIFY(layers.contains("conv1,2,300,,0\n"));
  QVERIFY(layers.contains("b1.fc,,0,1,100\n"));
  QVERIFY(read("figures/deep/decisions.csv").contains("\n1,0.1,2,3,4\n"));
  QVERIFY(read("figures/deep/bandwidth.csv").contains(",8,7.5,4,9800\n"));
  // What the window's chart saves of the same request.
  const RequestRecord record = run(2).records[1];
  const LatencyFeed::Row shown = LatencyFeed::rowOf(record);
  for (int part = 0; part < 3; ++part) {
    QCOMPARE(lines[2].split(',')[2 + part].toFloat(), shown[static_cast<std::size_t>(part)]);
  }
  QCOMPARE(lines[2].split(',')[5].toDouble(), sumOfParts(record));
  QVERIFY(read("figures/deep/reward.csv").contains("\n10,1,-0.1,"));
  QVERIFY(read("figures/deep/confusion.csv").startsWith("True class,0,1,2\n"));
  QVERIFY(read("figures/deep/link.csv").contains("\n1,0.1,4,9800,10\n"));
  QVERIFY(read("figures/deep/processors.csv").contains(",3600\n"));
  QCOMPARE(read("figures/deep/accuracy.csv").trimmed().split('\n').size(), 301);
}

void TestUiFigures::sidecarSaysWhereFrom() {
  const QJsonObject json = QJsonDocument::fromJson(read("figures/deep/figures.json")).object();
  QCOMPARE(json["seed"].toString(), QString("7"));
  QCOMPARE(json["commit"].toString(), QString("abc123"));
  QCOMPARE(json["machine"].toString(), QString("this one"));
  QCOMPARE(json["policy"].toString(), QString("sac-d"));
  QCOMPARE(json["model"].toString(), QString("small"));
  QCOMPARE(json["requests"].toInt(), 300);
  QCOMPARE(json["figures"].toArray().size(), names_.size());
}

void TestUiFigures::longAndTinyRuns() {
  QTemporaryDir other;
  exportRunFigures(run(1), other.filePath("one"), {true, true, true});
  exportRunFigures(run(60'000), other.filePath("long"), {true, false, false});
  QVERIFY(QFile(other.filePath("long/latency.pdf")).size() < 600'000);  // reduced to what paper can show
  RunData unlabelled = run(40);
  for (auto& record : unlabelled.records) {
    record.label = -1;
    record.bandwidthMbps = record.estimateMbps = record.targetMs = 0;
    record.outcome = Outcome::Failed;
    record.reward = record.deviceCpu = record.edgeCpu = kUnknown;
    record.deviceTemperatureC = record.edgeTemperatureC = record.deviceMhz = record.edgeMhz = kUnknown;
  }
  exportRunFigures(unlabelled, other.filePath("bare"), {true, true, true});
  // What no record has is left out; what a run always has is there, if only as axes.
  for (const char* name : {"reward", "confusion", "processors"}) {
    QVERIFY2(!QFile::exists(other.filePath(QStringLiteral("bare/%1.csv").arg(QLatin1String(name)))), name);
  }
  QVERIFY(QFile::exists(other.filePath("bare/latency.pdf")));
}

void TestUiFigures::changingTargets() {
  RunData data = run(100);
  for (std::size_t i = 50; i < 100; ++i) data.records[i].targetMs = 60;
  QTemporaryDir other;
  exportRunFigures(data, other.path(), {false, true, false});
  QFile svg(other.filePath("latency.svg"));
  QVERIFY(svg.open(QIODevice::ReadOnly));
  const QString changing = QString::fromUtf8(svg.readAll());
  QVERIFY(changing.contains(QStringLiteral(">target<")));
  // A step has corners; the line of a target that never changes goes straight across.
  QTemporaryDir constant;
  exportRunFigures(run(100), constant.path(), {false, true, false});
  QFile same(constant.filePath("latency.svg"));
  QVERIFY(same.open(QIODevice::ReadOnly));
  QCOMPARE(mostCorners(QString::fromUtf8(same.readAll())), 2);
  QVERIFY(mostCorners(changing) > 3);
}

void TestUiFigures::unwritableFolder() {
  QFile file(folder_.filePath("a_file"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  try {
    exportRunFigures(run(5), folder_.filePath("a_file/figures"));
    QFAIL("no error");
  } catch (const Error& error) {
    const QString text = QString::fromUtf8(error.what());
    QVERIFY(text.contains("a_file/figures") && text.endsWith('.'));
    QCOMPARE(text.count(". "), 0);  // one sentence
  }
}

void TestUiFigures::emptyRun() {
  QVERIFY_EXCEPTION_THROWN(exportRunFigures(run(0), folder_.filePath("none")), Error);
}

CLEAVE_GUI_TEST(TestUiFigures)
#include "test_ui_figures.moc"
