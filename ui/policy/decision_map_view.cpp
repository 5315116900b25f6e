// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/decision_map_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/policy/insight_measure.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"
#include "ui/widgets/tool_tip.h"

namespace cleave::ui {
namespace {

constexpr double kLeft = 24;
constexpr double kBottom = 16;

}  // namespace

DecisionMapView::DecisionMapView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void DecisionMapView::setData(std::shared_ptr<const DecisionMapData> data) {
  if (!data || !data_ || data->cells.size() != data_->cells.size()) cursor_ = {-1, -1};
  data_ = std::move(data);
  redraw();
}

void DecisionMapView::setMessage(const QString& message) {
  if (message == message_) return;
  message_ = message;
  update();
}

void DecisionMapView::setPart(DecisionPart part) {
  part_ = part;
  redraw();
}

void DecisionMapView::setExtent(const DecisionExtent& extent) {
  extent_ = extent;
  redraw();
}

void DecisionMapView::setLive(const std::optional<WhatIfValues>& values) {
  if (values == live_) return;
  live_ = values;
  update();
}

void DecisionMapView::setAsked(const std::optional<WhatIfValues>& values) {
  if (values == asked_) return;
  asked_ = values;
  update();
}

QRectF DecisionMapView::plot() const {
  return QRectF(rect()).adjusted(kLeft, 3, -4, -kBottom);
}

QPointF DecisionMapView::placeOf(const WhatIfValues& values) const {
  const QRectF area = plot();
  if (!data_ || data_->cells.empty()) return area.center();
  const double low = std::log(data_->bandwidthMbps.front());
  const double high = std::log(data_->bandwidthMbps.back());
  const double x = (std::log(std::max(values.bandwidthMbps, 1e-3)) - low) / (high - low);
  const double y =
      (values.deviceLoad - data_->deviceLoad.front()) / (data_->deviceLoad.back() - data_->deviceLoad.front());
  // The first and the last value are the middles of their cells.
  const auto within = [](double t, std::size_t cells) {
    const double half = 0.5 / static_cast<double>(cells);
    return std::clamp(half + t * (1 - 2 * half), 0.0, 1.0);
  };
  return {area.left() + area.width() * within(x, data_->bandwidthMbps.size()),
          area.bottom() - area.height() * within(y, data_->deviceLoad.size())};
}

QRectF DecisionMapView::cellRect(int column, int row) const {
  const QRectF area = plot();
  const double width = area.width() / static_cast<double>(data_->bandwidthMbps.size());
  const double height = area.height() / static_cast<double>(data_->deviceLoad.size());
  return {area.left() + column * width, area.bottom() - (row + 1) * height, width, height};
}

QPoint DecisionMapView::cellAt(const QPointF& position) const {
  const QRectF area = plot();
  if (!data_ || data_->cells.empty() || !area.contains(position)) return {-1, -1};
  const auto columns = static_cast<int>(data_->bandwidthMbps.size());
  const auto rows = static_cast<int>(data_->deviceLoad.size());
  const int column = static_cast<int>((position.x() - area.left()) / area.width() * columns);
  const int row = static_cast<int>((area.bottom() - position.y()) / area.height() * rows);
  return {std::clamp(column, 0, columns - 1), std::clamp(row, 0, rows - 1)};
}

void DecisionMapView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colours& colours = coloursOf(*this);
  if (data_ && !data_->cells.empty()) {
    paintImage(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter);
    paintMarks(painter);
  }
  if (message_.isEmpty()) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(textFont(12));
  const QRectF area = plot();
  const QRectF text = painter.boundingRect(area.adjusted(10, 8, -10, -8), Qt::AlignCenter | Qt::TextWordWrap, message_);
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(withAlpha(colours.panel, 0.92));
  painter.drawRoundedRect(text.adjusted(-8, -5, 8, 5), 5, 5);
  painter.setPen(colours.muted);
  painter.drawText(text, Qt::AlignCenter | Qt::TextWordWrap, message_);
}

void DecisionMapView::paintImage(QPainter& painter) {
  if (stale_) {
    const Colours& colours = coloursOf(*this);
    const auto columns = static_cast<int>(data_->bandwidthMbps.size());
    const auto rows = static_cast<int>(data_->deviceLoad.size());
    image_ = QImage(columns, rows, QImage::Format_RGB32);
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        const auto& cell = data_->at(static_cast<std::size_t>(column), static_cast<std::size_t>(row));
        image_.setPixelColor(column, rows - 1 - row, partColour(colours, part_, partOf(cell.decision, part_), extent_));
      }
    }
    stale_ = false;
  }
  painter.drawImage(plot(), image_);
}

