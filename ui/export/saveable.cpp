// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/saveable.h"

#include <QFileInfo>
#include <memory>

#include "core/types/error.h"
#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/export/plot_of.h"
#include "ui/figures/save_figure.h"
#include "ui/figures/writers.h"

namespace cleave::ui {
namespace {

bool isTable(const QString& path) {
  return QFileInfo(path).suffix().compare(QStringLiteral("csv"), Qt::CaseInsensitive) == 0;
}

/// @param figure made in the job: reducing much data takes a while
/// @param csv the numbers: there are some even where a zoomed chart shows none
Saveable saveable(const QString& title, std::function<Figure()> figure, std::function<QByteArray()> csv) {
  return {title, figureEndings(), [title, figure = std::move(figure), csv = std::move(csv)](const QString& path) {
            return [title, figure, csv, path] {
              if (isTable(path)) return writeBytes(csv(), path);
              saveFigure(figure(), title, path);
            };
          }};
}

Saveable numbersOf(const QString& title, std::function<QByteArray()> csv) {
  return {title, {QStringLiteral("csv")}, [csv = std::move(csv)](const QString& path) -> SaveJob {
            return [csv, path] {
              if (!isTable(path))
                throw Error("Data can only be saved as CSV: change the ending of " + path.toStdString() + " to .csv.");
              writeBytes(csv(), path);
            };
          }};
}

}  // namespace

Saveable saveableFigure(ChartData data, double widthMm) {
  const auto kept = std::make_shared<const ChartData>(std::move(data));
  const auto figure = [kept, widthMm] {
    return kept->matrix ? matrixFigure(matrixOf(*kept), widthMm) : plotFigure(plotOf(*kept), widthMm);
  };
  return saveable(kept->title, figure, [kept] { return toCsv(*kept); });  // all columns, hidden ones too
}

Saveable saveableFigure(const XyChart& chart, double widthMm) {
  return saveable(
      chart.title(), [plot = plotOf(chart), widthMm] { return plotFigure(plot, widthMm); },
      [csv = chart.csv()] { return csv.toUtf8(); });
}

Saveable saveableFigure(const CategoryChart& chart, double widthMm) {
  return saveable(
      chart.title(), [rows = rowsOf(chart), widthMm] { return rowFigure(rows, widthMm); },
      [csv = chart.csv()] { return csv.toUtf8(); });
}

Saveable saveableFigure(const Figure& figure, const QString& title) {
  if (figure.draw)
    return saveable(
        title, [figure] { return figure; }, figure.csv);
  return numbersOf(title, figure.csv);
}

Saveable saveableNumbers(ChartData data) {
  const auto kept = std::make_shared<const ChartData>(std::move(data));
  return numbersOf(kept->title, [kept] { return toCsv(*kept); });
}

}  // namespace cleave::ui
