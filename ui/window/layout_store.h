// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <optional>
#include <utility>

#include "ui/theme/look.h"

namespace cleave::ui {

/// What the user chose for the whole window.
struct WindowChoices {
  QByteArray geometry;  ///< QWidget::saveGeometry(); empty: not known
  std::optional<Theme> theme;
  std::optional<int> remembered;  ///< requests in the charts
};

/// What is kept of the window between two starts.
struct SavedLayouts {
  QString current;                    ///< name of a workspace
  QMap<QString, QByteArray> layouts;  ///< DockArea::layoutState() by workspace
  WindowChoices window;
};

/// One small JSON file, replaced whole: written beside its place and renamed, so that a crash leaves the old or the
/// new.
class LayoutStore {
 public:
  /// @param path empty: nothing is read or written
  explicit LayoutStore(QString path) : path_(std::move(path)) {}

  /// A file that cannot be understood is moved aside to PATH.damaged and told of in `notice`; never an error.
  [[nodiscard]] SavedLayouts read(QString* notice = nullptr) const;
  /// @returns false when the file could not be written; what was there stays
  bool write(const SavedLayouts& saved) const;

 private:
  QString path_;
};

}  // namespace cleave::ui
