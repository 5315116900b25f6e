// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/theme/colours.h"

namespace cleave::ui {

/// One series of a LivePlot: how to draw which channel of the rows.
struct SeriesSpec {
  enum class Kind {
    Line,     ///< through the values; gaps (NaN) are bridged
    Step,     ///< holds each value until the next
    Area,     ///< filled from zero
    Band,     ///< filled between `channel` and `highChannel`
    Markers,  ///< a dot at each value that is not NaN
  };

  Kind kind = Kind::Line;
  int channel = 0;
  int highChannel = -1;  ///< Band only
  int keyChannel = -1;   ///< whose extrema the reduction keeps; -1 = `channel`
  /// Area only: stands on the stacked areas that are added after it, as far as they are shown. Add them from the top
  /// to the bottom; channels hold the parts, and `keyChannel`, the same for all, is theirs: the plot sums up there.
  bool stacked = false;
  ColourRole colour = ColourRole::Edge;
  double width = 1.6;  ///< pixels: line width, or a marker's diameter
  double opacity = 1;
  QString name = {};  ///< for legend and data; a series without one is in neither
};

}  // namespace cleave::ui
