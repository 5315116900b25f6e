// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace cleave::ui {

/// The files opened last, newest first, kept in a small text file (a path a line).
class RecentFiles {
 public:
  static constexpr int kMost = 10;

  /// @param path empty: only remembered until the program ends
  explicit RecentFiles(QString path);
  void add(const QString& file);
  void clear();
  /// Those that still exist.
  [[nodiscard]] QStringList files() const;

 private:
  QString path_;
  QStringList files_;
};

}  // namespace cleave::ui
