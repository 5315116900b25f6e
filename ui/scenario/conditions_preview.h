// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace cleave::ui {

/// What a stretch of a series reached.
struct PreviewBin {
  double low = 0;
  double mean = 0;
  double high = 0;
};

/// What a scenario or trace does over time, reduced to what a small chart can show. Each series is spread evenly over
/// the duration; one bin is a constant, none is nothing to show.
struct ConditionsPreview {
  double durationS = 0;
  std::vector<PreviewBin> mbps;
  std::vector<PreviewBin> rttMs;
  std::vector<PreviewBin> deviceLoad;  ///< shares, 0..1
  std::vector<PreviewBin> edgeLoad;
  QString note;  ///< what else there is to know, one line
};

}  // namespace cleave::ui