void DecisionMapView::paintAxes(QPainter& painter) const {
  const Colours& colours = coloursOf(*this);
  const QRectF area = plot();
  painter.setPen(QPen(colours.border, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(area);
  painter.setFont(textFont(10));
  painter.setPen(colours.muted);
  for (const double mbps : {1.0, 10.0, 100.0}) {
    const double x = placeOf({mbps, 0, 0, 0, 0}).x();
    painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3));
    const QString text = mbps == 100 && area.width() > 170 ? tr("100 Mbit/s") : QString::number(mbps);
    painter.drawText(QRectF(x - 40, area.bottom() + 3, 80, 13), Qt::AlignHCenter | Qt::AlignTop, text);
  }
  for (const double load : {0.0, 0.5, 0.9}) {
    const double y = placeOf({1, 0, load, 0, 0}).y();
    painter.drawText(QRectF(0, y - 7, kLeft - 4, 14), Qt::AlignRight | Qt::AlignVCenter, QString::number(load));
  }
}

void DecisionMapView::paintMarks(QPainter& painter) const {
  const Colours& colours = coloursOf(*this);
  painter.setBrush(Qt::NoBrush);
  // Black on white stays visible on every colour of the map.
  const std::array<QPen, 2> pens{QPen(Qt::white, 4), QPen(Qt::black, 2)};
  for (const QPen& pen : pens) {
    painter.setPen(pen);
    if (live_) painter.drawEllipse(placeOf(*live_), 5, 5);
    if (asked_) {
      const QPointF at = placeOf(*asked_);
      painter.drawLine(at - QPointF(5, 5), at + QPointF(5, 5));
      painter.drawLine(at - QPointF(5, -5), at + QPointF(5, -5));
    }
  }
  if (!hasFocus()) return;
  painter.setPen(QPen(colours.edge, 1, Qt::DotLine));
  painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  if (cursor_.x() < 0) return;
  painter.setPen(QPen(colours.text, 1.5));
  painter.drawRect(cellRect(cursor_.x(), cursor_.y()).adjusted(-1, -1, 1, 1));
}

QString DecisionMapView::describe(int column, int row) const {
  const auto x = static_cast<std::size_t>(column);
  const auto y = static_cast<std::size_t>(row);
  const auto& cell = data_->at(x, y);
  QStringList lines{
      tr("%1, device load %2").arg(formatMbps(data_->bandwidthMbps[x]), QString::number(data_->deviceLoad[y], 'f', 2)),
      tr("%1 chooses %2").arg(shownPolicy(data_->policy), spaced(cell.decision)),
      tr("predicted latency %1").arg(formatMs(cell.predictedMs))};
  const double target = data_->values.targetMs;
  if (target > 0) lines.back() += cell.predictedMs > target ? tr(", over target") : tr(", within target");
  if (cell.accuracy > 0) lines << tr("accuracy %1").arg(formatPercent(cell.accuracy));
  return lines.join(QLatin1Char('\n'));
}

QString DecisionMapView::textAt(const QPointF& position) const {
  const QPoint cell = cellAt(position);
  return cell.x() < 0 ? QString() : describe(cell.x(), cell.y());
}

void DecisionMapView::askCell(const QPoint& cell) {
  if (cell.x() < 0) return;
  cursor_ = cell;
  update();
  Q_EMIT asked(data_->bandwidthMbps[static_cast<std::size_t>(cell.x())],
               data_->deviceLoad[static_cast<std::size_t>(cell.y())]);
}

void DecisionMapView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) return askCell(cellAt(event->position()));
  QWidget::mousePressEvent(event);
}

void DecisionMapView::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
  const bool arrow = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
  if (!data_ || data_->cells.empty() || !(enter || arrow)) return QWidget::keyPressEvent(event);
  if (enter) return askCell(cursor_);
  if (cursor_.x() < 0) {
    cursor_ = cellAt(live_ ? placeOf(*live_) : plot().center());
  } else {
    cursor_ += QPoint((key == Qt::Key_Right) - (key == Qt::Key_Left), (key == Qt::Key_Up) - (key == Qt::Key_Down));
  }
  cursor_.setX(std::clamp(cursor_.x(), 0, static_cast<int>(data_->bandwidthMbps.size()) - 1));
  cursor_.setY(std::clamp(cursor_.y(), 0, static_cast<int>(data_->deviceLoad.size()) - 1));
  const QString text = describe(cursor_.x(), cursor_.y());
  setAccessibleDescription(text);
  QToolTip::showText(mapToGlobal(cellRect(cursor_.x(), cursor_.y()).bottomRight().toPoint() + QPoint(2, 4)), text,
                     this);
  update();
}

void DecisionMapView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) redraw();
  QWidget::changeEvent(event);
}

bool DecisionMapView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto& help = *static_cast<QHelpEvent*>(event);
  showToolTip(*this, help, textAt(help.pos()));
  return true;
}

}  // namespace cleave::ui
