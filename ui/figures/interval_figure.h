// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <vector>

#include "ui/figures/export.h"

namespace cleave::ui {

/// Estimates with their intervals: some series, each in some groups.
struct IntervalData {
  struct Point {
    std::size_t group = 0;   ///< index in `groups`
    std::size_t series = 0;  ///< index in `series`
    double value = 0;
    double low = 0;
    double high = 0;
  };

  QString title;
  QString axis;                 ///< of the values, with the unit
  std::vector<QString> groups;  ///< one below the other
  std::vector<QString> series;  ///< told apart by colour and marker
  std::vector<Point> points;    ///< finite; a series may lack in a group
  /// The axis goes no lower: one hopeless series would squeeze all others. Points below are told by their number.
  double least = -1;
};

/// Writes NAME in the formats, and NAME.csv. As exportRunFigures() otherwise.
/// @throws cleave::Error with one sentence when there are no points or the folder cannot be written
QStringList exportIntervalFigure(const IntervalData& data, const QString& name, const QString& directory,
                                 FigureFormats formats = {});

}  // namespace cleave::ui
