// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLockFile>
#include <QString>
#include <memory>
#include <optional>

namespace cleave::workbench {

/// What was typed into the scenario editor and saved nowhere: kept in a file of its own, so that neither closing the
/// window nor a crash loses it. Windows that are open at the same time have a file each.
class ScenarioDraft {
 public:
  struct Text {
    QString id;  ///< of what was opened: a shipped one's name or a file
    QString text;
  };

  /// @param folder of the user's own scenarios; empty: nothing is kept
  explicit ScenarioDraft(const QString& folder);

  /// Takes a file that no other window has; rather one that was left behind than a new one. Before read().
  void claim();
  /// nullopt when there is none, or none that can be read.
  [[nodiscard]] std::optional<Text> read() const;
  /// @returns false when it could not be written; what was there stays
  [[nodiscard]] bool write(const Text& draft) const;
  void remove() const;

 private:
  QString file_;
  std::unique_ptr<QLockFile> lock_;
};

}  // namespace cleave::workbench
