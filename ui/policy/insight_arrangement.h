// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <QSize>

namespace cleave::ui {

/// Where the policy panel's three sections go in the room that there is. What does not fit beside the others becomes
/// pages behind tabs.
struct InsightArrangement {
  enum Section { Map, Top, WhatIf, Sections };

  QRect tabs;                ///< empty: there are none
  Section firstTab = Map;    ///< sections from here on share one place; the ones before are always seen
  QRect places[Sections]{};  ///< of the tabbed ones: the same place

  [[nodiscard]] bool tabbed(Section section) const { return !tabs.isEmpty() && section >= firstTab; }
};

/// @param top, whatIf heights that these sections need
InsightArrangement arrangeInsight(const QSize& room, int top, int whatIf);

}  // namespace cleave::ui
