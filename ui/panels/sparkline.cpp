// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sparkline.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {

Sparkline::Sparkline(const QString& name, ColourRole role, QWidget* parent)
    : QWidget(parent), name_(name), role_(role) {
  setAccessibleName(name);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Sparkline::push(double value, const QString& text) {
  values_.push(value);
  text_ = text;
  update();
}

void Sparkline::clear() {
  values_.clear();
  text_.clear();
  update();
}

void Sparkline::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRect head(0, 0, width(), 18);
  painter.setFont(textFont(12));
  painter.setPen(colours.muted);
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, name_);
  painter.setFont(textFont(13, QFont::DemiBold));
  painter.setPen(colours.text);
  painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, text_);

  const QRectF box(0.5, 21, width() - 1.0, height() - 23.0);
  if (box.height() < 6) return;
  painter.setPen(QPen(colours.grid, 1));
  painter.drawLine(box.bottomLeft(), box.bottomRight());
  if (values_.size() < 2) return;
  double high = 1e-9;
  for (std::size_t i = 0; i < values_.size(); ++i) high = std::max(high, values_[i]);
  // From zero, so that a quiet line looks quiet; the newest value on the right.
  const double step = box.width() / static_cast<double>(std::max<std::size_t>(values_.size(), 40) - 1);
  QPainterPath line;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const QPointF at(box.right() - static_cast<double>(values_.size() - 1 - i) * step,
                     box.bottom() - 0.92 * box.height() * values_[i] / high);
    if (i == 0) {
      line.moveTo(at);
    } else {
      line.lineTo(at);
    }
  }
  QPainterPath area = line;
  area.lineTo(box.right(), box.bottom());
  area.lineTo(box.right() - static_cast<double>(values_.size() - 1) * step, box.bottom());
  const QColor ink = colours.of(role_);
  painter.fillPath(area, withAlpha(ink, 0.16));
  painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(line);
}

}  // namespace cleave::ui
