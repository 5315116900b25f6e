// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_chart.h"

#include <QAction>
#include <QEvent>
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

XyChart::XyChart(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::ClickFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  makeActions();
}

void XyChart::changed() {
  laidOut_ = false;
  still_ = QPixmap();
  update();
}

void XyChart::setTitle(const QString& title) {
  title_ = title;
  setAccessibleName(this->title());
}

QString XyChart::title() const {
  return title_.isEmpty() ? tr("%1 against %2").arg(yTitle_, xTitle_) : title_;
}

void XyChart::setAxisTitles(const QString& x, const QString& y) {
  xTitle_ = x;
  yTitle_ = y;
  setAccessibleName(title());
  changed();
}

void XyChart::setLogX(bool on) {
  if (logX_ == on) return;
  logX_ = on;
  logXAction_->setChecked(on);
  zoomX_.reset();
  changed();
}

void XyChart::setLogY(bool on) {
  if (logY_ == on) return;
  logY_ = on;
  logYAction_->setChecked(on);
  zoomY_.reset();
  changed();
}

void XyChart::setXRange(std::optional<XyRange> range) {
  rangeX_ = range;
  changed();
}

void XyChart::setYRange(std::optional<XyRange> range) {
  rangeY_ = range;
  changed();
}

void XyChart::setCurves(std::vector<XyCurve> curves) {
  curves_ = std::move(curves);
  changed();
}

void XyChart::setMarks(std::vector<XyMark> marks) {
  marks_ = std::move(marks);
  changed();
}

void XyChart::setEmptyText(const QString& text) {
  emptyText_ = text;
  changed();
}

void XyChart::setLegendVisible(bool visible) {
  legendVisible_ = visible;
  changed();
}

void XyChart::setHighlighted(const QString& name) {
  if (highlighted_ == name) return;
  highlighted_ = name;
  changed();
}

void XyChart::setCurveVisible(const QString& name, bool visible) {
  if (isCurveVisible(name) == visible) return;
  if (visible) {
    hidden_.remove(name);
  } else {
    hidden_.insert(name);
  }
  changed();
  Q_EMIT curveVisibleChanged(name, visible);
}

void XyChart::zoomTo(const XyRange& x, const XyRange& y) {
  zoomX_ = x;
  zoomY_ = y;
  changed();
}

void XyChart::showAll() {
  zoomX_.reset();
  zoomY_.reset();
  changed();
}

std::vector<bool> XyChart::shown() const {
  std::vector<bool> shown;
  for (const XyCurve& curve : curves_) shown.push_back(isCurveVisible(curve.name));
  return shown;
}

bool XyChart::isEmpty() const {
  const bool logX = logX_;
  const bool logY = logY_;
  return std::ranges::none_of(curves_, [logX, logY](const XyCurve& curve) {
    return std::any_of(curve.points.begin(), curve.points.end(), [logX, logY](const QPointF& point) {
      return std::isfinite(point.x()) && std::isfinite(point.y()) && (!logX || point.x() > 0) &&
             (!logY || point.y() > 0);
    });
  });
}

QColor XyChart::colourOf(std::size_t curve) const {
  return curves_[curve].colour.isValid() ? curves_[curve].colour : seriesColour(coloursOf(*this), curve);
}

XyRange XyChart::wholeX() const {
  return rangeX_ ? *rangeX_ : whole(true);
}

XyRange XyChart::wholeY() const {
  return rangeY_ ? *rangeY_ : whole(false);
}

XyRange XyChart::whole(bool x) const {
  const bool logarithmic = x ? logX_ : logY_;
  Extent extent;
  bool dots = false;
  for (const XyCurve& curve : curves_) {
    if (!isCurveVisible(curve.name)) continue;
    dots = dots || curve.kind == XyCurve::Kind::Points;
    for (const auto* points : {&curve.points, &curve.low, &curve.high}) {
      for (const QPointF& point : *points) extent.add(x ? point.x() : point.y(), logarithmic);
    }
  }
  const double span = extent.high - extent.low;
  for (const XyMark& mark : marks_) {  // a target is shown, unless all else would shrink for it
    const bool mine = (mark.orientation == Qt::Vertical) == x;
    if (mine && mark.value >= extent.low - span && mark.value <= extent.high + span) {
      extent.add(mark.value, logarithmic);
    }
  }
  if (dots && !logarithmic && span > 0) {
    const bool positive = extent.low >= 0;
    extent.low -= kDotRoom * span;
    extent.high += kDotRoom * span;
    if (positive) extent.low = std::max(extent.low, 0.0);
  }
  return axisRange(extent.low, extent.high, logarithmic, x && !dots);
}

