// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/decision_map_legend.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr double kChip = 20;
constexpr int kLine = 18;

QStringList axisTexts() {
  return {DecisionMapLegend::tr("bandwidth → · device load ↑ · ○ current run · × what-if"),
          DecisionMapLegend::tr("bandwidth → · device load ↑")};
}

}  // namespace

DecisionMapLegend::DecisionMapLegend(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kLine);
  setToolTip(
      tr("Horizontal: estimated bandwidth (logarithmic). Vertical: device load. Ring: current run. Cross: what-if."));
}

void DecisionMapLegend::setPart(DecisionPart part) {
  part_ = part;
  takeRoom();
  update();
}

void DecisionMapLegend::setExtent(const DecisionExtent& extent) {
  extent_ = extent;
  takeRoom();
  update();
}

double DecisionMapLegend::chipWidth() const {
  return std::min(kChip, width() / std::max(1.0, static_cast<double>(valuesOf(part_, extent_).size())));
}

// A second line where the axes find no room beside the chips.
void DecisionMapLegend::takeRoom() {
  const double left = width() - chipWidth() * static_cast<double>(valuesOf(part_, extent_).size()) - 8;
  const bool fits = QFontMetrics(textFont(11)).horizontalAdvance(axisTexts().back()) <= left;
  setFixedHeight(fits ? kLine : 2 * kLine - 2);
}

void DecisionMapLegend::resizeEvent(QResizeEvent*) {
  takeRoom();
}

void DecisionMapLegend::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto values = valuesOf(part_, extent_);
  const double chip = chipWidth();
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
  const bool below = height() > kLine;
  const QRectF rest = below ? QRectF(0, kLine - 1, width(), kLine - 2) : QRectF(x + 8, 0, width() - x - 8, kLine);
  for (const QString& text : axisTexts()) {
    if (painter.fontMetrics().horizontalAdvance(text) > rest.width()) continue;
    painter.drawText(rest, (below ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, text);
    return;
  }
}

}  // namespace cleave::ui
