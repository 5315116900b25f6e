// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <cstddef>
#include <vector>

#include "ui/figures/axes.h"

namespace cleave::ui {

/// Indices of the points that paper can show: of each half point of width the least and the greatest, in runs between
/// the gaps that are wide enough to be seen. x ascends.
using PaperRuns = std::vector<std::vector<std::size_t>>;
PaperRuns paperRuns(const QList<QPointF>& points, const Axes& axes);

/// Which of the points deserve a marker: closer together they would be one blot.
std::vector<std::size_t> paperMarks(const QList<QPointF>& points, const Axes& axes);

}  // namespace cleave::ui
