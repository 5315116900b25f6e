// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/decision_map_legend.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kChip = 20;

}  // namespace

DecisionMapLegend::DecisionMapLegend(QWidget* parent) : QWidget(parent) {
  setFixedHeight(18);
  setToolTip(
      tr("Across: estimated bandwidth, logarithmic. Up: load of the device. Ring: the run. Cross: what was asked."));
}

void DecisionMapLegend::setPart(DecisionPart part) {
  part_ = part;
  update();
}

void DecisionMapLegend::setExtent(const DecisionExtent& extent) {
  extent_ = extent;
  update();
}

void DecisionMapLegend::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto values = valuesOf(part_, extent_);
  const double chip = std::min(kChip, width() / std::max(1.0, static_cast<double>(values.size())));
  double x = 0;
  for (const int value : values) {
    const QColor colour = partColour(colours, part_, value, extent_);
    const QRectF box(x + 0.5, 2, chip - 2, 14);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(box, 2, 2);
    painter.setFont(textFont(10, QFont::Medium));
    painter.setPen(inkOn(colour));
    painter.drawText(box, Qt::AlignCenter, QString::number(value));
    x += chip;
  }
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  const QRectF rest(x + 8, 0, width() - x - 8, height());
  for (const QString& text : {tr("bandwidth → · device load ↑ · ○ run · × asked"), tr("bandwidth → · device load ↑"),
                              tr("bandwidth →, load ↑")}) {
    if (painter.fontMetrics().horizontalAdvance(text) > rest.width()) continue;
    painter.drawText(rest, Qt::AlignRight | Qt::AlignVCenter, text);
    return;
  }
}

}  // namespace cleave::ui
