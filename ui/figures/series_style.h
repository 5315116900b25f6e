// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <array>
#include <cstddef>

#include "ui/figures/canvas.h"

namespace cleave::ui::paper {

/// Okabe-Ito without its yellow, too light for a line.
inline QColor seriesColour(std::size_t series) {
  static const std::array<QColor, 7> colours{
      QColor(0xd5, 0x5e, 0x00), QColor(0x00, 0x72, 0xb2), QColor(0x00, 0x9e, 0x73), QColor(0xcc, 0x79, 0xa7),
      QColor(0x56, 0xb4, 0xe9), QColor(0xe6, 0x9f, 0x00), QColor(0x20, 0x20, 0x20)};
  return colours[series % colours.size()];
}

/// With the colour, so that grey print keeps series apart.
inline MarkerShape seriesMarker(std::size_t series) {
  constexpr std::array shapes{MarkerShape::Disc, MarkerShape::Square, MarkerShape::Diamond, MarkerShape::Ring,
                              MarkerShape::Cross};
  return shapes[series % shapes.size()];
}

}  // namespace cleave::ui::paper
