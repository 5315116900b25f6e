// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/save/saveable.h"

#include <QFileInfo>
#include <memory>

#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/figures/save_figure.h"
#include "ui/save/plot_of.h"

namespace cleave::ui {
namespace {

/// @param figure made in the job: reducing much data takes a while
Saveable saveable(const QString& title, std::function<Figure()> figure) {
  return {title, figureEndings(), [title, figure = std::move(figure)](const QString& path) -> SaveJob {
            return [title, figure, path] { saveFigure(figure(), title, path); };
          }};
}

bool isTable(const QString& path) {
  return QFileInfo(path).suffix().compare(QStringLiteral("csv"), Qt::CaseInsensitive) == 0;
}

/// All rows and columns, hidden ones too.
Figure numbersOf(const std::shared_ptr<const ChartData>& data) {
  Figure figure;
  figure.csv = [data] { return toCsv(*data); };
  return figure;
}

}  // namespace

Saveable saveableFigure(ChartData data, double widthMm) {
  const auto kept = std::make_shared<const ChartData>(std::move(data));
  return {kept->title, figureEndings(), [kept, widthMm](const QString& path) -> SaveJob {
            return [kept, widthMm, path] {
              const Figure figure = isTable(path)  ? numbersOf(kept)
                                    : kept->matrix ? matrixFigure(matrixOf(*kept), widthMm)
                                                   : plotFigure(plotOf(*kept), widthMm);
              saveFigure(figure, kept->title, path);
            };
          }};
}

Saveable saveableFigure(const XyChart& chart, double widthMm) {
  return saveable(chart.title(), [plot = plotOf(chart), widthMm] { return plotFigure(plot, widthMm); });
}

Saveable saveableFigure(const CategoryChart& chart, double widthMm) {
  return saveable(chart.title(), [rows = rowsOf(chart), widthMm] { return rowFigure(rows, widthMm); });
}

Saveable saveableNumbers(ChartData data) {
  Saveable saveable = saveableFigure(std::move(data), kOneColumnMm);
  saveable.endings = {QStringLiteral("csv")};
  return saveable;
}

}  // namespace cleave::ui
