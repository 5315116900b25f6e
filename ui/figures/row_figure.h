// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <limits>
#include <optional>
#include <vector>

#include "ui/figures/figure.h"

namespace cleave::ui {

/// Named rows over one axis: bars, values with intervals, boxes. What is not finite is not drawn.
struct RowData {
  struct Row {
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    enum class Kind {
      Bar,       ///< from 0 to `value`
      Interval,  ///< a marker at `value`, a line from `low` to `high`, small dots at `dots`
      Box        ///< box from `lower` to `upper`, line at `middle`, whiskers to `low` and `high`, marker at `value`
    };
    QString name;
    Kind kind = Kind::Bar;
    double value = kNone;
    double low = kNone, high = kNone;
    double lower = kNone, middle = kNone, upper = kNone;
    QList<double> dots = {};
  };

  QString title;
  QString axis;  ///< of the values, with the unit
  bool logarithmic = false;
  std::optional<double> target;  ///< a line upwards
  std::vector<Row> rows;
};

/// As high as its rows need. @throws cleave::Error where no row has a value
Figure rowFigure(RowData data, double widthMm = kOneColumnMm);

}  // namespace cleave::ui
