// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "ui/theme/colours.h"

namespace cleave::ui {

/// A scenario that can be opened, or that a link can follow.
struct ScenarioChoice {
  QString id;     ///< a shipped one's name, or the file of an own one
  QString name;   ///< for people
  QString about;  ///< one line
  bool shipped = true;
};

/// Where the text in the editor comes from.
struct ScenarioSource {
  QString title;
  QString file;          ///< of an own one; empty: it ships, or was never saved
  bool shipped = false;  ///< cannot be saved in its place
  QString text;          ///< as it is kept

  friend bool operator==(const ScenarioSource&, const ScenarioSource&) = default;
};

/// One key of a scenario, as the form shows it.
struct ScenarioField {
  enum class Kind { Text, Number, Choice, File };
  QString key;                         ///< "link.good_mbps"
  QString group;                       ///< heading that it stands under: "Link"
  ColourRole role = ColourRole::Text;  ///< of the group: whose it is
  QString label;                       ///< "good"
  QString unit;                        ///< "Mbit/s"; may be empty
  QString help;                        ///< what it is and what it may be
  Kind kind = Kind::Number;
  QString value = {};        ///< as the text has it, right or wrong; empty: it is not there
  QString standard = {};     ///< what holds when it is not there; empty: it must be
  QStringList choices = {};  ///< of Kind::Choice
  int line = 0;              ///< in the text, from 1; 0: it is not there
};

}  // namespace cleave::ui
