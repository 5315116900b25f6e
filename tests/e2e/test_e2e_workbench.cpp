// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include "program.h"
#include "tests/main/test_main.h"

namespace cleave {

class TestWorkbench : public QObject {
  Q_OBJECT

  QTemporaryDir data_;

  static qsizetype coloursWithin(const QImage& picture) {
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 3) {
      for (int x = 0; x < picture.width(); x += 3) colours.insert(picture.pixel(x, y));
    }
    return colours.size();
  }

 private Q_SLOTS:
  // The workbench records its runs where the user's data lives: not in a tester's own folder.
  void initTestCase() { qputenv("XDG_DATA_HOME", data_.path().toUtf8()); }

  void demonstrationLeavesAPicture_data() {
    QTest::addColumn<QString>("workspace");
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QSize>("size");
    for (const char* workspace : {"run", "train", "compare"}) {
      for (const char* theme : {"light", "dark"}) {
        QTest::addRow("%s-%s", workspace, theme) << workspace << theme << QSize(1600, 1000);
      }
    }
    for (const char* workspace : {"run", "train", "compare"}) {
      QTest::addRow("%s-small", workspace) << workspace << "dark" << QSize(1280, 720);
    }
  }
  /// They are to be looked at, too: continuous integration keeps them.
  void demonstrationLeavesAPicture() {
    QFETCH(QString, workspace);
    QFETCH(QString, theme);
    QFETCH(QSize, size);
    const QDir folder(QStringLiteral(CLEAVE_SOURCE_DIR "/build/screenshots"));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    const QString shot =
        folder.filePath(QStringLiteral("workbench-%1.png").arg(QLatin1String(QTest::currentDataTag())));
    QFile::remove(shot);
    const Ended ended =
        runProgram("cleave", {"--demo", "--workspace", workspace, "--theme", theme, "--screenshot", shot, "--after",
                              "6", "--size", QStringLiteral("%1x%2").arg(size.width()).arg(size.height())});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QImage picture(shot);
    QCOMPARE(picture.size(), size);
    const QColor ground = picture.pixelColor(2, size.height() / 2);
    QCOMPARE(ground.lightnessF() > 0.5, theme == QLatin1String("light"));
    QVERIFY(coloursWithin(picture) > 100);  // something lives in it
  }
  void unwritablePicture() {
    const Ended ended = runProgram("cleave", {"--screenshot", "/proc/shot.png", "--after", "0.2"});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains("/proc/shot.png"), qPrintable(ended.err));
  }
  void wrongUsage() { QCOMPARE(runProgram("cleave", {"--fly"}).status, 2); }
};

}  // namespace cleave

CLEAVE_TEST(cleave::TestWorkbench)
#include "test_e2e_workbench.moc"
