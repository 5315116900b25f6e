// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/conditions_chart.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/charts/nice_ticks.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kLeft = 44;
constexpr double kRight = 6;
constexpr double kBottom = 18;
constexpr double kStrip = 30;      // a strip and the gap above it
constexpr double kLeastPlot = 62;  // the rate's own, before strips go in
constexpr double kDecades = 4;     // below the peak, on a logarithmic axis

struct Range {
  double least = 0;  ///< above zero
  double most = 0;
};

Range rangeOf(const std::vector<PreviewBin>& bins) {
  Range range{HUGE_VAL, 0};
  for (const auto& bin : bins) {
    if (bin.low > 0) range.least = std::min(range.least, bin.low);
    if (bin.mean > 0) range.least = std::min(range.least, bin.mean);
    range.most = std::max(range.most, bin.high);
  }
  range.least = std::min(range.least, range.most);
  return range;
}

bool allZero(const std::vector<PreviewBin>& bins) {
  return std::ranges::all_of(bins, [](const PreviewBin& bin) { return bin.high <= 0; });
}

const PreviewBin& binAt(const std::vector<PreviewBin>& bins, double share) {
  const auto count = static_cast<double>(bins.size());
  return bins[static_cast<std::size_t>(std::clamp(share * count, 0.0, count - 1))];
}

/// Band and mean line of a series; `y` maps values into the box.
template <class Y>
void paintSeries(QPainter& painter, const QRectF& box, const std::vector<PreviewBin>& bins, const QColor& ink, Y&& y,
                 bool filled) {
  const double step = box.width() / static_cast<double>(bins.size());
  QPainterPath line;
  QPolygonF band;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const double x = box.left() + (static_cast<double>(i) + (bins.size() == 1 ? 0 : 0.5)) * step;
    const QPointF at(x, y(bins[i].mean));
    if (i == 0) {
      line.moveTo(box.left(), at.y());
    }
    line.lineTo(at);
    band << QPointF(x, y(bins[i].high));
  }
  line.lineTo(box.right(), y(bins.back().mean));
  for (std::size_t i = bins.size(); i-- > 0;) {
    band << QPointF(box.left() + (static_cast<double>(i) + 0.5) * step, y(bins[i].low));
  }
  painter.setPen(Qt::NoPen);
  if (filled) {
    QPainterPath area = line;
    area.lineTo(box.right(), box.bottom());
    area.lineTo(box.left(), box.bottom());
    painter.fillPath(area, withAlpha(ink, 0.14));
  }
  if (bins.size() > 1) {
    painter.setBrush(withAlpha(ink, 0.28));
    painter.drawPolygon(band);
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(line);
}

}  // namespace

ConditionsChart::ConditionsChart(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("conditionsChart"));
  setAccessibleName(tr("Preview of the link"));
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ConditionsChart::setPreview(const ConditionsPreview& preview) {
  preview_ = preview;
  update();
}

void ConditionsChart::setLogarithmic(std::optional<bool> logarithmic) {
  logarithmic_ = logarithmic;
  update();
}

bool ConditionsChart::logarithmic() const {
  if (logarithmic_) return *logarithmic_;
  const Range range = rangeOf(preview_.mbps);
  return range.most > 10 * range.least;
}

QRectF ConditionsChart::plot() const {
  return {kLeft, 6, std::max(10.0, width() - kLeft - kRight), std::max(10.0, height() - 6 - kBottom)};
}

std::vector<ConditionsChart::Strip> ConditionsChart::strips() const {
  std::vector<Strip> strips;
  if (!preview_.rttMs.empty() && !allZero(preview_.rttMs)) {
    const double most = rangeOf(preview_.rttMs).most;
    strips.push_back({tr("RTT"), &preview_.rttMs, ColourRole::Link, 1.1 * most,
                      most < 9.95 ? formatMs(most) : tr("%1 ms").arg(most, 0, 'f', 0)});
  }
  for (const auto& [name, bins, role] : {std::tuple{tr("device"), &preview_.deviceLoad, ColourRole::Device},
                                         std::tuple{tr("edge"), &preview_.edgeLoad, ColourRole::Edge}}) {
    if (!bins->empty() && !allZero(*bins)) strips.push_back({name, bins, role, 1, tr("load")});
  }
  const auto room = static_cast<std::size_t>(std::max(0.0, (plot().height() - kLeastPlot) / kStrip));
  if (strips.size() > room) strips.resize(room);
  return strips;
}

