// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_files.h"

#include <QFileInfo>
#include <utility>

#include "ui/window/line_file.h"

namespace cleave::ui {

RecentFiles::RecentFiles(QString path) : path_(std::move(path)), files_(readLines(path_).mid(0, kMost)) {}

void RecentFiles::add(const QString& file) {
  const QString absolute = QFileInfo(file).absoluteFilePath();
  if (absolute.contains(QLatin1Char('\n'))) return;  // it could not be read back
  files_.removeAll(absolute);
  files_.prepend(absolute);
  files_ = files_.mid(0, kMost);
  writeLines(path_, files_);
}

void RecentFiles::clear() {
  files_.clear();
  writeLines(path_, files_);
}

QStringList RecentFiles::files() const {
  QStringList there;
  for (const QString& file : files_) {
    if (QFileInfo::exists(file)) there << file;
  }
  return there;
}

}  // namespace cleave::ui
