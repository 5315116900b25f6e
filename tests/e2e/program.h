// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

namespace cleave {

/// What a program said and how it ended.
struct Ended {
  int status = -1;
  QString out;
  QString err;
};

inline const QString kModel = QStringLiteral(CLEAVE_SOURCE_DIR "/models/alexnet-fashion.cleavemodel");

inline QString programPath(const QString& name) {
  return QStringLiteral(CLEAVE_PROGRAM_DIR "/") + name;
}

inline Ended runProgram(const QString& name, const QStringList& arguments, int timeoutMs = 120'000) {
  QProcess process;
  process.start(programPath(name), arguments);
  if (!process.waitForFinished(timeoutMs)) {
    process.kill();
    process.waitForFinished();
    return {-1, {}, QStringLiteral("did not end in time")};
  }
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
          QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

}  // namespace cleave
