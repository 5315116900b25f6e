// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/legend_chip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kTextLeft = 15;
constexpr int kLeastText = 18;    // pixels; less of a name says nothing
constexpr double kPalest = 0.35;  // less is not seen in so small a square

}  // namespace

LegendChip::LegendChip(ColourRole role, const QString& text, QWidget* parent)
    : QWidget(parent), role_(role), text_(text) {
  setObjectName(QStringLiteral("legend"));
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  explain();
}

void LegendChip::setToggles(bool on) {
  toggles_ = on;
  setFocusPolicy(on ? Qt::TabFocus : Qt::NoFocus);
  setCursor(on ? Qt::PointingHandCursor : Qt::ArrowCursor);
  explain();
}

void LegendChip::setOpacity(double opacity) {
  opacity_ = opacity;
  update();
}

void LegendChip::explain() {
  setAccessibleName(on_ ? text_ : tr("%1, hidden").arg(text_));
  setToolTip(!toggles_ ? text_ : on_ ? tr("%1: click to hide").arg(text_) : tr("%1: click to show").arg(text_));
}

void LegendChip::setOn(bool on) {
  if (on == on_) return;
  on_ = on;
  explain();
  update();
  Q_EMIT toggled(on);
}

QSize LegendChip::sizeHint() const {
  return {QFontMetrics(textFont(12)).horizontalAdvance(text_) + kTextLeft + 5, 18};
}

void LegendChip::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor colour = withAlpha(colours.of(role_), std::max(opacity_, kPalest));
  painter.setPen(on_ ? QPen(Qt::NoPen) : QPen(colours.faint, 1));
  painter.setBrush(on_ ? QBrush(colour) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(on_ ? QRectF(0, 4, 10, 10) : QRectF(0.5, 4.5, 9, 9), 2, 2);
  if (hasFocus()) {
    painter.setPen(QPen(colours.edge, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
  }
  const QRect box = rect().adjusted(kTextLeft, 0, 0, 0);
  if (box.width() < kLeastText) return;
  painter.setFont(textFont(12));
  painter.setPen(on_ ? colours.muted : colours.faint);
  painter.drawText(box, Qt::AlignVCenter, painter.fontMetrics().elidedText(text_, Qt::ElideRight, box.width()));
}

void LegendChip::mousePressEvent(QMouseEvent* event) {
  if (!toggles_ || event->button() != Qt::LeftButton) {
    event->ignore();
    return;
  }
  setOn(!on_);
}

void LegendChip::keyPressEvent(QKeyEvent* event) {
  if (toggles_ && (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return)) {
    setOn(!on_);
  } else {
    QWidget::keyPressEvent(event);
  }
}

bool LegendChip::event(QEvent* event) {
  // Space is the window's shortcut to start a run; here it is the chip's.
  if (event->type() == QEvent::ShortcutOverride && toggles_) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Space || key == Qt::Key_Return) event->accept();
  }
  return QWidget::event(event);
}

}  // namespace cleave::ui
