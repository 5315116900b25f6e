// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_delegate.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/look.h"
#include "ui/train/training_model.h"
#include "ui/train/training_text.h"

namespace cleave::ui {
namespace {

void paintBar(QPainter& painter, const QRect& cell, double done, const QColor& colour, const Colours& colours) {
  const QRectF groove(cell.left() + 4, cell.center().y() - 2, cell.width() - 54, 5);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours.border);
  painter.drawRoundedRect(groove, 2.5, 2.5);
  if (done <= 0) return;
  painter.setBrush(colour);
  painter.drawRoundedRect(QRectF(groove.left(), groove.top(), std::max(5.0, groove.width() * done), 5), 2.5, 2.5);
}

}  // namespace

void TrainingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Colours& colours = coloursOf(*option.widget);
  const auto state = static_cast<TrainingState>(index.data(TrainingModel::StateRole).toInt());
  const QColor colour = colours.of(stateColour(state));
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  if (option.state.testFlag(QStyle::State_Selected)) painter->fillRect(option.rect, colours.selection);
  QRect cell = option.rect.adjusted(6, 0, -6, 0);
  int alignment = index.data(Qt::TextAlignmentRole).toInt();
  painter->setPen(index.column() == TrainingModel::Name ? colours.text : colours.muted);
  if (index.column() == TrainingModel::State) {
    painter->save();
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawEllipse(QRectF(cell.left(), cell.center().y() - 3, 7, 7));
    painter->restore();
    cell.setLeft(cell.left() + 13);
    if (stateColour(state) == ColourRole::Violation) painter->setPen(colours.violation);
  }
  if (index.column() == TrainingModel::Progress && state != TrainingState::Damaged) {
    painter->save();
    paintBar(*painter, option.rect, index.data(TrainingModel::DoneRole).toDouble(), colour, colours);
    painter->restore();
    alignment = static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
  }
  if (index.column() == TrainingModel::Latest) painter->setPen(colours.text);
  painter->setFont(textFont(12));
  const QString text = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, cell.width());
  painter->drawText(cell, alignment, text);
  painter->restore();
}

}  // namespace cleave::ui
