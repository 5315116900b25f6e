// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QString>
#include <limits>

namespace cleave::ui {

/// One named row of a CategoryChart, or of its figure, which has colours of its own. What is not finite is not drawn.
struct CategoryRow {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  enum class Kind {
    Bar,       ///< from 0 to `value`
    Interval,  ///< a dot at `value`, a line from `low` to `high`, small dots at `dots`
    Box        ///< box from `lower` to `upper` with a line at `middle`, whiskers to `low` and `high`, a dot at `value`
  };

  QString name;
  QColor colour;
  Kind kind = Kind::Bar;
  double value = kNone;
  double low = kNone, high = kNone;
  double lower = kNone, middle = kNone, upper = kNone;
  QList<double> dots = {};
};

}  // namespace cleave::ui
