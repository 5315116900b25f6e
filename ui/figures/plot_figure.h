// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <optional>
#include <vector>

#include "ui/figures/export.h"

namespace cleave::ui {

/// One curve of a plot for paper. Points that are not finite are gaps. x ascends, but for Points.
struct PlotCurve {
  enum class Kind {
    Line,
    Step,
    Area,    ///< filled from `low` (or zero) up to `points`; add stacked ones from the bottom, each with the sum below
    Points,  ///< markers, with the error bars that `low` and `high` say
  };
  /// What it stands for gives its colour; Series takes the next of the palette.
  enum class Meaning { Series, Device, Link, Edge, Exit, Violation };

  QString name;
  Kind kind = Kind::Line;
  Meaning meaning = Meaning::Series;
  QList<QPointF> points;
  QList<QPointF> low = {}, high = {};  ///< a band of a line, the ends of error bars of points; both empty: none
};

/// What a chart shows, for paper.
struct PlotData {
  QString title;
  QString xTitle, yTitle;  ///< with units
  bool logX = false, logY = false;
  std::vector<PlotCurve> curves;
  std::optional<double> target;  ///< a line across
  bool fromZero = false;         ///< the y axis begins there
};

/// Writes one file; the ending of `path` says which: .pdf, .svg, .png, or .csv with the numbers.
/// @param widthMm of the page, kOneColumnMm or kTwoColumnsMm; the height follows
/// @throws cleave::Error with one sentence for another ending, a plot without a point, or a place that cannot be
///         written
void savePlot(const PlotData& data, const QString& path, double widthMm = kOneColumnMm);

}  // namespace cleave::ui