void ConditionsChart::paintRate(QPainter& painter, const QRectF& box) const {
  const Colours& colours = coloursOf(*this);
  const Range range = rangeOf(preview_.mbps);
  const bool log = logarithmic() && range.most > 0;
  const int most = std::max(3, static_cast<int>(box.height() / 22));
  const double floor = std::max(range.least, range.most * std::pow(10, -kDecades));
  const Ticks ticks = log ? logTicks(floor, range.most) : niceTicks(0, std::max(range.most, 1e-3), most);
  const auto y = [&](double mbps) {
    const double share =
        log ? std::log(std::max(mbps, ticks.low) / ticks.low) / std::log(ticks.high / ticks.low) : mbps / ticks.high;
    return box.bottom() - std::clamp(share, 0.0, 1.0) * box.height();
  };
  painter.setFont(textFont(10));
  double lastY = HUGE_VAL;
  for (const double value : ticks.values) {
    painter.setPen(QPen(colours.grid, 1));
    painter.drawLine(QPointF(box.left(), y(value)), QPointF(box.right(), y(value)));
    if (lastY - y(value) < 13) continue;  // labels would touch
    lastY = y(value);
    painter.setPen(colours.muted);
    painter.drawText(QRectF(0, y(value) - 7, kLeft - 6, 14), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(value, 'g', 4));
  }
  paintSeries(painter, box, preview_.mbps, colours.link, y, true);
  // Where nothing gets through is what matters most, and a line on the floor is easily missed.
  const double step = box.width() / static_cast<double>(preview_.mbps.size());
  for (std::size_t i = 0; i < preview_.mbps.size(); ++i) {
    if (preview_.mbps[i].mean > 0) continue;
    painter.fillRect(QRectF(box.left() + static_cast<double>(i) * step, box.bottom() - 1.5, step + 0.5, 3),
                     colours.violation);
  }
}

void ConditionsChart::paintStrip(QPainter& painter, const QRectF& box, const Strip& strip) const {
  const Colours& colours = coloursOf(*this);
  painter.setPen(QPen(colours.grid, 1));
  painter.drawLine(box.bottomLeft(), box.bottomRight());
  painter.setFont(textFont(10));
  painter.setPen(colours.muted);
  painter.drawText(QRectF(0, box.top() - 2, kLeft - 6, 13), Qt::AlignRight | Qt::AlignVCenter, strip.name);
  painter.drawText(QRectF(0, box.top() + 10, kLeft - 6, 13), Qt::AlignRight | Qt::AlignVCenter, strip.text);
  paintSeries(
      painter, box, *strip.bins, colours.of(strip.role),
      [&](double value) { return box.bottom() - std::clamp(value / strip.most, 0.0, 1.0) * box.height(); }, true);
}

void ConditionsChart::paintEvent(QPaintEvent*) {
  if (preview_.mbps.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto below = strips();
  QRectF box = plot();
  double top = box.bottom() - kStrip * static_cast<double>(below.size()) + 8;
  box.setBottom(top - 8);
  paintRate(painter, box);
  for (const Strip& strip : below) {
    paintStrip(painter, QRectF(box.left(), top, box.width(), kStrip - 8), strip);
    top += kStrip;
  }
  if (preview_.durationS > 0) paintTimes(painter);
  if (pointer_ >= 0) paintPointer(painter);
}

void ConditionsChart::paintTimes(QPainter& painter) const {
  const QRectF box = plot();
  painter.setFont(textFont(10));
  painter.setPen(coloursOf(*this).muted);
  double free = 0;  // where the next label may begin
  for (const double value : niceTicks(0, preview_.durationS, std::max(3, static_cast<int>(box.width() / 60))).values) {
    const double x = box.left() + value / preview_.durationS * box.width();
    if (x > box.right() + 1) continue;
    const QString text = tr("%1 s").arg(value);
    const double wide = painter.fontMetrics().horizontalAdvance(text);
    const double left = std::min(x - wide / 2, box.right() - wide);
    if (left < free) continue;
    painter.drawText(QPointF(left, box.bottom() + 14), text);
    free = left + wide + 8;
  }
}

QString ConditionsChart::readout(int x) const {
  const QRectF box = plot();
  const double share = (x - box.left()) / box.width();
  if (preview_.mbps.empty() || share < 0 || share > 1) return {};
  QString text =
      tr("%1 s: %2").arg(share * preview_.durationS, 0, 'f', 1).arg(formatMbps(binAt(preview_.mbps, share).mean));
  if (!preview_.rttMs.empty()) text += tr(" · RTT %1").arg(formatMs(binAt(preview_.rttMs, share).mean));
  if (!preview_.deviceLoad.empty() && !allZero(preview_.deviceLoad)) {
    text += tr(" · device %1").arg(formatPercent(binAt(preview_.deviceLoad, share).mean, 0));
  }
  if (!preview_.edgeLoad.empty() && !allZero(preview_.edgeLoad)) {
    text += tr(" · edge %1").arg(formatPercent(binAt(preview_.edgeLoad, share).mean, 0));
  }
  return text;
}

void ConditionsChart::paintPointer(QPainter& painter) const {
  const QString text = readout(pointer_);
  if (text.isEmpty()) return;
  const Colours& colours = coloursOf(*this);
  const QRectF box = plot();
  painter.setPen(QPen(colours.muted, 1, Qt::DashLine));
  painter.drawLine(QPointF(pointer_, box.top()), QPointF(pointer_, box.bottom()));
  painter.setFont(textFont(11));
  const double wide = QFontMetricsF(painter.font()).horizontalAdvance(text) + 12;
  const double left = std::clamp(pointer_ - wide / 2, 0.0, std::max(0.0, width() - wide));
  const QRectF label(left, box.top(), wide, 18);
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(colours.panel);
  painter.drawRoundedRect(label, 4, 4);
  painter.setPen(colours.text);
  painter.drawText(label, Qt::AlignCenter, text);
}

void ConditionsChart::mouseMoveEvent(QMouseEvent* event) {
  pointer_ = event->pos().x();
  update();
}

void ConditionsChart::leaveEvent(QEvent*) {
  pointer_ = -1;
  update();
}

}  // namespace cleave::ui
