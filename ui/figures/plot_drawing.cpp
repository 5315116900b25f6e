// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/plot_drawing.h"

#include <algorithm>
#include <cmath>

#include "ui/figures/paper.h"

namespace cleave::ui {
namespace {

const Stroke kTarget{paper::kViolation, 0.8, Dash::Dashed};
constexpr double kLonely = 0.5;  // half the width of a point without neighbours, in points
constexpr double kCross = 2.6;

QPolygonF alone(const QPointF& at) {
  return {{at.x() - kLonely, at.y()}, {at.x() + kLonely, at.y()}};
}

bool isLine(const PlotCurve& curve) {
  return curve.kind == PlotCurve::Kind::Line || curve.kind == PlotCurve::Kind::Step;
}

}  // namespace

std::vector<LegendEntry> PlotDrawing::legendOf(const PlotData& data) {
  std::vector<LegendEntry> entries;
  const bool band = std::ranges::any_of(data.curves, [](const auto& curve) { return !curve.bandName.isEmpty(); });
  if (data.curves.size() < 2 && !data.target && !data.xTarget && !band) return entries;
  const auto styles = stylesOf(data);
  for (std::size_t i = 0; i < data.curves.size(); ++i) {
    const PlotCurve& curve = data.curves[i];
    const PlotStyle& style = styles[i];
    const bool dot = curve.kind == PlotCurve::Kind::Points;
    entries.push_back({curve.name,
                       {style.ink, dot ? 0 : style.width, style.dash},
                       dot ? style.marker : MarkerShape::None,
                       curve.kind == PlotCurve::Kind::Area ? style.fill : QColor()});
    if (!curve.bandName.isEmpty()) entries.push_back({curve.bandName, {}, MarkerShape::None, paleInk(style.ink)});
  }
  if (data.target || data.xTarget) entries.push_back({PaperText::tr("target"), kTarget, MarkerShape::None, {}});
  return entries;
}

PlotDrawing::PlotDrawing(Canvas& canvas, const PlotData& data, const Axis& x, const Axis& y, const AxesPlace& place)
    : canvas_(canvas), data_(data), styles_(stylesOf(data)), axes_(canvas, x, y, legendOf(data), place) {}

void PlotDrawing::paint(bool names) {
  axes_.drawGrid();
  canvas_.clip(axes_.plot().adjusted(0, -kLonely, 0, kLonely));  // half a line
  // From the top of a stack to its bottom, each over the one before: seams between areas would show as white hairs.
  for (std::size_t i = data_.curves.size(); i-- > 0;) {
    if (data_.curves[i].kind == PlotCurve::Kind::Area) paintArea(data_.curves[i], styles_[i]);
  }
  for (std::size_t i = 0; i < data_.curves.size(); ++i) {
    if (isLine(data_.curves[i]) && !data_.curves[i].high.isEmpty()) paintBand(data_.curves[i], styles_[i]);
  }
  for (const std::size_t i : linesByWidth()) paintLine(data_.curves[i], styles_[i]);
  for (std::size_t i = 0; i < data_.curves.size(); ++i) {
    if (data_.curves[i].kind == PlotCurve::Kind::Points) paintErrorBars(data_.curves[i], styles_[i]);
  }
  paintTargets();
  canvas_.unclip();
  for (std::size_t i = 0; i < data_.curves.size(); ++i) {  // a marker at the edge is whole
    if (data_.curves[i].kind == PlotCurve::Kind::Points) paintPoints(data_.curves[i], styles_[i]);
  }
  axes_.drawFrame(names);
}

/// Thin ones first: what scatters shall not hide a mean.
std::vector<std::size_t> PlotDrawing::linesByWidth() const {
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < data_.curves.size(); ++i) {
    if (isLine(data_.curves[i])) lines.push_back(i);
  }
  std::ranges::stable_sort(lines, {}, [this](std::size_t i) { return styles_[i].width; });
  return lines;
}

void PlotDrawing::paintTargets() {
  const QRectF& plot = axes_.plot();
  if (data_.target) {
    const double y = axes_.at(0, *data_.target).y();
    canvas_.line({plot.left(), y}, {plot.right(), y}, kTarget);
  }
  if (data_.xTarget) {
    const double x = axes_.at(*data_.xTarget, 0).x();
    canvas_.line({x, plot.top()}, {x, plot.bottom()}, kTarget);
  }
}

/// All areas go through the same rows, so that they stack in every column; the uppermost has them all below it.
const PaperRuns& PlotDrawing::stackRuns() {
  if (!stackRuns_.empty()) return stackRuns_;
  for (const PlotCurve& curve : data_.curves) {
    if (curve.kind == PlotCurve::Kind::Area) stackRuns_ = paperRuns(curve.points, axes_);
  }
  return stackRuns_;
}

