// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/heat_map.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "ui/policy/hatch.h"
#include "ui/theme/look.h"
#include "ui/theme/plural.h"
#include "ui/widgets/tool_tip.h"

namespace cleave::ui {
namespace {

constexpr int kLegend = 24;
constexpr double kLeastCell = 6;  // height; below it nobody can tell cells apart

}  // namespace

HeatMap::HeatMap(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Heat map of decisions"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HeatMap::setInsight(std::shared_ptr<const PolicyInsight> insight) {
  const bool same = insight_ && insight && insight_->decisions.size() == insight->decisions.size();
  insight_ = std::move(insight);
  if (insight_) range_ = rangeOf(*insight_, measure_);
  if (!same) cursor_ = -1;
  const auto* chosen = insight_ ? insight_->chosenOne() : nullptr;
  if (!same || (narrowBits_ > 0 && chosen && chosen->decision.bits != narrowBits_)) relayout();
  update();
}

void HeatMap::setMeasure(InsightMeasure measure) {
  measure_ = measure;
  if (insight_) range_ = rangeOf(*insight_, measure_);
  update();
}

void HeatMap::setBits(int bits) {
  bits_ = bits;
  relayout();
  if (insight_ && cursor_ >= 0 &&
      layout_.cellOf(insight_->decisions[static_cast<std::size_t>(cursor_)].decision).isNull()) {
    cursor_ = -1;
  }
  update();
}

void HeatMap::point(int decision) {
  if (!insight_ || decision < 0 || static_cast<std::size_t>(decision) >= insight_->decisions.size()) return;
  if (layout_.cellOf(insight_->decisions[static_cast<std::size_t>(decision)].decision).isNull()) setBits(0);
  setFocus(Qt::OtherFocusReason);
  moveCursor(decision);
}

HeatLayout HeatMap::layoutOf(int bits) const {
  return {insight_->decisions, bits, QRectF(rect()).adjusted(0, 0, -1, -kLegend)};
}

void HeatMap::relayout() {
  narrowBits_ = 0;
  layout_ = insight_ ? layoutOf(bits_) : HeatLayout();
  if (!layout_.isSmall() || layout_.cell(layout_.maps().front(), 1, 0).height() >= kLeastCell) return;
  const auto* chosen = insight_->chosenOne();
  narrowBits_ = chosen ? chosen->decision.bits : layout_.maps().front().bits;
  layout_ = layoutOf(narrowBits_);
}

void HeatMap::resizeEvent(QResizeEvent*) {
  relayout();
}

void HeatMap::paintEvent(QPaintEvent*) {
  if (!insight_) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const auto& map : layout_.maps()) paintMap(painter, map);
  paintFrames(painter);
  paintLegend(painter);
}

