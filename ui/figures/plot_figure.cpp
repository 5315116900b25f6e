// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/plot_figure.h"

#include <QFileInfo>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/plain/error.h"
#include "ui/charts/reduction.h"
#include "ui/figures/axes.h"
#include "ui/figures/figure.h"
#include "ui/figures/writers.h"

namespace cleave::ui {
namespace {

constexpr int kTicks = 6;

struct Style {
  QColor ink;
  QColor fill;
  Dash dash = Dash::Solid;
  MarkerShape marker = MarkerShape::Disc;
};

QColor pale(const QColor& colour) {
  return QColor::fromRgbF(static_cast<float>(0.75 + 0.25 * colour.redF()),
                          static_cast<float>(0.75 + 0.25 * colour.greenF()),
                          static_cast<float>(0.75 + 0.25 * colour.blueF()));
}

/// Okabe-Ito, with a dash and a marker of its own each: grey print keeps them apart.
Style seriesStyle(std::size_t index) {
  static const std::array<QColor, 7> inks{QColor(0x00, 0x72, 0xb2),
                                          QColor(0xd5, 0x5e, 0x00),
                                          QColor(0x00, 0x9e, 0x73),
                                          QColor(0xcc, 0x79, 0xa7),
                                          QColor(0xe6, 0x9f, 0x00),
                                          QColor(0x56, 0xb4, 0xe9),
                                          paper::kInk};
  static const std::array<Dash, 4> dashes{Dash::Solid, Dash::Dashed, Dash::DashDot, Dash::Dotted};
  static const std::array<MarkerShape, 5> markers{MarkerShape::Disc, MarkerShape::Square, MarkerShape::Diamond,
                                                  MarkerShape::Ring, MarkerShape::Cross};
  const QColor ink = inks[index % inks.size()];
  return {ink, pale(ink), dashes[index % dashes.size()], markers[index % markers.size()]};
}

std::vector<Style> stylesOf(const PlotData& data) {
  std::vector<Style> styles;
  std::size_t series = 0;
  for (const PlotCurve& curve : data.curves) {
    switch (curve.meaning) {
      case PlotCurve::Meaning::Device:
        styles.push_back({paper::kDevice, paper::kDeviceFill});
        break;
      case PlotCurve::Meaning::Link:
        styles.push_back({paper::kLink, paper::kLinkFill});
        break;
      case PlotCurve::Meaning::Edge:
        styles.push_back({paper::kEdge, paper::kEdgeFill});
        break;
      case PlotCurve::Meaning::Exit:
        styles.push_back({paper::kExit, paper::kExitFill});
        break;
      case PlotCurve::Meaning::Violation:
        styles.push_back({paper::kViolation, pale(paper::kViolation)});
        break;
      case PlotCurve::Meaning::Series:
        styles.push_back(seriesStyle(series++));
        break;
    }
  }
  return styles;
}

/// The span of all finite values; on a logarithmic axis, of those above zero.
struct Span {
  double low = INFINITY;
  double high = -INFINITY;
  void take(double value, bool logarithmic) {
    if (!std::isfinite(value) || (logarithmic && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] bool empty() const { return !(high >= low); }
};

Ticks ticksOver(Span span, bool logarithmic, bool fromZero) {
  if (logarithmic) return logTicks(span.low, span.high > span.low ? span.high : span.low * 2);
  if (fromZero) span.low = std::min(0.0, span.low);
  return niceTicks(span.low, span.high > span.low ? span.high : span.low + 1, kTicks);
}

std::pair<Span, Span> spansOf(const PlotData& data) {
  Span x;
  Span y;
  for (const PlotCurve& curve : data.curves) {
    for (const auto* list : {&curve.points, &curve.low, &curve.high}) {
      for (const QPointF& point : *list) {
        if (!std::isfinite(point.y()) || (data.logY && point.y() <= 0)) continue;
        x.take(point.x(), data.logX);
        y.take(point.y(), data.logY);
      }
    }
  }
  if (data.target && !y.empty()) y.take(*data.target, data.logY);
  return {x, y};
}

class Drawing {
 public:
  Drawing(Canvas& canvas, const PlotData& data, const Span& x, const Span& y)
      : canvas_(canvas),
        data_(data),
        styles_(stylesOf(data)),
        x_(x),
        axes_(canvas, {data.xTitle, ticksOver(x, data.logX, false), data.logX},
              {data.yTitle, ticksOver(y, data.logY, data.fromZero), data.logY}, legend()) {}

  void paint() {
    axes_.drawGrid();
    canvas_.clip(axes_.plot());
    for (std::size_t i = data_.curves.size(); i-- > 0;) paintArea(data_.curves[i], styles_[i]);
    for (std::size_t i = 0; i < data_.curves.size(); ++i) paintCurve(data_.curves[i], styles_[i]);
    if (data_.target) {
      const double y = axes_.at(x_.low, *data_.target).y();
      canvas_.line({axes_.plot().left(), y}, {axes_.plot().right(), y}, {paper::kViolation, 0.8, Dash::Dashed});
    }
    canvas_.unclip();
    axes_.drawFrame();
  }

 private:
  [[nodiscard]] std::vector<LegendEntry> legend() const {
    std::vector<LegendEntry> entries;
    if (data_.curves.size() < 2 && !data_.target) return entries;
    for (std::size_t i = 0; i < data_.curves.size(); ++i) {
      const bool area = data_.curves[i].kind == PlotCurve::Kind::Area;
      const bool points = data_.curves[i].kind == PlotCurve::Kind::Points;
      entries.push_back({data_.curves[i].name,
                         {styles_[i].ink, paper::kLine, styles_[i].dash},
                         points ? styles_[i].marker : MarkerShape::None,
                         area ? styles_[i].fill : QColor()});
    }
    if (data_.target)
      entries.push_back({QStringLiteral("target"), {paper::kViolation, 0.8, Dash::Dashed}, MarkerShape::None, {}});
    return entries;
  }

  /// As many points as the paper shows, in its points.
  [[nodiscard]] QPolygonF reduced(const QList<QPointF>& points) const {
    QPolygonF line;
    const auto count = static_cast<std::size_t>(points.size());
    const auto at = [&points](std::size_t i) { return points[static_cast<qsizetype>(i)]; };
    const auto x = [&](std::size_t i) { return data_.logX ? std::log(std::max(1e-300, at(i).x())) : at(i).x(); };
    const auto y = [&](std::size_t i) { return data_.logY && at(i).y() <= 0 ? std::nan("") : at(i).y(); };
    const double first = data_.logX ? std::log(x_.low) : x_.low;
    const double last = data_.logX ? std::log(x_.high) : x_.high;
    if (!(last > first)) {
      for (const QPointF& point : points) line << axes_.at(point.x(), point.y());
      return line;
    }
    for (const std::size_t i : reduceMinMax(0, count, first, last, axes_.columns(), x, y)) {
      line << axes_.at(at(i).x(), at(i).y());
    }
    return line;
  }

  void paintArea(const PlotCurve& curve, const Style& style) {
    const bool band = curve.kind != PlotCurve::Kind::Points && !curve.high.isEmpty();
    if (curve.kind != PlotCurve::Kind::Area && !band) return;
    QPolygonF outline = reduced(band ? curve.high : curve.points);
    if (outline.size() < 2) return;
    const QPolygonF below = reduced(curve.low);
    if (below.isEmpty()) {
      const double floor = axes_.plot().bottom();
      outline << QPointF(outline.back().x(), floor) << QPointF(outline.front().x(), floor);
    }
    for (auto point = below.rbegin(); point != below.rend(); ++point) outline << *point;
    canvas_.fill(outline, band ? pale(style.ink) : style.fill);
  }

  void paintCurve(const PlotCurve& curve, const Style& style) {
    if (curve.kind == PlotCurve::Kind::Area) return;
    const Stroke stroke{style.ink, paper::kLine, style.dash};
    if (curve.kind == PlotCurve::Kind::Points) return paintPoints(curve, style);
    const QPolygonF line = reduced(curve.points);
    if (curve.kind == PlotCurve::Kind::Line) return canvas_.polyline(line, stroke);
    QPolygonF steps;
    for (const QPointF& point : line) {
      if (!steps.isEmpty()) steps << QPointF(point.x(), steps.back().y());
      steps << point;
    }
    canvas_.polyline(steps, stroke);
  }

  void paintPoints(const PlotCurve& curve, const Style& style) {
    for (qsizetype i = 0; i < curve.points.size(); ++i) {
      const QPointF& point = curve.points[i];
      if (!std::isfinite(point.x()) || !std::isfinite(point.y())) continue;
      if (i < curve.low.size() && i < curve.high.size()) {
        canvas_.line(axes_.at(curve.low[i].x(), curve.low[i].y()), axes_.at(curve.high[i].x(), curve.high[i].y()),
                     {style.ink, paper::kAxis, Dash::Solid});
      }
      canvas_.marker(axes_.at(point.x(), point.y()), style.marker, style.ink);
    }
  }

  Canvas& canvas_;
  const PlotData& data_;
  std::vector<Style> styles_;
  Span x_;
  Axes axes_;
};

Table tableOf(const PlotData& data) {
  Table table{{"curve", data.xTitle.toStdString(), data.yTitle.toStdString(), "low", "high"}, {}};
  for (const PlotCurve& curve : data.curves) {
    for (qsizetype i = 0; i < curve.points.size(); ++i) {
      const bool bars = i < curve.low.size() && i < curve.high.size();
      table.rows.push_back({curve.name.toStdString(), cell(curve.points[i].x()), cell(curve.points[i].y()),
                            bars ? cell(curve.low[i].y()) : "", bars ? cell(curve.high[i].y()) : ""});
    }
  }
  return table;
}

}  // namespace

void savePlot(const PlotData& data, const QString& path, double widthMm) {
  const auto [x, y] = spansOf(data);
  if (x.empty() || y.empty()) throw Error("There is nothing to save yet: the chart has no points.");
  Figure figure;
  figure.widthMm = widthMm;
  figure.heightPoints = widthMm > kOneColumnMm ? 200 : 170;
  figure.draw = [&data, x = x, y = y](Canvas& canvas) { Drawing(canvas, data, x, y).paint(); };
  const QString ending = QFileInfo(path).suffix().toLower();
  if (ending == QStringLiteral("pdf")) {
    writePdf(figure, data.title, path);
  } else if (ending == QStringLiteral("svg")) {
    writeSvg(figure, data.title, path);
  } else if (ending == QStringLiteral("png")) {
    writePng(figure, path);
  } else if (ending == QStringLiteral("csv")) {
    writeBytes(toCsv(tableOf(data)), path);
  } else {
    throw Error("Cannot tell the format of " + path.toStdString() + ": end its name in .pdf, .svg, .png or .csv.");
  }
}

}  // namespace cleave::ui
