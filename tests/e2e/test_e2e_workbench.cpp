// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QTemporaryDir>
#include <QtTest>

#include "program.h"

namespace cleave {

class TestWorkbench : public QObject {
  Q_OBJECT

  QTemporaryDir data_;

 private Q_SLOTS:
  // The workbench records its runs where the user's data lives: not in a tester's own folder.
  void initTestCase() { qputenv("XDG_DATA_HOME", data_.path().toUtf8()); }

  void demonstrationLeavesAPicture() {
    QTemporaryDir folder;
    const QString shot = folder.filePath("shot.png");
    const Ended ended = runProgram("cleave", {"--demo", "--screenshot", shot, "--after", "6", "--size", "1280x720"});
    QVERIFY2(ended.status == 0, qPrintable(ended.err));
    const QImage picture(shot);
    QCOMPARE(picture.size(), QSize(1280, 720));
  }
  void unwritablePicture() {
    const Ended ended = runProgram("cleave", {"--screenshot", "/proc/shot.png", "--after", "0.2"});
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.err.contains("/proc/shot.png"), qPrintable(ended.err));
  }
  void wrongUsage() { QCOMPARE(runProgram("cleave", {"--fly"}).status, 2); }
};

}  // namespace cleave

QTEST_MAIN(cleave::TestWorkbench)
#include "test_e2e_workbench.moc"
