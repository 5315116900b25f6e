// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QtTest>

#include "tests/main/test_main.h"
#include "ui/charts/category_chart.h"
#include "ui/theme/look.h"

namespace cleave::ui {

class TestUiCategoryChart : public QObject {
  Q_OBJECT

  static CategoryRow row(const QString& name, CategoryRow::Kind kind, double value) {
    CategoryRow made{name, QColor("#0072b2"), kind, value};
    made.low = value / 2;
    made.lower = value * 0.8;
    made.middle = value;
    made.upper = value * 1.2;
    made.high = value * 2;
    return made;
  }

 private Q_SLOTS:
  void initTestCase() { installLook(); }

  void anythingCanBeShown() {
    CategoryChart chart;
    for (const QSize size : {QSize(1, 1), QSize(160, 60), QSize(220, 150), QSize(800, 400)}) {
      chart.resize(size);
      for (const bool log : {false, true}) {
        chart.setLogarithmic(log);
        for (const auto kind : {CategoryRow::Kind::Bar, CategoryRow::Kind::Interval, CategoryRow::Kind::Box}) {
          CategoryRow unknown{QStringLiteral("unknown"), Qt::red, kind};
          CategoryRow zero = row(QStringLiteral("zero"), kind, 0);
          for (const auto& rows : {std::vector<CategoryRow>{}, {unknown}, {zero}, {row("a", kind, 3), unknown, zero}}) {
            chart.setRows(rows);
            chart.setHighlighted(QStringLiteral("a"));
            QVERIFY(!chart.grab().isNull());
          }
        }
      }
    }
  }

  void bordersAndRows() {
    CategoryChart chart;
    chart.setAxis(QStringLiteral("bytes"), [](double value) { return QString::number(value); });
    chart.setRows({row("a", CategoryRow::Kind::Bar, 30), row("b", CategoryRow::Kind::Box, 40)});
    chart.setMark(XyMark{Qt::Vertical, 90, {}});
    chart.resize(400, 200);
    QCOMPARE(chart.frame().x.range().low, 0.0);
    QVERIFY(chart.frame().x.range().high >= 90);  // the whisker, and the mark
    chart.show();
    QSignalSpy spy(&chart, &CategoryChart::rowClicked);
    const QRectF plot = chart.frame().plot;
    QTest::mouseClick(&chart, Qt::LeftButton, {}, QPoint(200, static_cast<int>(plot.top() + plot.height() * 0.75)));
    QTest::mouseClick(&chart, Qt::LeftButton, {}, QPoint(200, 195));
    QCOMPARE(spy.count(), 2);
    QCOMPARE(spy[0][0].toString(), QStringLiteral("b"));
    QCOMPARE(spy[1][0].toString(), QString());
    QVERIFY(chart.tipOf(1).contains(QStringLiteral("median 40")));
    chart.setRows(std::vector<CategoryRow>(20, row("c", CategoryRow::Kind::Bar, 1)));
    QVERIFY(chart.minimumSizeHint().height() > 300);
  }

  void copies() {
    CategoryChart chart;
    chart.setAxis(QStringLiteral("ms"), [](double value) { return QString::number(value); });
    chart.setRows({row("say \"a\"", CategoryRow::Kind::Bar, 2)});
    chart.findChild<QAction*>(QStringLiteral("copyData"))->trigger();
    QCOMPARE(QApplication::clipboard()->text().split(QLatin1Char('\n'))[1],
             QStringLiteral("\"say \"\"a\"\"\",2,1,4,1.6,2,2.4"));
    chart.findChild<QAction*>(QStringLiteral("copyPicture"))->trigger();
    QCOMPARE(QApplication::clipboard()->pixmap().size(), chart.size() * 2);
  }
};

}  // namespace cleave::ui

CLEAVE_GUI_TEST(cleave::ui::TestUiCategoryChart)
#include "test_ui_category_chart.moc"
