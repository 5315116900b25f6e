// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/interval_figure.h"

#include <QDir>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/types/error.h"
#include "ui/charts/nice_ticks.h"
#include "ui/figures/axes.h"
#include "ui/figures/figure.h"
#include "ui/figures/save_figure.h"
#include "ui/figures/series_style.h"

namespace cleave::ui {
namespace {

// Points. Rows lie flat, so that names of any length can be read and any number of rows has room.
constexpr double kRow = 9;
constexpr double kGroupGap = 7;
constexpr double kBottom = 26;
constexpr double kTop = 5;
constexpr double kSwatch = 9;

double groupHeight(const IntervalData& data) {
  return kRow * static_cast<double>(data.series.size()) + kGroupGap;
}

std::vector<QPointF> placesOf(const Canvas& canvas, const IntervalData& data, double width) {
  std::vector<double> widths;
  for (const auto& name : data.series) widths.push_back(kSwatch + canvas.textWidth(name));
  auto places = legendPlaces(widths, width - kLegendGap, 0);
  for (QPointF& place : places) place.ry() += kTop + kLegendLine / 2;
  return places;
}

void drawLegend(Canvas& canvas, const IntervalData& data, const std::vector<QPointF>& places) {
  for (std::size_t s = 0; s < data.series.size(); ++s) {
    const QPointF at = places[s] + QPointF(4, 0);
    canvas.marker(at, paper::seriesMarker(s), paper::seriesColour(s));
    canvas.text(at + QPointF(kSwatch - 3, 0), data.series[s], Qt::AlignLeft | Qt::AlignVCenter);
  }
}

Ticks ticksFor(const IntervalData& data) {
  double low = 0;
  double high = 1;
  for (const auto& point : data.points) {
    low = std::min(low, std::max(point.low, data.least));
    high = std::max(high, point.high);
  }
  return niceTicks(low, high, 9);
}

void drawIntervals(Canvas& canvas, const IntervalData& data) {
  const double width = canvas.size().width();
  const auto places = placesOf(canvas, data, width - 4);
  double left = 0;
  for (const auto& name : data.groups) left = std::max(left, canvas.textWidth(name));
  const double top = places.back().y() + kLegendLine / 2 + 3;
  const QRectF plot(left + 8, top, width - left - 8 - 10, canvas.size().height() - top - kBottom);
  const Ticks ticks = ticksFor(data);
  const auto x = [&](double value) {
    return plot.left() + (value - ticks.low) / (ticks.high - ticks.low) * plot.width();
  };
  const Stroke axis{paper::kInk, paper::kAxis, Dash::Solid};
  for (const double value : ticks.values) {
    canvas.line({x(value), plot.top()}, {x(value), plot.bottom()}, {paper::kGrid, paper::kAxis, Dash::Solid});
    canvas.line({x(value), plot.bottom()}, {x(value), plot.bottom() + 2.5}, axis);
    canvas.text({x(value), plot.bottom() + 5.5}, tickText(value), Qt::AlignHCenter | Qt::AlignTop);
  }
  for (const double reference : {0.0, 1.0}) {
    canvas.line({x(reference), plot.top()}, {x(reference), plot.bottom()}, {paper::kLink, paper::kAxis, Dash::Dashed});
  }
  canvas.line(plot.bottomLeft(), plot.bottomRight(), axis);
  const double height = plot.height() / static_cast<double>(data.groups.size());
  for (std::size_t g = 0; g < data.groups.size(); ++g) {
    const double y = plot.top() + height * static_cast<double>(g);
    if (g > 0) canvas.line({2, y}, {plot.right(), y}, {paper::kGrid, paper::kAxis, Dash::Solid});
    canvas.text({2, y + height / 2}, data.groups[g], Qt::AlignLeft | Qt::AlignVCenter);
  }
  const double row = (height - kGroupGap) / static_cast<double>(data.series.size());
  for (const auto& point : data.points) {
    const double y = plot.top() + height * static_cast<double>(point.group) + kGroupGap / 2 +
                     row * (static_cast<double>(point.series) + 0.5);
    if (point.high > ticks.low) {
      canvas.line({x(std::max(point.low, ticks.low)), y}, {x(point.high), y},
                  {paper::seriesColour(point.series), paper::kLine, Dash::Solid});
    }
    if (point.value >= ticks.low) {
      canvas.marker({x(point.value), y}, paper::seriesMarker(point.series), paper::seriesColour(point.series));
    } else {
      const QString text = QChar(0x2190) + QLatin1Char(' ') + tickText(std::round(10 * point.value) / 10);
      canvas.text({x(std::max(point.high, ticks.low)) + 3, y}, text, Qt::AlignLeft | Qt::AlignVCenter, 0,
                  paper::seriesColour(point.series), 7);
    }
  }
  drawLegend(canvas, data, places);
  canvas.text({plot.center().x(), canvas.size().height() - 3}, data.axis, Qt::AlignHCenter | Qt::AlignBottom);
}

Table tableOf(const IntervalData& data) {
  Table table{{"group", "series", "value", "low", "high"}, {}};
  for (const auto& point : data.points) {
    table.rows.push_back({data.groups[point.group].toStdString(), data.series[point.series].toStdString(),
                          cell(point.value), cell(point.low), cell(point.high)});
  }
  return table;
}

}  // namespace

QStringList exportIntervalFigure(const IntervalData& data, const QString& name, const QString& directory,
                                 FigureFormats formats) {
  if (data.points.empty()) throw Error("Nothing to draw in " + name.toStdString() + ": no point has a value.");
  const QDir folder(directory);
  if (!folder.mkpath(QStringLiteral("."))) {
    throw Error("Cannot create the folder " + directory.toStdString() + " for the figure: choose a writable location.");
  }
  const double legend = kLegendLine * std::ceil(static_cast<double>(data.series.size()) / 5);
  const double height = kTop + legend + kBottom + 4 + groupHeight(data) * static_cast<double>(data.groups.size());
  const Figure figure{name, kTwoColumnsMm, static_cast<int>(std::ceil(std::max(120.0, height))),
                      [&data](Canvas& canvas) { drawIntervals(canvas, data); },
                      [&data] { return toCsv(tableOf(data)); }};
  QStringList written;
  for (const QString& file : saveFigure(figure, data.title, folder, formats)) written << folder.filePath(file);
  return written;
}

}  // namespace cleave::ui
