// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decision_strips.h"

#include <QFocusEvent>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ui/charts/live_plot.h"
#include "ui/charts/plot_gestures.h"
#include "ui/charts/plot_overlay.h"
#include "ui/charts/time_ticks.h"
#include "ui/theme/look.h"
#include "ui/theme/plural.h"

namespace cleave::ui {
namespace {

constexpr int kTimesHeight = 18;

}  // namespace

DecisionStrips::DecisionStrips(QWidget* parent)
    : QWidget(parent),
      rows_(kPlotCapacity),
      gestures_(new PlotGestures(this, this, this, [this] { return QRectF(plotArea()); })) {
  timer_.setSingleShot(true);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, [this] {
    gestures_->holdCrosshair();
    update();
  });
  connect(gestures_, &PlotGestures::rangeChanged, this, &DecisionStrips::schedule);
  connect(gestures_, &PlotGestures::crosshairChanged, this, QOverload<>::of(&QWidget::update));
  connect(gestures_, &PlotGestures::markChanged, this, QOverload<>::of(&QWidget::update));
  connect(gestures_, &PlotGestures::bandChanged, this, QOverload<>::of(&QWidget::update));
}

DecisionStrips::~DecisionStrips() {
  delete gestures_;
}

void DecisionStrips::setSpace(int exits, int longestPath) {
  exits_ = exits;
  longestPath_ = longestPath;
  update();
}

QString DecisionStrips::nameOf(Strip strip) {
  return strip == Exit ? tr("exit") : strip == Partition ? tr("partition") : tr("bits");
}

void DecisionStrips::setStripVisible(Strip strip, bool visible) {
  visible_[strip] = visible;
  update();
}

void DecisionStrips::setTimeAxis(TimeAxis* axis) {
  gestures_->setAxis(axis);
}

TimeAxis& DecisionStrips::timeAxis() const {
  return gestures_->axis();
}

void DecisionStrips::setCapacity(std::size_t rows) {
  rows_.setCapacity(std::max<std::size_t>(rows, 1));
  schedule();
}

void DecisionStrips::append(double seconds, const Decision& decision) {
  append(seconds, rows_.empty() ? 0 : rows_.back().request + 1, decision);
}

void DecisionStrips::append(double seconds, double request, const Decision& decision) {
  push(rows_, seconds, request, decision);
  TimeAxis& axis = timeAxis();
  if (axis.isLive() || rows_.back().x(axis.unit()) <= axis.range().high) schedule();
  axis.dataArrived();
}

void DecisionStrips::push(Rows& rows, double seconds, double request, const Decision& decision) {
  if (!rows.empty()) {
    seconds = std::max(seconds, rows.back().seconds);
    request = std::max(request, rows.back().request);
  }
  rows.push({seconds, request, decision});
}

void DecisionStrips::swapRows(Rows& filled) {
  std::swap(rows_, filled);
  schedule();
}

void DecisionStrips::schedule() {
  if (!timer_.isActive()) timer_.start(slot_.wait());
}

void DecisionStrips::clear() {
  rows_.clear();
  timeAxis().dataCleared();
  update();
}

QRect DecisionStrips::plotArea() const {
  return rect().adjusted(kLeftMargin, 1, -LivePlot::kRightMargin, -kTimesHeight);
}

AxisExtent DecisionStrips::axisExtent() const {
  if (rows_.empty()) return {};
  return {rows_.size(), {rows_.front().seconds, rows_.front().request}, {rows_.back().seconds, rows_.back().request}};
}

double DecisionStrips::axisConvert(double x, XUnit from) const {
  if (rows_.empty()) return 0;
  const std::size_t at = lowerBound(rows_, x, [from](const Row& row) { return row.x(from); });
  return rows_[std::min(at, rows_.size() - 1)].x(from == XUnit::Seconds ? XUnit::Requests : XUnit::Seconds);
}

std::size_t DecisionStrips::lower(double x) const {
  return lowerBound(rows_, x, [unit = timeAxis().unit()](const Row& row) { return row.x(unit); });
}

const Decision* DecisionStrips::at(double x) const {
  const std::size_t next = lower(std::nextafter(x, std::numeric_limits<double>::infinity()));
  return next == 0 ? nullptr : &rows_[next - 1].decision;
}

QString DecisionStrips::readoutText() const {
  const std::optional<double> x = timeAxis().crosshair();
  const Decision* decision = x ? at(*x) : nullptr;
  if (!decision) return {};
  return tr("exit %1 · partition %2 · %3")
      .arg(decision->exit)
      .arg(decision->partition)
      .arg(plural(decision->bits, tr("%n bit"), tr("%n bits")));
}

