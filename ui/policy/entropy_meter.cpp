// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/entropy_meter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme/look.h"

namespace cleave::ui {

EntropyMeter::EntropyMeter(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Entropy"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFixedHeight(sizeHint().height());
}

void EntropyMeter::setEntropy(double nats, int allowed) {
  nats_ = nats;
  allowed_ = allowed;
  setAccessibleDescription(text());
  setToolTip(
      tr("Entropy of the policy's probabilities: 0 if one decision is certain, ln %1 = %2 nats if all %1 allowed "
         "decisions are equally likely.")
          .arg(allowed)
          .arg(allowed > 0 ? std::log(allowed) : 0.0, 0, 'f', 2));
  update();
}

QString EntropyMeter::text() const {
  if (allowed_ <= 0) return {};
  return tr("%1 of %2 nats").arg(nats_, 0, 'f', 2).arg(std::log(allowed_), 0, 'f', 2);
}

double EntropyMeter::share() const {
  return allowed_ > 1 ? std::clamp(nats_ / std::log(allowed_), 0.0, 1.0) : 0;
}

void EntropyMeter::paintEvent(QPaintEvent*) {
  if (allowed_ <= 0) return;
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(textFont(12));
  const QFontMetrics metrics = painter.fontMetrics();
  const QString name = tr("entropy");
  painter.setPen(colours.muted);
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, name);
  painter.setPen(colours.text);
  painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, text());
  const double left = metrics.horizontalAdvance(name) + 12;
  const double right = width() - metrics.horizontalAdvance(text()) - 12;
  if (right - left < 20) return;
  const QRectF bar(left, height() / 2.0 - 2.5, right - left, 5);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours.border);
  painter.drawRoundedRect(bar, 2.5, 2.5);
  painter.setBrush(colours.edge);
  const double filled = std::max(share() * bar.width(), share() > 0 ? 3.0 : 0.0);
  painter.drawRoundedRect(QRectF(bar.left(), bar.top(), filled, bar.height()), 2.5, 2.5);
}

}  // namespace cleave::ui
