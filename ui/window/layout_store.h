// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

namespace cleave::ui {

/// What is kept of the window between two starts.
struct SavedLayouts {
  QString current;                    ///< name of a workspace
  QMap<QString, QByteArray> layouts;  ///< DockArea::layoutState() by workspace
  QByteArray geometry;                ///< QWidget::saveGeometry() of the window
};

/// One small JSON file, replaced whole: written beside its place and renamed, so that a crash leaves the old or the
/// new.
class LayoutStore {
 public:
  /// @param path empty: nothing is read or written
  explicit LayoutStore(QString path) : path_(std::move(path)) {}

  /// A file that cannot be understood is moved aside to PATH.damaged and told of in `remark`; never an error.
  [[nodiscard]] SavedLayouts read(QString* remark = nullptr) const;
  /// @returns false when the file could not be written; what was there stays
  bool write(const SavedLayouts& saved) const;

 private:
  QString path_;
};

}  // namespace cleave::ui
