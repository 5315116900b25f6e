// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/scenario/scenario_types.h"

namespace cleave::workbench {

/// The scenarios that there are: those that ship with Cleave, and the user's own in one folder.
class ScenarioLibrary {
 public:
  /// @param folder of the user's own; made when the first one is saved; empty: none can be saved
  explicit ScenarioLibrary(QString folder) : folder_(std::move(folder)) {}

  /// Shipped ones first, each part by name.
  [[nodiscard]] std::vector<ui::ScenarioChoice> all() const;
  /// @param id a shipped one's name or a file @throws Error with one sentence
  [[nodiscard]] ui::ScenarioSource read(const QString& id) const;

  struct Refusal {
    QString sentence;
    bool replaceable = false;  ///< an own one has the name
  };
  /// Why nothing can be saved under this name; an empty sentence when it can.
  [[nodiscard]] Refusal refusalOf(const QString& name) const;
  [[nodiscard]] QString fileOf(const QString& name) const;

  /// Writes beside its place, syncs, renames. @throws Error with one sentence
  static ui::ScenarioSource write(const QString& file, const QString& text);

 private:
  QString folder_;
};

}  // namespace cleave::workbench
