// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/matrix_figure.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "core/types/error.h"

namespace cleave::ui {
namespace {

// Points.
constexpr double kTitle = 12;        // the axes' titles
constexpr double kGap = 3;           // names to cells
constexpr double kNamesAtMost = 62;  // longer ones are cut
constexpr double kText = 6.5;        // in cells
constexpr double kNameHeight = 8.5;  // fewer points a row: only some rows are named

class Drawing {
 public:
  Drawing(Canvas& canvas, const MatrixData& data) : canvas_(canvas), data_(data), side_(data.names.size()) {
    for (const QString& name : data.names)
      names_ = std::max(names_, canvas.textWidth(canvas.elided(name, kNamesAtMost)));
    const double left = kTitle + names_ + kGap;
    const double width = canvas.size().width() - left - 2;
    upright_ = names_ + 2 <= width / static_cast<double>(side_);
    const double bottom = kTitle + kGap + (upright_ ? 8 : names_) + 2;
    const double size = std::min(width, canvas.size().height() - bottom - 3);
    box_ = QRectF(left + (width - size) / 2, 3, size, size);
  }

  void paint() {
    for (std::size_t row = 0; row < side_; ++row) {
      const double total = of(row);
      for (std::size_t column = 0; total > 0 && column < side_; ++column) paintCell(row, column, total);
    }
    canvas_.outline(box_, {paper::kInk, paper::kAxis, Dash::Solid});
    paintNames();
  }

 private:
  [[nodiscard]] double of(std::size_t row) const {
    const auto from = data_.counts.begin() + static_cast<std::ptrdiff_t>(row * side_);
    return std::accumulate(from, from + static_cast<std::ptrdiff_t>(side_), 0.0);
  }
  [[nodiscard]] double cell() const { return box_.width() / static_cast<double>(side_); }

  void paintCell(std::size_t row, std::size_t column, double total) {
    const double share = data_.counts[row * side_ + column] / total;
    if (!(share > 0)) return;
    // A root, so that the few mistakes are seen beside the many hits.
    const double depth = std::sqrt(share);
    const QColor& full = row == column ? paper::kEdge : paper::kDevice;
    const auto blend = [depth](int value) { return static_cast<int>(std::lround(255 - depth * (255 - value))); };
    const QColor colour(blend(full.red()), blend(full.green()), blend(full.blue()));
    const QRectF box(box_.left() + static_cast<double>(column) * cell(), box_.top() + static_cast<double>(row) * cell(),
                     cell(), cell());
    canvas_.rect(box, colour);
    const int percent = static_cast<int>(std::lround(100 * share));
    if (cell() < 13 || percent == 0) return;
    const bool dark = depth > 0.75;
    canvas_.text(box.center(), QString::number(percent), Qt::AlignHCenter | Qt::AlignVCenter, 0,
                 dark ? QColor(Qt::white) : paper::kInk, kText);
  }

  void paintNames() {
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(kNameHeight / cell())));
    for (std::size_t i = 0; i < side_; i += every) {
      const QString name = canvas_.elided(data_.names[i], kNamesAtMost);
      const double middle = (static_cast<double>(i) + 0.5) * cell();
      canvas_.text({box_.left() - kGap, box_.top() + middle}, name, Qt::AlignRight | Qt::AlignVCenter);
      const QPointF below(box_.left() + middle, box_.bottom() + kGap);
      if (upright_) {
        canvas_.text(below, name, Qt::AlignHCenter | Qt::AlignTop);
      } else {
        canvas_.text(below, name, Qt::AlignRight | Qt::AlignVCenter, -90);
      }
    }
    canvas_.text({box_.center().x(), canvas_.size().height() - 3}, data_.xTitle, Qt::AlignHCenter | Qt::AlignBottom);
    canvas_.text({box_.left() - kGap - names_ - kTitle + 2, box_.center().y()}, data_.yTitle,
                 Qt::AlignHCenter | Qt::AlignTop, -90);
  }

  Canvas& canvas_;
  const MatrixData& data_;
  std::size_t side_;
  bool upright_ = false;
  double names_ = 0;  ///< width of the widest
  QRectF box_;
};

QByteArray csvOf(const MatrixData& data) {
  Table table{{data.yTitle.toStdString()}, {}};
  for (const QString& name : data.names) table.header.push_back(name.toStdString());
  for (std::size_t row = 0; row < data.names.size(); ++row) {
    table.rows.push_back({data.names[row].toStdString()});
    for (std::size_t column = 0; column < data.names.size(); ++column) {
      table.rows.back().push_back(cell(data.counts[row * data.names.size() + column]));
    }
  }
  return toCsv(table);
}

}  // namespace

Figure matrixFigure(MatrixData data, double widthMm) {
  const bool sized = data.counts.size() == data.names.size() * data.names.size();
  if (!sized || std::ranges::none_of(data.counts, [](double count) { return count > 0; })) {
    throw Error("Nothing to save: the chart has no counts yet.");
  }
  const auto kept = std::make_shared<const MatrixData>(std::move(data));
  Figure figure;
  figure.widthMm = widthMm;
  figure.heightPoints = widthMm > kOneColumnMm ? 400 : 240;
  figure.draw = [kept](Canvas& canvas) { Drawing(canvas, *kept).paint(); };
  figure.csv = [kept] { return csvOf(*kept); };
  return figure;
}

}  // namespace cleave::ui
