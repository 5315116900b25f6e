// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/layer_times_figure.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "ui/figures/axes.h"
#include "ui/figures/paper.h"

namespace cleave::ui {
namespace {

constexpr double kRoomy = 11;  // points a layer: less, and names stand steeper

void draw(Canvas& canvas, const std::vector<LayerMs>& times, const QString& what) {
  double low = INFINITY;
  double high = 0;
  double names = 0;
  for (const auto& time : times) {
    names = std::max(names, canvas.textWidth(time.layer));
    for (const double value : {time.device, time.edge}) {
      if (!(value > 0)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (!(high > 0)) low = 0.1, high = 10;
  const bool roomy = canvas.size().width() - 40 >= kRoomy * static_cast<double>(times.size());
  const double angle = roomy ? -45 : -65;
  // Dots, not bars: on a logarithmic axis a bar has no foot. Names stand aslant below their column.
  Axes axes(canvas, {{}, {0, static_cast<double>(times.size()), {}}, false}, {what, logTicks(low, high), true},
            {{PaperText::tr("on the device"), {paper::kDevice, 0, Dash::Solid}, MarkerShape::Disc, {}},
             {PaperText::tr("on the edge"), {paper::kEdge, 0, Dash::Solid}, MarkerShape::Square, {}}},
            names * (roomy ? 0.71 : 0.91) + 12);
  axes.drawGrid();
  const double foot = axes.plot().bottom();
  const double apart = roomy ? 2.6 : 1.8;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double x = static_cast<double>(i) + 0.5;
    const auto dot = [&](double value, double shift, MarkerShape shape, const QColor& colour) {
      if (!(value > 0)) return;
      const QPointF at = axes.at(x, value) + QPointF(shift, 0);
      canvas.line({at.x(), foot}, at, {colour, paper::kAxis, Dash::Solid});
      canvas.marker(at, shape, colour, roomy ? 4.2 : 3.2);
    };
    dot(times[i].device, -apart, MarkerShape::Disc, paper::kDevice);
    dot(times[i].edge, apart, MarkerShape::Square, paper::kEdge);
    canvas.text(QPointF(axes.at(x, low).x() + 2, foot + 5), times[i].layer, Qt::AlignRight | Qt::AlignVCenter, angle);
  }
  axes.drawFrame(false);
}

}  // namespace

Figure layerTimesFigure(std::vector<LayerMs> times, const QString& what, double widthMm, Table numbers) {
  const auto kept = std::make_shared<const std::vector<LayerMs>>(std::move(times));
  return {QStringLiteral("layers"), widthMm, 178, [kept, what](Canvas& canvas) { draw(canvas, *kept, what); },
          [numbers = std::move(numbers)] { return toCsv(numbers); }};
}

}  // namespace cleave::ui
