// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "ui/figures/axes.h"
#include "ui/figures/figure.h"
#include "ui/figures/paper.h"

namespace cleave::ui {
namespace {

QColor blend(const QColor& a, const QColor& b, double t) {
  const auto channel = [t](int x, int y) { return static_cast<int>(std::lround((1 - t) * x + t * y)); };
  return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

/// One strip: which part of a decision, and its colours from the least value to the greatest.
struct Strip {
  QString name;
  int Decision::*part;
  double most;  ///< the greatest value there is (log2 for bits)

  [[nodiscard]] QColor colour(int value) const {
    if (part == &Decision::partition) {  // from edge-only through grey to device-only
      const double t = most > 0 ? value / most : 0;
      const QColor middle(0xdc, 0xdc, 0xdc);
      return t < 0.5 ? blend(paper::kEdge, middle, 2 * t) : blend(middle, paper::kDevice, 2 * t - 1);
    }
    if (part == &Decision::exit)
      return blend(QColor(0xdc, 0xf1, 0xea), QColor(0x00, 0x6b, 0x4d), most > 1 ? (value - 1) / (most - 1) : 1);
    return blend(QColor(0xe6, 0xe6, 0xe6), QColor(0x30, 0x30, 0x30), std::log2(std::max(1, value)) / 5);
  }
};

std::array<Strip, 3> strips(const RunData& run) {
  int longest = 1;
  for (int exit = 1; exit <= run.network.exitCount(); ++exit) longest = std::max(longest, run.network.pathLength(exit));
  for (const auto& record : run.records) longest = std::max(longest, record.decision.partition);
  return {Strip{PaperText::tr("exit"), &Decision::exit, static_cast<double>(std::max(1, run.network.exitCount()))},
          Strip{PaperText::tr("partition"), &Decision::partition, static_cast<double>(longest)},
          Strip{PaperText::tr("bits"), &Decision::bits, 5}};
}

/// Equal neighbours become one rectangle; columns too thin to see show their last request.
void drawStrip(Canvas& canvas, const RunData& run, const Strip& strip, const QRectF& box) {
  const std::size_t count = run.records.size();
  const std::size_t columns = std::min(count, static_cast<std::size_t>(box.width() * 4));
  const auto valueAt = [&](std::size_t column) {
    return run.records[(column + 1) * count / columns - 1].decision.*strip.part;
  };
  const double width = box.width() / static_cast<double>(columns);
  for (std::size_t first = 0; first < columns;) {
    std::size_t last = first + 1;
    while (last < columns && valueAt(last) == valueAt(first)) ++last;
    canvas.rect(QRectF(box.left() + static_cast<double>(first) * width, box.top(),
                       static_cast<double>(last - first) * width, box.height()),
                strip.colour(valueAt(first)));
    first = last;
  }
}

void drawValues(Canvas& canvas, const RunData& run, const Strip& strip, QPointF at, double height) {
  std::set<int> values;
  for (const auto& record : run.records) values.insert(record.decision.*strip.part);
  double x = at.x();
  for (const int value : values) {
    const QString text = QString::number(value);
    const double width = std::max(9.0, canvas.textWidth(text, 7) + 3);
    const QColor colour = strip.colour(value);
    canvas.rect(QRectF(x, at.y() + height / 2 - 5, width, 10), colour);
    const double luminance = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue();
    canvas.text({x + width / 2, at.y() + height / 2}, text, Qt::AlignCenter, 0,
                luminance > 130 ? paper::kInk : QColor(Qt::white), 7);
    x += width + 1;
  }
}

void drawDecisions(Canvas& canvas, const RunData& run) {
  constexpr double kLeft = 42, kRight = 128, kTop = 4, kBottom = 26, kGap = 5;
  const QSizeF size = canvas.size();
  const double height = (size.height() - kTop - kBottom - 2 * kGap) / 3;
  const double width = size.width() - kLeft - kRight;
  const Stroke axis{paper::kInk, paper::kAxis, Dash::Solid};
  double y = kTop;
  for (const Strip& strip : strips(run)) {
    const QRectF box(kLeft, y, width, height);
    drawStrip(canvas, run, strip, box);
    canvas.text({2, box.center().y()}, strip.name, Qt::AlignLeft | Qt::AlignVCenter);
    drawValues(canvas, run, strip, box.topRight() + QPointF(7, 0), height);
    y += height + kGap;
  }
  const double bottom = y - kGap + 3;
  const double last = static_cast<double>(run.records.size());
  canvas.line({kLeft, bottom}, {kLeft + width, bottom}, axis);
  for (const double value : niceTicks(0, last, 9).values) {
    if (value > last) continue;
    const double x = kLeft + value / last * width;
    canvas.line({x, bottom}, {x, bottom + 2.5}, axis);
    canvas.text({x, bottom + 5.5}, tickText(value), Qt::AlignHCenter | Qt::AlignTop);
  }
  canvas.text({kLeft + width / 2, size.height() - 2}, PaperText::tr("Request"), Qt::AlignHCenter | Qt::AlignBottom);
}

}  // namespace

Figure decisionFigure(const RunData& run) {
  Table table{{"request", "start_s", "exit", "partition", "bits"}, {}};
  for (const auto& record : run.records) {
    table.rows.push_back({std::to_string(record.id), cell(record.startS), std::to_string(record.decision.exit),
                          std::to_string(record.decision.partition), std::to_string(record.decision.bits)});
  }
  return {QStringLiteral("decisions"), kTwoColumnsMm, 120, [&run](Canvas& canvas) { drawDecisions(canvas, run); },
          [table = std::move(table)] { return toCsv(table); }};
}

}  // namespace cleave::ui
