// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include "core/types/error.h"
#include "tests/main/test_main.h"
#include "ui/figures/interval_figure.h"

using namespace cleave;
using namespace cleave::ui;

class TestUiIntervalFigure : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  [[nodiscard]] QByteArray read(const QString& name) const {
    QFile file(folder_.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  static IntervalData data(std::size_t groups, std::size_t series) {
    IntervalData data;
    data.title = "Scores";
    data.axis = "Normalised score";
    for (std::size_t g = 0; g < groups; ++g) data.groups.push_back(QStringLiteral("lte-drive, %1 ms").arg(60 + g));
    for (std::size_t s = 0; s < series; ++s) data.series.push_back(QStringLiteral("algorithm-%1").arg(s));
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t s = 0; s < series; ++s) {
        const double value = 0.1 * static_cast<double>(s) - 0.3;
        data.points.push_back({g, s, value, value - 0.05, value + 0.1});
      }
    }
    return data;
  }

 private Q_SLOTS:
  void writesAllFormats() {
    const QStringList written = exportIntervalFigure(data(2, 3), "scores", folder_.filePath("a/b"), {true, true, true});
    QCOMPARE(written.size(), 4);
    QVERIFY(read("a/b/scores.pdf").contains("/MediaBox [0 0 515.6"));  // 181.9 mm
    QVERIFY(!read("a/b/scores.pdf").contains("/Subtype /Image"));
    QVERIFY(read("a/b/scores.svg").contains("Normalised"));
    const QByteArray csv = read("a/b/scores.csv");
    QVERIFY(csv.startsWith("group,series,value,low,high\n"));
    QCOMPARE(csv.count('\n'), 7);
    QVERIFY(csv.contains("\"lte-drive, 61 ms\",algorithm-0,-0.3,-0.35,-0.2\n"));
    QVERIFY(!QImage(folder_.filePath("a/b/scores.png")).isNull());
  }

  // A row of its own for every series: many of them make the figure longer, not narrower.
  void growsWithItsRows() {
    exportIntervalFigure(data(1, 2), "small", folder_.path(), {false, false, true});
    exportIntervalFigure(data(8, 20), "large", folder_.path(), {false, false, true});
    const QImage small(folder_.filePath("small.png"));
    const QImage large(folder_.filePath("large.png"));
    QCOMPARE(large.width(), small.width());
    QVERIFY(large.height() > 4 * small.height());
  }

  void refusesNothing() {
    IntervalData empty = data(1, 1);
    empty.points.clear();
    QVERIFY_THROWS_EXCEPTION(Error, exportIntervalFigure(empty, "none", folder_.path()));
    QVERIFY_THROWS_EXCEPTION(Error, exportIntervalFigure(data(1, 1), "none", "/proc/none"));
  }
};

CLEAVE_GUI_TEST(TestUiIntervalFigure)
#include "test_ui_interval_figure.moc"
