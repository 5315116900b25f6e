// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/segment_bar.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kHeight = 24;
constexpr int kPadding = 9;       // at best, on either side of a word
constexpr int kLeastPadding = 4;  // where it is narrow

}  // namespace

SegmentBar::SegmentBar(const QString& name, QWidget* parent) : QWidget(parent) {
  setAccessibleName(name);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void SegmentBar::setSegments(const QStringList& segments) {
  segments_ = segments;
  current_ = 0;
  updateGeometry();
  update();
}

void SegmentBar::setCurrent(int index) {
  if (index < 0 || index >= segments_.size() || index == current_) return;
  current_ = index;
  update();
}

void SegmentBar::choose(int index) {
  if (index < 0 || index >= segments_.size() || index == current_) return;
  setCurrent(index);
  Q_EMIT chosen(index);
}

int SegmentBar::wishedWidth(int index, int padding) const {
  return QFontMetrics(textFont(12, QFont::DemiBold)).horizontalAdvance(segments_[index]) + 2 * padding;
}

QSize SegmentBar::sizeHint() const {
  int sum = 0;
  for (int i = 0; i < segments_.size(); ++i) sum += wishedWidth(i, kPadding);
  return {sum, kHeight};
}

QSize SegmentBar::minimumSizeHint() const {
  int sum = 0;
  for (int i = 0; i < segments_.size(); ++i) sum += wishedWidth(i, kLeastPadding);
  return {sum, kHeight};
}

QRect SegmentBar::segmentRect(int index) const {
  // What is missing to, or left over beside the wished widths is shared.
  const double extra = static_cast<double>(std::min(width(), sizeHint().width()) - sizeHint().width()) /
                       static_cast<double>(std::max<qsizetype>(1, segments_.size()));
  double left = 0;
  for (int i = 0; i < index; ++i) left += wishedWidth(i, kPadding) + extra;
  const double right = left + wishedWidth(index, kPadding) + extra;
  return {qRound(left), 0, qRound(right) - qRound(left), kHeight};
}

void SegmentBar::paintEvent(QPaintEvent*) {
  if (segments_.isEmpty()) return;
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const int end = segmentRect(static_cast<int>(segments_.size()) - 1).right();
  painter.setPen(QPen(hasFocus() ? colours.edge : colours.border, 1));
  painter.setBrush(colours.control);
  painter.drawRoundedRect(QRectF(0.5, 1.5, end, kHeight - 3), 5, 5);
  for (int i = 0; i < segments_.size(); ++i) {
    const QRect at = segmentRect(i);
    const bool here = i == current_;
    if (here) {
      painter.setPen(QPen(colours.edge, 1));
      painter.setBrush(isEnabled() ? colours.selection : colours.control);
      painter.drawRoundedRect(QRectF(at).adjusted(0.5, 1.5, -0.5, -1.5), 5, 5);
    }
    painter.setFont(textFont(12, here ? QFont::DemiBold : QFont::Normal));
    painter.setPen(!isEnabled() ? colours.faint : here ? colours.text : colours.muted);
    painter.drawText(at, Qt::AlignCenter, segments_[i]);
  }
}

void SegmentBar::mousePressEvent(QMouseEvent* event) {
  for (int i = 0; i < segments_.size(); ++i) {
    if (event->button() == Qt::LeftButton && segmentRect(i).contains(event->pos())) return choose(i);
  }
  QWidget::mousePressEvent(event);
}

void SegmentBar::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(segments_.size()) - 1;
  switch (event->key()) {
    case Qt::Key_Left:
      return choose(std::max(0, current_ - 1));
    case Qt::Key_Right:
      return choose(std::min(last, current_ + 1));
    case Qt::Key_Home:
      return choose(0);
    case Qt::Key_End:
      return choose(last);
    default:
      QWidget::keyPressEvent(event);
  }
}

}  // namespace cleave::ui