const XyFrame& XyChart::frame() const {
  layOut();
  return frame_;
}

const XyLegend& XyChart::legend() const {
  layOut();
  return legend_;
}

void XyChart::layOut() const {
  if (laidOut_) return;
  laidOut_ = true;
  const QFontMetrics metrics(textFont(11));
  const QRectF area = QRectF(rect()).adjusted(kMargin, 2, -kMargin, -2);
  QStringList names;
  for (const XyCurve& curve : curves_) names << curve.name;
  if (names.size() == 1 && marks_.empty()) names.clear();  // one curve needs no legend
  if (!legendVisible_) names.clear();
  const double indent = yTitle_.isEmpty() ? 0 : metrics.horizontalAdvance(yTitle_) + 14;
  const int rows = std::clamp(static_cast<int>(area.height() * 0.3 / 17), 1, 4);
  if (indent > area.width() - 60) {  // no room beside the title: below it
    legend_ = XyLegend::layOut(names, metrics, area.adjusted(0, 17, 0, 0), 0, rows);
    legend_.height += 17;
  } else {
    legend_ = XyLegend::layOut(names, metrics, area, indent, rows);
  }
  if (!yTitle_.isEmpty()) legend_.height = std::max(legend_.height, 17.0);
  layOutAxes(area.left(), area.top() + legend_.height + 7);
}

// The numbers on y need room on the left, which leaves less for x.
void XyChart::layOutAxes(double left, double top) const {
  const QFontMetrics metrics(textFont(11));
  const double bottom = height() - 2 - kBelow - (xTitle_.isEmpty() ? 0 : kBelow - 2);
  frame_.x = XyAxis(zoomX_ ? *zoomX_ : wholeX(), logX_);
  frame_.y = XyAxis(zoomY_ ? *zoomY_ : wholeY(), logY_);
  const double plotHeight = std::max(bottom - top, 10.0);
  ticksY_ = frame_.y.ticks(std::clamp(static_cast<int>(plotHeight / 21), 3, 8));
  int widest = 14;
  for (const double tick : ticksY_) widest = std::max(widest, metrics.horizontalAdvance(frame_.y.text(tick)));
  frame_.plot = QRectF(left + widest + 7, top, std::max(width() - left - widest - 7 - 12, 10.0), plotHeight);
  for (int most = std::clamp(static_cast<int>(frame_.plot.width() / 42), 3, 12); most >= 2; --most) {
    ticksX_ = frame_.x.ticks(most);
    double textWidth = 0;
    for (const double tick : ticksX_) textWidth += metrics.horizontalAdvance(frame_.x.text(tick)) + 12;
    if (textWidth <= frame_.plot.width()) break;
  }
}

XyReadout XyChart::readout() const {
  if (!cursor_ || dragFrom_ || !frame().plot.contains(*cursor_)) return {};
  const double room = std::max(frame_.plot.height() / 16 - 2, 1.0);
  return XyReadout::of(hitsAt(*cursor_, curves_, shown(), frame_), curves_, xTitle_, yTitle_,
                       static_cast<std::size_t>(room));
}

QPixmap XyChart::picture() const {
  constexpr double kFiner = 2;
  QPixmap picture(size() * kFiner);
  picture.setDevicePixelRatio(kFiner);
  picture.fill(coloursOf(*this).panel);
  QPainter painter(&picture);
  paintStill(painter);
  return picture;
}

std::vector<XyCurve> XyChart::shownCurves() const {
  std::vector<XyCurve> seen;
  for (const XyCurve& curve : curves_) {
    if (isCurveVisible(curve.name)) seen.push_back(curve);
  }
  return seen;
}

QString XyChart::csv() const {
  return toCsv(shownCurves(), xTitle_, yTitle_);
}

}  // namespace cleave::ui
