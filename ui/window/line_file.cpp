// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/line_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace cleave::ui {
namespace {

constexpr qint64 kMostBytes = 1 << 16;

}  // namespace

QStringList readLines(const QString& path) {
  QFile file(path);
  if (path.isEmpty() || !file.open(QIODevice::ReadOnly)) return {};
  return QString::fromUtf8(file.read(kMostBytes)).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

bool writeLines(const QString& path, const QStringList& lines) {
  if (path.isEmpty()) return true;
  QDir().mkpath(QFileInfo(path).absolutePath());
  QSaveFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(lines.join(QLatin1Char('\n')).toUtf8()) >= 0 && file.commit();
}

}  // namespace cleave::ui
