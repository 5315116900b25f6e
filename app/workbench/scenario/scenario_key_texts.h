// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cleave::workbench {

/// What people read of a key.
struct KeyText {
  QString group;
  QString label;
  QString unit;
  QString help;  ///< empty: the label says it
};

/// "link.good_mbps" is "good" in Mbit/s under "Link".
KeyText textOf(const QString& key);

}  // namespace cleave::workbench