void HeatMap::paintMap(QPainter& painter, const HeatLayout::Map& map) const {
  const Colours& colours = coloursOf(*this);
  const bool small = layout_.isSmall();
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  const QString title = plural(map.bits, tr("%n bit"), tr("%n bits"));
  painter.drawText(QRectF(map.cells.left() + 1, map.area.top(), map.cells.width(), 14),
                   Qt::AlignLeft | Qt::AlignVCenter, small ? title : title + tr(" · exit ↓ partition →"));
  for (int exit = 1; exit <= layout_.exits(); ++exit) {
    const QRectF first = layout_.cell(map, exit, 0);
    painter.setFont(textFont(small ? 10 : 11));
    if (first.height() > 8) {
      painter.drawText(QRectF(map.area.left(), first.top(), map.cells.left() - map.area.left() - 4, first.height()),
                       (small ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                       small ? QString::number(exit) : tr("exit %1").arg(exit));
    }
  }
  for (int partition = 0; !small && partition <= layout_.longest(); ++partition) {
    const QRectF column = layout_.cell(map, layout_.exits(), partition);
    painter.setPen(colours.muted);
    painter.drawText(QRectF(column.left() - 4, map.cells.bottom(), column.width() + 8, 13), Qt::AlignCenter,
                     QString::number(partition));
  }
  const QColor lines = mix(colours.border, colours.faint, 0.4);
  painter.setFont(textFont(10));
  const QFontMetrics metrics = painter.fontMetrics();
  for (const auto& decision : insight_->decisions) {
    if (decision.decision.bits != map.bits) continue;
    const QRectF at = layout_.cell(map, decision.decision.exit, decision.decision.partition);
    const auto value = valueOf(decision, measure_);
    if (!value) {
      hatchCell(painter, at, lines);
      continue;
    }
    const QColor colour = heatColour(colours, measure_, range_.place(*value));
    fillCell(painter, at, colour);
    if (at.height() < 13 || (measure_ == InsightMeasure::Probability && *value < 0.005)) continue;
    const QString text = shortText(*value, measure_);
    if (metrics.horizontalAdvance(text) > at.width() - 2) continue;
    painter.setPen(inkOn(colour));
    painter.drawText(at, Qt::AlignCenter, text);
  }
}

void HeatMap::paintFrames(QPainter& painter) const {
  const Colours& colours = coloursOf(*this);
  painter.setBrush(Qt::NoBrush);
  if (const auto* chosen = insight_->chosenOne()) {
    if (const QRectF at = layout_.cellOf(chosen->decision); !at.isNull()) {
      painter.setPen(QPen(colours.panel, 4));
      painter.drawRoundedRect(at, 2.5, 2.5);
      painter.setPen(QPen(colours.exit, 2));
      painter.drawRoundedRect(at, 2.5, 2.5);
    }
  }
  if (cursor_ < 0 || !hasFocus()) return;
  const QRectF at = layout_.cellOf(insight_->decisions[static_cast<std::size_t>(cursor_)].decision);
  painter.setPen(QPen(colours.text, 1.2, Qt::DotLine));
  painter.drawRoundedRect(at.adjusted(-2, -2, 2, 2), 3.5, 3.5);
}

void HeatMap::paintLegend(QPainter& painter) const {
  const Colours& colours = coloursOf(*this);
  double bottom = 0;
  for (const auto& map : layout_.maps()) bottom = std::max(bottom, map.cells.bottom() + (layout_.isSmall() ? 0 : 13));
  const double y = bottom + 8;
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  const QString why = whyNone(measure_, insight_->scores);
  if (!why.isEmpty()) {
    painter.drawText(QRectF(0, y - 2, width(), 16), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(why, Qt::ElideRight, width()));
    return;
  }
  const QString low = toText(range_.low, measure_);
  const QString high =
      (measure_ == InsightMeasure::Latency ? QStringLiteral("≥ ") : QString()) + toText(range_.high, measure_);
  const QFontMetrics metrics = painter.fontMetrics();
  const double from = metrics.horizontalAdvance(low) + 6;
  const double bar = std::clamp(0.3 * width(), 50.0, 150.0);
  painter.drawText(QRectF(0, y - 2, from, 16), Qt::AlignLeft | Qt::AlignVCenter, low);
  for (int i = 0; i < 48; ++i) {
    painter.fillRect(QRectF(from + i * bar / 48, y + 1, bar / 48 + 0.5, 10),
                     heatColour(colours, measure_, (i + 0.5) / 48));
  }
  if (measure_ == InsightMeasure::Latency && insight_->values.targetMs > 0) {  // its middle
    painter.fillRect(QRectF(from + bar / 2 - 0.75, y - 1, 1.5, 14), colours.text);
  }
  painter.drawText(QRectF(from + bar + 6, y - 2, 100, 16), Qt::AlignLeft | Qt::AlignVCenter, high);
  // On the right what the marks mean, as far as there is room.
  double right = width() - 1.0;
  const auto mark = [&](const QString& text, bool frame) {
    const double wide = metrics.horizontalAdvance(text) + 20;
    if (right - wide < from + bar + 6 + metrics.horizontalAdvance(high) + 10) return;
    const QRectF box(right - wide, y + 1, 12, 10);
    if (frame) {
      painter.setPen(QPen(colours.exit, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(box.adjusted(1, 0, -1, 0), 2, 2);
    } else {
      hatchCell(painter, box, mix(colours.border, colours.faint, 0.4));
    }
    painter.setPen(colours.muted);
    painter.drawText(QRectF(right - wide + 16, y - 2, wide, 16), Qt::AlignLeft | Qt::AlignVCenter, text);
    right -= wide + 10;
  };
  mark(tr("not allowed"), false);
  if (insight_->chosenOne()) mark(tr("chosen"), true);
}

QString HeatMap::textAt(const QPointF& position) const {
  const int index = insight_ ? layout_.at(position) : -1;
  return index < 0 ? QString() : describe(insight_->decisions[static_cast<std::size_t>(index)], *insight_);
}

void HeatMap::moveCursor(int decision) {
  if (decision < 0) return;
  cursor_ = decision;
  const DecisionInsight& here = insight_->decisions[static_cast<std::size_t>(decision)];
  setAccessibleDescription(describe(here, *insight_));
  const QPoint below = layout_.cellOf(here.decision).bottomLeft().toPoint() + QPoint(0, 4);
  QToolTip::showText(mapToGlobal(below), describe(here, *insight_), this);
  update();
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
  if (!insight_) return QWidget::keyPressEvent(event);
  const int from = cursor_ >= 0 ? cursor_ : -1;
  const auto begin = [this] {
    return insight_->chosenOne() && !layout_.cellOf(insight_->chosenOne()->decision).isNull() ? insight_->chosen
                                                                                              : layout_.first();
  };
  const auto go = [&](int dx, int dy) { moveCursor(from < 0 ? begin() : layout_.neighbour(from, dx, dy)); };
  switch (event->key()) {
    case Qt::Key_Left:
      return go(-1, 0);
    case Qt::Key_Right:
      return go(1, 0);
    case Qt::Key_Up:
      return go(0, -1);
    case Qt::Key_Down:
      return go(0, 1);
    case Qt::Key_Home:
      return moveCursor(begin());
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (from >= 0) Q_EMIT activated(from);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
  const int index = insight_ && event->button() == Qt::LeftButton ? layout_.at(event->position()) : -1;
  if (index < 0) return QWidget::mousePressEvent(event);
  moveCursor(index);
  Q_EMIT activated(index);
}

bool HeatMap::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto& help = *static_cast<QHelpEvent*>(event);
  showToolTip(*this, help, textAt(help.pos()));
  return true;
}

}  // namespace cleave::ui
