// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QString>
#include <optional>
#include <vector>

#include "ui/figures/export.h"
#include "ui/figures/figure.h"

namespace cleave::ui {

/// One curve of a plot for paper. Points that are not finite are gaps. x ascends, but for Points.
struct PlotCurve {
  enum class Kind {
    Line,
    Step,
    Area,    ///< filled from zero up to `points`; add stacked ones from the bottom, each with the sum below
    Points,  ///< markers, with the error bars that `low` and `high` say
  };
  /// What it stands for gives its colour; Series takes the next of the palette, Plain is black.
  enum class Meaning { Series, Device, Link, Edge, Exit, Violation, Plain };

  QString name;
  Kind kind = Kind::Line;
  Meaning meaning = Meaning::Series;
  QList<QPointF> points;
  QList<QPointF> low = {}, high = {};  ///< a band of a line, the ends of error bars of points; both empty: none
  QString bandName = {};               ///< of the band, for the legend
  int palette = -1;                    ///< of Series: which colour, where two curves share one; negative: the next
};

struct PlotRange {
  double low = 0;
  double high = 1;
};

/// What a chart shows, for paper.
struct PlotData {
  QString title;
  QString xTitle, yTitle;  ///< with units
  bool logX = false, logY = false;
  std::vector<PlotCurve> curves;
  std::optional<double> target;                       ///< a line across
  bool fromZero = false;                              ///< the y axis begins there
  std::optional<double> xTarget = {};                 ///< a line upwards
  std::optional<PlotRange> xRange = {}, yRange = {};  ///< what to show; nothing: all that there is
  bool mayBeEmpty = false;                            ///< its axes are drawn even so, where both have a range
  /// Further plots below this one over the same x, whose title and range are this one's: what has another unit.
  std::vector<PlotData> below = {};
};

/// @param widthMm of the page, kOneColumnMm or kTwoColumnsMm; the height follows
/// @throws cleave::Error for a plot without a point
Figure plotFigure(PlotData data, double widthMm = kOneColumnMm);

}  // namespace cleave::ui
