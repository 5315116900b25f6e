// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/main/test_main.h"

namespace cleave {

// What `cmake --install` leaves works on its own: elsewhere than it was installed, from any folder.
class TestInstall : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void whatProgramsNeedIsThere();
  void aRunFindsModelPolicyAndAgent();
  void noProgramNamesTheSources();

 private:
  QString installed(const QString& name) const { return folder_.filePath("moved/" + name); }

  QTemporaryDir folder_;
};

void TestInstall::initTestCase() {
  QProcess cmake;
  cmake.setProcessChannelMode(QProcess::MergedChannels);
  cmake.start("cmake", {"--install", CLEAVE_PROGRAM_DIR "/..", "--prefix", folder_.filePath("prefix"), "--strip"});
  QVERIFY2(cmake.waitForFinished(120'000) && cmake.exitCode() == 0, cmake.readAll().constData());
  QVERIFY(QDir(folder_.path()).rename("prefix", "moved"));
}

void TestInstall::whatProgramsNeedIsThere() {
  for (const auto* name :
       {"bin/cleave-cli", "bin/cleave-agent", "share/cleave/models/alexnet-fashion.cleavemodel",
        "share/cleave/models/alexnet-fashion.md", "share/cleave/models/demo.cleavepolicy",
        "share/cleave/scenarios/demo.scenario", "share/doc/cleave/LICENSE", "share/doc/cleave/README.md"}) {
    QVERIFY2(QFile::exists(installed(name)), name);
  }
  if (!QFile::exists(QStringLiteral(CLEAVE_PROGRAM_DIR "/cleave"))) return;  // built without the workbench
  for (const auto* name :
       {"bin/cleave", "share/applications/cleave.desktop", "share/icons/hicolor/scalable/apps/cleave.svg"}) {
    QVERIFY2(QFile::exists(installed(name)), name);
  }
}

void TestInstall::aRunFindsModelPolicyAndAgent() {
  QProcess run;
  auto environment = QProcessEnvironment::systemEnvironment();
  environment.remove("CLEAVE_DATA_DIR");
  run.setProcessEnvironment(environment);
  run.setWorkingDirectory(folder_.path());
  run.start(installed("bin/cleave-cli"), {"run", "--agent", "local", "--policy", "trained:demo", "--requests", "3"});
  QVERIFY(run.waitForFinished(120'000));
  QVERIFY2(run.exitCode() == 0, run.readAllStandardError().constData());
  QVERIFY(run.readAllStandardOutput().contains("3 completed"));
}

void TestInstall::noProgramNamesTheSources() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  QSKIP("sanitizers write the names of source files into programs");
#endif
  for (const auto& name : QDir(installed("bin")).entryList(QDir::Files)) {
    QFile program(installed("bin/" + name));
    QVERIFY(program.open(QIODevice::ReadOnly));
    QVERIFY2(!program.readAll().contains(CLEAVE_SOURCE_DIR "/"), qPrintable(name));
  }
}

}  // namespace cleave

CLEAVE_TEST(cleave::TestInstall)
#include "test_e2e_install.moc"
