// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <optional>
#include <vector>

#include "core/types/request_record.h"
#include "ui/map/map_layout.h"

namespace cleave::ui {

/// Everything that the map shows of a run.
struct MapState {
  QString deviceName;
  QImage frame;
  std::vector<double> exitAccuracy;     ///< fractions; may be shorter than the exits
  std::optional<RequestRecord> record;  ///< the request shown
  Decision decision;                    ///< of `record`
  std::vector<double> trunkMs;          ///< each layer's latest time; negative = not measured yet
  std::vector<std::vector<double>> branchMs;
  std::vector<double> cutShares;  ///< of recent decisions, by trunk cut 0..layers; 0..1
  Seam seam;                      ///< as animated
  MapTarget hovered;              ///< below the pointer
  MapTarget selected;             ///< by the keyboard, or looked into
};

}  // namespace cleave::ui
