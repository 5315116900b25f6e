// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace cleave::ui {
namespace {

constexpr qint64 kMostBytes = 1 << 16;

}  // namespace

RecentFiles::RecentFiles(QString path) : path_(std::move(path)) {
  QFile file(path_);
  if (path_.isEmpty() || !file.open(QIODevice::ReadOnly)) return;
  const QString text = QString::fromUtf8(file.read(kMostBytes));
  files_ = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts).mid(0, kMost);
}

void RecentFiles::add(const QString& file) {
  const QString absolute = QFileInfo(file).absoluteFilePath();
  if (absolute.contains(QLatin1Char('\n'))) return;  // it could not be read back
  files_.removeAll(absolute);
  files_.prepend(absolute);
  files_ = files_.mid(0, kMost);
  write();
}

void RecentFiles::clear() {
  files_.clear();
  write();
}

QStringList RecentFiles::files() const {
  QStringList there;
  for (const QString& file : files_) {
    if (QFileInfo::exists(file)) there << file;
  }
  return there;
}

void RecentFiles::write() const {
  if (path_.isEmpty()) return;
  QDir().mkpath(QFileInfo(path_).absolutePath());
  QSaveFile file(path_);
  if (!file.open(QIODevice::WriteOnly)) return;
  file.write(files_.join(QLatin1Char('\n')).toUtf8());
  file.commit();
}

}  // namespace cleave::ui
