// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "ui/charts/chart_data.h"

class QMenu;
class QWidget;

namespace cleave::ui {

class TimeAxis;

/// The widget as it is on the screen, at twice its size for a page or a slide.
QImage pictureOf(QWidget& widget);

/// Puts the data on the clipboard as CSV; much of it is written by a worker, so that nothing stands still.
void copyCsv(ChartData data);

/// Copy picture, Copy data, Copy all data; with an axis also Back to live, Show all, and what x counts. Widget, source
/// and axis must outlive the menu.
void addChartActions(QMenu& menu, QWidget& picture, const ChartSource& source, TimeAxis* axis);

}  // namespace cleave::ui
