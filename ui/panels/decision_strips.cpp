// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/decision_strips.h"

#include <QImage>
#include <QMouseEvent>
#include <QPainter>

#include "ui/charts/live_plot.h"
#include "ui/charts/time_ticks.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kTimesHeight = 16;

}  // namespace

DecisionStrips::DecisionStrips(QWidget* parent) : QWidget(parent), rows_(kPlotCapacity) {
  setMouseTracking(true);
  timer_.setSingleShot(true);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, QOverload<>::of(&QWidget::update));
}

void DecisionStrips::setSpace(int exits, int longestPath) {
  exits_ = exits;
  longestPath_ = longestPath;
  update();
}

void DecisionStrips::append(double x, const Decision& decision) {
  rows_.push({rows_.empty() ? x : std::max(x, rows_.back().x), decision});
  if (!timer_.isActive()) timer_.start(slot_.wait());
}

void DecisionStrips::clear() {
  rows_.clear();
  update();
}

void DecisionStrips::setCrosshair(std::optional<double> x) {
  if (x == crosshair_) return;
  crosshair_ = x;
  update();
}

QRect DecisionStrips::plotArea() const {
  return rect().adjusted(kLeftMargin, 1, -LivePlot::kRightMargin, -kTimesHeight);
}

const Decision* DecisionStrips::at(double x) const {
  const std::size_t next = lowerBound(rows_, x, [](const Row& row) { return row.x; });
  return next == 0 ? nullptr : &rows_[next - 1].decision;
}

void DecisionStrips::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  const QRect plot = plotArea();
  if (plot.width() < 2 || plot.height() < 9) return;
  const auto [x0, x1] = LivePlot::window(rows_.empty() ? 0 : rows_.back().x);
  const auto timeAt = [&, first = x0, last = x1](double pixel) {
    return first + (last - first) * pixel / plot.width();
  };

  QImage image(plot.width(), 3, QImage::Format_ARGB32_Premultiplied);
  image.fill(colours.control);
  for (int pixel = 0; pixel < plot.width(); ++pixel) {
    const Decision* decision = at(timeAt(pixel + 1));
    if (!decision) continue;
    image.setPixelColor(pixel, 0, exitColour(colours, decision->exit, exits_));
    image.setPixelColor(pixel, 1, partitionColour(colours, decision->partition, longestPath_));
    image.setPixelColor(pixel, 2, bitsColour(colours, decision->bits));
  }
  const int gap = plot.height() > 70 ? 7 : 4;
  const int height = (plot.height() - 2 * gap) / 3;
  const std::array names{tr("exit"), tr("partition"), tr("bits")};
  painter.setFont(textFont(12));
  painter.setPen(colours.muted);
  for (int strip = 0; strip < 3; ++strip) {
    const QRect box(plot.left(), plot.top() + strip * (height + gap), plot.width(), height);
    painter.drawImage(box, image, QRect(0, strip, image.width(), 1));
    painter.drawText(QRect(0, box.top(), kLeftMargin, height), Qt::AlignLeft | Qt::AlignVCenter,
                     names[static_cast<std::size_t>(strip)]);
  }
  const bool crosshair = crosshair_ && *crosshair_ >= x0 && *crosshair_ <= x1;
  if (!crosshair) {
    paintTimeTicks(painter, plot, x0, x1, colours.muted);
    return;
  }
  painter.setFont(textFont(11));
  const double x = plot.left() + (*crosshair_ - x0) / (x1 - x0) * plot.width();
  painter.setPen(colours.text);
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  if (const Decision* decision = at(*crosshair_)) {
    painter.drawText(
        QRectF(x - 150, plot.bottom() + 3, 300, kTimesHeight), Qt::AlignHCenter | Qt::AlignTop,
        tr("exit %1 · partition %2 · %3 bits").arg(decision->exit).arg(decision->partition).arg(decision->bits));
  }
}

void DecisionStrips::mouseMoveEvent(QMouseEvent* event) {
  const QRect plot = plotArea();
  const double part = (event->position().x() - plot.left()) / plot.width();
  const auto [x0, x1] = LivePlot::window(rows_.empty() ? 0 : rows_.back().x);
  if (part < 0 || part > 1) {
    Q_EMIT left();
  } else {
    Q_EMIT hovered(x0 + part * (x1 - x0));
  }
}

void DecisionStrips::leaveEvent(QEvent*) {
  Q_EMIT left();
}

}  // namespace cleave::ui