void PlotDrawing::paintArea(const PlotCurve& curve, const PlotStyle& style) {
  const bool stacked = std::ranges::all_of(data_.curves, [&](const PlotCurve& other) {
    return other.kind != PlotCurve::Kind::Area || other.points.size() == curve.points.size();
  });
  for (const auto& run : stacked ? stackRuns() : paperRuns(curve.points, axes_)) {
    for (const auto& piece : pieces(run)) paintPiece(curve, piece, style.fill);
  }
}

void PlotDrawing::paintPiece(const PlotCurve& curve, const std::vector<std::size_t>& rows, const QColor& fill) {
  QPolygonF outline;
  for (const std::size_t i : rows) {
    const QPointF& point = curve.points[static_cast<qsizetype>(i)];
    if (axes_.shows(point)) outline << at(point);
  }
  if (outline.size() == 1) outline = alone(outline.front());
  if (outline.isEmpty()) return;
  const double floor = std::min(axes_.at(0, 0).y(), axes_.plot().bottom());
  const double left = outline.front().x();
  const double right = outline.back().x();
  outline << QPointF(right, floor) << QPointF(left, floor);
  canvas_.fill(outline, fill);
}

/// A long run in pieces, where that is faster; they overlap, so that no seam shows.
PaperRuns PlotDrawing::pieces(const std::vector<std::size_t>& run) const {
  constexpr auto kPiece = static_cast<std::size_t>(Canvas::kPiece);
  constexpr std::size_t kOverlap = 4;  // a point wide at least: the edges of each lie well within the other
  if (!canvas_.isRaster() || run.size() <= kPiece) return {run};
  PaperRuns parts;
  for (std::size_t from = 0; from + 1 < run.size(); from += kPiece) {
    const std::size_t to = std::min(from + kPiece + kOverlap, run.size());
    parts.emplace_back(run.begin() + static_cast<std::ptrdiff_t>(from), run.begin() + static_cast<std::ptrdiff_t>(to));
  }
  return parts;
}

void PlotDrawing::paintBand(const PlotCurve& curve, const PlotStyle& style) {
  const bool paired = curve.low.size() == curve.high.size();
  if (!paired) return;
  for (const auto& run : paperRuns(curve.high, axes_)) {
    for (const auto& piece : pieces(run)) {
      QPolygonF outline;
      for (const std::size_t i : piece) outline << at(curve.high[static_cast<qsizetype>(i)]);
      for (auto i = piece.rbegin(); i != piece.rend(); ++i) {
        const QPointF& point = curve.low[static_cast<qsizetype>(*i)];
        if (std::isfinite(point.y())) outline << at(point);
      }
      canvas_.fill(outline, paleInk(style.ink));
    }
  }
}

void PlotDrawing::paintLine(const PlotCurve& curve, const PlotStyle& style) {
  const bool steps = curve.kind == PlotCurve::Kind::Step;
  for (const auto& run : paperRuns(curve.points, axes_)) {
    QPolygonF line;
    for (const std::size_t i : run) {
      const QPointF point = at(curve.points[static_cast<qsizetype>(i)]);
      if (steps && !line.isEmpty()) line << QPointF(point.x(), line.back().y());
      line << point;
    }
    const auto next = static_cast<qsizetype>(run.back()) + 1;
    if (steps && next < curve.points.size() && std::isfinite(curve.points[next].x())) {
      line << QPointF(at({curve.points[next].x(), 0}).x(), line.back().y());  // holds until the gap
    }
    const bool lonely = line.size() == 1;
    canvas_.polyline(lonely ? alone(line.front()) : line, {style.ink, style.width, lonely ? Dash::Solid : style.dash});
  }
}

void PlotDrawing::paintErrorBars(const PlotCurve& curve, const PlotStyle& style) {
  if (curve.low.isEmpty() || curve.high.isEmpty()) return;
  for (const std::size_t mark : paperMarks(curve.points, axes_)) {
    const auto i = static_cast<qsizetype>(mark);
    if (i >= curve.low.size() || i >= curve.high.size()) continue;
    canvas_.line(at(curve.low[i]), at(curve.high[i]), {style.ink, paper::kAxis, Dash::Solid});
  }
}

void PlotDrawing::paintPoints(const PlotCurve& curve, const PlotStyle& style) {
  for (const std::size_t mark : paperMarks(curve.points, axes_)) {
    const auto i = static_cast<qsizetype>(mark);
    canvas_.marker(at(curve.points[i]), style.marker, style.ink, style.marker == MarkerShape::Cross ? kCross : 3.6);
  }
}

}  // namespace cleave::ui
