// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/grid_figure.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/types/error.h"
#include "ui/figures/axes.h"

namespace cleave::ui {
namespace {

// Points.
constexpr double kTitle = 11;      // of a grid
constexpr double kNumbers = 11;    // below a grid
constexpr double kAxisTitle = 11;  // below all, and on the left
constexpr double kLegend = 16;
constexpr double kGap = 8;  // between grids
constexpr double kNames = 3;
constexpr double kSwatch = 8;
constexpr double kScale = 90;
constexpr double kText = 6;       // in cells
constexpr double kOverlap = 0.3;  // of rows, so that no hair of the page shows between them
constexpr double kApart = 0.3;    // of cells of few rows, on either side
constexpr double kShape = 0.72;   // height to width of a grid of many rows
constexpr double kMostCell = 13;  // height of one of few rows
constexpr std::size_t kManyRows = 12;

std::size_t across(const GridData& data, double widthMm) {
  return std::min<std::size_t>(data.grids.size(), widthMm > kOneColumnMm ? 3 : 2);
}

double gridHeight(const GridData& data, double width) {
  if (data.rows > kManyRows) return kShape * width;
  const double cell = std::min(kMostCell, width / static_cast<double>(data.columns));
  return std::max(cell, kMostCell * 0.7) * static_cast<double>(data.rows);
}

/// Where everything lies on a page so wide.
struct Arrangement {
  Arrangement(const GridData& data, const Canvas& canvas, double width, std::size_t grids) : perLine(grids) {
    for (const auto& tick : data.y) numbers = std::max(numbers, canvas.textWidth(tick.text));
    left = kAxisTitle + numbers + kNames;
    size.setWidth((width - left - 4 - kGap * static_cast<double>(perLine - 1)) / static_cast<double>(perLine));
    size.setHeight(gridHeight(data, size.width()));
    lines = (data.grids.size() + perLine - 1) / perLine;
    legendLeft = left + canvas.textWidth(data.legendTitle) + kLegendGap;
    std::vector<double> widths;
    for (const auto& entry : data.legend) widths.push_back(kSwatch + 3 + canvas.textWidth(entry.text));
    if (!data.scale) legend = legendPlaces(widths, width - legendLeft, 0);
    height = static_cast<double>(lines) * line() + kAxisTitle + kLegend + (legend.empty() ? 0 : legend.back().y());
  }
  [[nodiscard]] double line() const { return kTitle + size.height() + kNumbers; }
  [[nodiscard]] QRectF place(std::size_t grid) const {
    return {{left + static_cast<double>(grid % perLine) * (size.width() + kGap),
             static_cast<double>(grid / perLine) * line() + kTitle},
            size};
  }

  std::size_t perLine;
  std::size_t lines = 0;
  double numbers = 0;
  double left = 0;
  QSizeF size;
  double legendLeft = 0;
  std::vector<QPointF> legend;  ///< of its entries, from its start
  double height = 0;
};

class Drawing {
 public:
  Drawing(Canvas& canvas, const GridData& data, std::size_t perLine)
      : canvas_(canvas), data_(data), at_(data, canvas, canvas.size().width(), perLine) {}

  void paint() {
    for (std::size_t i = 0; i < data_.grids.size(); ++i) paintGrid(data_.grids[i], at_.place(i), i);
    const double bottom = static_cast<double>(at_.lines) * at_.line();
    const double middle = at_.left + (canvas_.size().width() - at_.left) / 2;
    canvas_.text({middle, bottom}, data_.xTitle, Qt::AlignHCenter | Qt::AlignTop);
    canvas_.text({1, bottom / 2}, data_.yTitle, Qt::AlignHCenter | Qt::AlignTop, -90);
    const double y = bottom + kAxisTitle + kLegend / 2;
    canvas_.text({at_.left, y}, data_.legendTitle, Qt::AlignLeft | Qt::AlignVCenter);
    data_.scale ? paintScale(at_.legendLeft, y) : paintLegend({at_.legendLeft, y});
  }

 private:
  [[nodiscard]] QRectF cell(const QRectF& box, std::size_t index) const {
    const double width = box.width() / static_cast<double>(data_.columns);
    const double height = box.height() / static_cast<double>(data_.rows);
    return {box.left() + static_cast<double>(index % data_.columns) * width,
            box.top() + static_cast<double>(index / data_.columns) * height, width, height};
  }