void DecisionStrips::paintStrips(QPainter& painter, const QRect& plot) const {
  const Colours& colours = coloursOf(*this);
  const auto [x0, x1] = timeAxis().range();
  QImage image(plot.width(), kStrips, QImage::Format_ARGB32_Premultiplied);
  image.fill(colours.control);
  const double last = rows_.empty() ? x0 : rows_.back().x(timeAxis().unit());
  for (int pixel = 0; pixel < plot.width(); ++pixel) {
    if (x0 + (x1 - x0) * pixel / plot.width() > last) break;  // nobody knows yet what is decided there
    const Decision* decision = at(x0 + (x1 - x0) * (pixel + 1) / plot.width());
    if (!decision) continue;
    image.setPixelColor(pixel, Exit, exitColour(colours, decision->exit, exits_));
    image.setPixelColor(pixel, Partition, partitionColour(colours, decision->partition, longestPath_));
    image.setPixelColor(pixel, Bits, bitsColour(colours, decision->bits));
  }
  const auto shown = static_cast<int>(std::ranges::count(visible_, true));
  if (shown == 0) return;
  const int gap = plot.height() > 70 ? 7 : 4;
  const int height = (plot.height() - (shown - 1) * gap) / shown;
  painter.setFont(textFont(12));
  painter.setPen(colours.muted);
  int top = plot.top();
  for (const Strip strip : {Exit, Partition, Bits}) {
    if (!visible_[strip]) continue;
    const QRect box(plot.left(), top, plot.width(), height);
    top += height + gap;
    painter.drawImage(box, image.copy(0, strip, image.width(), 1));  // an SVG would take all strips
    painter.drawText(QRect(0, box.top(), kLeftMargin, height), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                     nameOf(strip));
  }
}

void DecisionStrips::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  const QRect plot = plotArea();
  if (plot.width() < 2 || plot.height() < 9) return;
  paintStrips(painter, plot);
  const TimeAxis& axis = timeAxis();
  const auto [x0, x1] = axis.range();
  painter.setRenderHint(QPainter::Antialiasing);
  paintTimeTicks(painter, plot, axis.unit(), x0, x1, colours.muted);
  const auto pixel = [&](double x) { return plot.left() + (x - x0) / (x1 - x0) * plot.width(); };
  if (axis.mark()) paintMark(painter, plot, pixel(axis.mark()->x(axis.unit())), colours);
  if (gestures_->chipShown()) paintFrozenChip(painter, plot, colours);
  if (const auto band = gestures_->band()) paintBand(painter, plot, *band, colours);
  if (focusShown_) paintFocus(painter, plot, colours);
  const std::optional<double> crosshair = axis.crosshair();
  if (!crosshair || *crosshair < x0 || *crosshair > x1) return;
  const double x = pixel(*crosshair);
  painter.setPen(colours.text);
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  const QString text = readoutText();
  if (!text.isEmpty()) paintReadout(painter, readoutRect(plot, x, text, gestures_->chipShown()), text, colours);
}

ChartData DecisionStrips::chartData(ChartSpan span) const {
  ChartData result;
  const TimeAxis& axis = timeAxis();
  const bool seconds = axis.unit() == XUnit::Seconds;
  result.xTitle = seconds ? tr("Time (s)") : tr("Request");
  const auto [x0, x1] = axis.range();
  const bool all = span == ChartSpan::All;
  const std::size_t first = all ? 0 : lower(x0);
  const std::size_t last =
      all ? rows_.size() : std::max(first, lower(std::nextafter(x1, std::numeric_limits<double>::infinity())));
  const auto add = [&](ChartColumn column, const auto& value) {
    column.values.reserve(last - first);
    for (std::size_t row = first; row < last; ++row) column.values.push_back(value(rows_[row]));
    result.columns.push_back(std::move(column));
  };
  const auto time = [&] {
    add({LivePlot::tr("time"), QStringLiteral("s"), {}}, [](const Row& row) { return row.seconds; });
  };
  if (seconds) time();
  add({LivePlot::tr("request"), {}, {}}, [](const Row& row) { return row.request; });
  if (!seconds) time();
  const auto strip = [&](Strip which, const auto& value) {
    ChartColumn column{nameOf(which), {}, {}};
    column.kind = SeriesSpec::Kind::Step;
    column.axis = column.name;
    column.fromZero = true;
    column.visible = isStripVisible(which);
    add(std::move(column), value);
  };
  strip(Exit, [](const Row& row) { return row.decision.exit; });
  strip(Partition, [](const Row& row) { return row.decision.partition; });
  strip(Bits, [](const Row& row) { return row.decision.bits; });
  return result;
}

void DecisionStrips::focusInEvent(QFocusEvent* event) {
  focusShown_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                event->reason() == Qt::ShortcutFocusReason;
  update();
}

void DecisionStrips::focusOutEvent(QFocusEvent*) {
  focusShown_ = false;
  update();
}

}  // namespace cleave::ui
