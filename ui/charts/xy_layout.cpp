// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_layout.h"

#include <QFontMetrics>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kMargin = 4;
constexpr double kBelow = 17;  // tick numbers; the same again for the title
constexpr double kDotRoom = 0.06;

// The least and greatest of what is fed to it.
struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void add(double value, bool logarithmic) {
    if (!std::isfinite(value) || (logarithmic && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

}  // namespace

std::vector<bool> XyContent::visible() const {
  std::vector<bool> visible;
  for (const XyCurve& curve : curves) visible.push_back(isVisible(curve));
  return visible;
}

bool XyContent::isEmpty() const {
  return std::ranges::none_of(curves, [this](const XyCurve& curve) {
    return std::any_of(curve.points.begin(), curve.points.end(), [this](const QPointF& point) {
      return std::isfinite(point.x()) && std::isfinite(point.y()) && (!logX || point.x() > 0) &&
             (!logY || point.y() > 0);
    });
  });
}

XyRange XyContent::extent(bool x) const {
  const bool logarithmic = x ? logX : logY;
  Extent all;
  bool dots = false;
  for (const XyCurve& curve : curves) {
    if (!isVisible(curve)) continue;
    dots = dots || curve.kind == XyCurve::Kind::Points;
    for (const auto* points : {&curve.points, &curve.low, &curve.high}) {
      for (const QPointF& point : *points) all.add(x ? point.x() : point.y(), logarithmic);
    }
  }
  const double span = all.high - all.low;
  for (const XyMark& mark : marks) {  // a target is shown, unless all else would shrink for it
    const bool mine = (mark.orientation == Qt::Vertical) == x;
    if (mine && mark.value >= all.low - span && mark.value <= all.high + span) {
      all.add(mark.value, logarithmic);
    }
  }
  if (dots && !logarithmic && span > 0) {
    const bool positive = all.low >= 0;
    all.low -= kDotRoom * span;
    all.high += kDotRoom * span;
    if (positive) all.low = std::max(all.low, 0.0);
  }
  return axisRange(all.low, all.high, logarithmic, x && !dots);
}

XyLayout XyLayout::of(const XyContent& content, const QSize& size) {
  XyLayout layout;
  layout.size = size;
  const QFontMetrics metrics(textFont(11));
  const QRectF area = QRectF(QPointF(), QSizeF(size)).adjusted(kMargin, 2, -kMargin, -2);
  QStringList names;
  for (const XyCurve& curve : content.curves) names << curve.name;
  if (names.size() == 1 && content.marks.empty()) names.clear();  // one curve needs no legend
  if (!content.legendVisible) names.clear();
  const double indent = content.yTitle.isEmpty() ? 0 : metrics.horizontalAdvance(content.yTitle) + 14;
  const int rows = std::clamp(static_cast<int>(area.height() * 0.3 / 17), 1, 4);
  if (indent > area.width() - 60) {  // no room beside the title: below it
    layout.legend = XyLegend::layOut(names, metrics, area.adjusted(0, 17, 0, 0), 0, rows);
    layout.legend.height += 17;
  } else {
    layout.legend = XyLegend::layOut(names, metrics, area, indent, rows);
  }
  if (!content.yTitle.isEmpty()) layout.legend.height = std::max(layout.legend.height, 17.0);
  layout.placeAxes(content, area.left(), area.top() + layout.legend.height + 7);
  return layout;
}

// The numbers on y need room on the left, which leaves less for x.
void XyLayout::placeAxes(const XyContent& content, double left, double top) {
  const QFontMetrics metrics(textFont(11));
  const double bottom = size.height() - 2 - kBelow - (content.xTitle.isEmpty() ? 0 : kBelow - 2);
  frame.x = XyAxis(content.zoomX ? *content.zoomX : content.wholeX(), content.logX);
  frame.y = XyAxis(content.zoomY ? *content.zoomY : content.wholeY(), content.logY);
  const double plotHeight = std::max(bottom - top, 10.0);
  ticksY = frame.y.ticks(std::clamp(static_cast<int>(plotHeight / 21), 3, 8));
  int widest = 14;
  for (const double tick : ticksY) widest = std::max(widest, metrics.horizontalAdvance(frame.y.text(tick)));
  frame.plot = QRectF(left + widest + 7, top, std::max(size.width() - left - widest - 7 - 12, 10.0), plotHeight);
  for (int most = std::clamp(static_cast<int>(frame.plot.width() / 42), 3, 12); most >= 2; --most) {
    ticksX = frame.x.ticks(most);
    double textWidth = 0;
    for (const double tick : ticksX) textWidth += metrics.horizontalAdvance(frame.x.text(tick)) + 12;
    if (textWidth <= frame.plot.width()) break;
  }
}

}  // namespace cleave::ui