  void paintGrid(const GridData::Grid& grid, const QRectF& box, std::size_t index) {
    canvas_.text({box.left(), box.top() - 2}, canvas_.elided(grid.title, box.width()), Qt::AlignLeft | Qt::AlignBottom);
    if (data_.rows > kManyRows) {
      for (std::size_t row = 0; row < data_.rows; ++row) paintRow(grid, box, row);
    } else {
      for (std::size_t i = 0; i < grid.cells.size(); ++i) paintCell(grid.cells[i], cell(box, i));
    }
    canvas_.outline(box, {paper::kInk, paper::kAxis, Dash::Solid});
    if (grid.framed) canvas_.outline(cell(box, *grid.framed), {paper::kInk, 1.4, Dash::Solid});
    double free = -INFINITY;  // numbers that would touch the one before are left out
    for (const auto& tick : data_.x) {
      const double x = box.left() + tick.at * box.width() / static_cast<double>(data_.columns);
      const double half = canvas_.textWidth(tick.text) / 2;
      if (x - half < free) continue;
      canvas_.text({x, box.bottom() + 2}, tick.text, Qt::AlignHCenter | Qt::AlignTop);
      free = x + half + 3;
    }
    if (index % at_.perLine != 0) return;
    for (const auto& tick : data_.y) {
      const double y = box.top() + tick.at * box.height() / static_cast<double>(data_.rows);
      canvas_.text({box.left() - kNames, y}, tick.text, Qt::AlignRight | Qt::AlignVCenter);
    }
  }

  /// Equal neighbours as one.
  void paintRow(const GridData::Grid& grid, const QRectF& box, std::size_t row) {
    const double below = row + 1 < data_.rows ? kOverlap : 0;
    for (std::size_t from = 0; from < data_.columns;) {
      const QColor& colour = grid.cells[row * data_.columns + from].colour;
      std::size_t to = from + 1;
      while (to < data_.columns && grid.cells[row * data_.columns + to].colour == colour) ++to;
      const QRectF first = cell(box, row * data_.columns + from);
      if (colour.isValid()) {
        canvas_.rect(
            {first.left(), first.top(), first.width() * static_cast<double>(to - from), first.height() + below},
            colour);
      }
      from = to;
    }
  }

  /// Apart from its neighbours.
  void paintCell(const GridData::Cell& what, const QRectF& at) {
    if (what.colour.isValid()) canvas_.rect(at.adjusted(kApart, kApart, -kApart, -kApart), what.colour);
    if (what.text.isEmpty() || at.height() < kText + 2 || canvas_.textWidth(what.text, kText) > at.width() - 1) return;
    const bool dark = what.colour.isValid() && what.colour.lightnessF() < 0.5F;
    canvas_.text(at.center(), what.text, Qt::AlignCenter, 0, dark ? QColor(Qt::white) : paper::kInk, kText);
  }

  void paintLegend(const QPointF& start) {
    for (std::size_t i = 0; i < data_.legend.size(); ++i) {
      const QPointF at = start + at_.legend[i];
      canvas_.rect({at.x(), at.y() - kSwatch / 2, kSwatch, kSwatch}, data_.legend[i].colour);
      canvas_.text(at + QPointF(kSwatch + 3, 0), data_.legend[i].text, Qt::AlignLeft | Qt::AlignVCenter);
    }
  }

  void paintScale(double x, double y) {
    canvas_.text({x, y}, data_.low, Qt::AlignLeft | Qt::AlignVCenter);
    x += canvas_.textWidth(data_.low) + 4;
    const double step = kScale / static_cast<double>(data_.legend.size());
    for (const auto& entry : data_.legend) {
      canvas_.rect({x, y - kSwatch / 2, step + kOverlap, kSwatch}, entry.colour);
      x += step;
    }
    canvas_.text({x + 4, y}, data_.high, Qt::AlignLeft | Qt::AlignVCenter);
  }

  Canvas& canvas_;
  const GridData& data_;
  Arrangement at_;
};

}  // namespace

Figure gridFigure(GridData data, double widthMm) {
  if (data.grids.empty() || data.columns == 0 || data.rows == 0) {
    throw Error("Nothing to save: there is no map yet.");
  }
  for (const auto& grid : data.grids) {
    if (grid.cells.size() != data.columns * data.rows) throw Error("A grid has the wrong number of cells.");
  }
  const auto kept = std::make_shared<const GridData>(std::move(data));
  const std::size_t perLine = across(*kept, widthMm);
  Figure figure;
  figure.widthMm = widthMm;
  figure.heightPoints = pageHeight(
      widthMm, [&](const Canvas& canvas) { return Arrangement(*kept, canvas, canvas.size().width(), perLine).height; });
  figure.draw = [kept, perLine](Canvas& canvas) { Drawing(canvas, *kept, perLine).paint(); };
  figure.csv = [kept] { return toCsv(kept->numbers); };
  return figure;
}

}  // namespace cleave::ui
