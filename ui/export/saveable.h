// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <functional>

#include "ui/charts/chart_data.h"
#include "ui/figures/figure.h"

class QWidget;

namespace cleave::ui {

class CategoryChart;
class XyChart;

/// Writes a file, in any thread. @throws cleave::Error with one sentence
using SaveJob = std::function<void()>;

/// What can be written to a file, in the formats that its endings say.
struct Saveable {
  QString title;
  QStringList endings;  ///< the one to propose first
  /// On the GUI thread. The job holds all that it needs. @throws cleave::Error as the job does
  std::function<SaveJob(const QString& path)> prepare;
};

/// A chart as a figure for paper, `widthMm` wide, or its numbers: as it was when it was asked.
Saveable saveableFigure(ChartData data, double widthMm);
Saveable saveableFigure(const XyChart& chart, double widthMm);
Saveable saveableFigure(const CategoryChart& chart, double widthMm);
/// Any other figure; one that cannot be drawn as its numbers.
Saveable saveableFigure(const Figure& figure, const QString& title);
/// The numbers alone.
Saveable saveableNumbers(ChartData data);
/// A widget as it looks when the file is written: pixels at twice its size, or drawn two columns wide. The widget must
/// be there when prepare() is called, which throws cleave::Error where it is not.
Saveable saveablePicture(QWidget& widget, const QString& title);

}  // namespace cleave::ui
